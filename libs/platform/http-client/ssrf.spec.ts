import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { AddressInfo, createServer, isIPv6, Server } from 'node:net';
import { startConnectProxy, type ConnectProxy } from '#test/connect-proxy';
import { startDnsServer, type DnsServer } from '#test/dns-server';
import { AddressPolicy } from './address-policy';
import { ConnectionFault } from './connection-fault';
import { createGuardedAgent } from './guarded-agent';
import { HttpSender } from './http-sender';
import { ResolvedAddress } from './name-resolver';

/** Every way of naming this machine, its network or a metadata service that the hub must not follow. */
const ADDRESSES = [
  '127.0.0.1',
  '127.0.0.2',
  '127.255.255.254',
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.127.255.255',
  '100.100.100.200',
  '168.63.129.16',
  '169.254.1.1',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:10.0.0.1',
  '::ffff:169.254.169.254',
  '::ffff:0:7f00:1',
  '64:ff9b::7f00:1',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::7f00:1',
  '2002:7f00:1::1',
  '2002:a9fe:a9fe::1',
  '2001::7f00:1',
  '2001:db8::1',
  'fc00::1',
  'fd00:ec2::254',
  'fd12:3456::1',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '100::1',
  '3fff::1',
  '172.20.10.1',
  '192.31.196.1',
  '192.52.193.1',
  '192.175.48.1',
  '250.1.2.3',
  '254.255.255.254',
  '64:ff9b::10.0.0.1',
  '64:ff9b::192.168.1.1',
  '2002:a00:1::1',
  '2002:c0a8:101::1',
  '::ffff:192.168.0.1',
  '::ffff:100.64.0.1',
  '::ffff:0.0.0.0',
  '::10.0.0.1',
  'fdff:ffff::1',
  'febf::1',
  'ff0e::1',
  '5f00::1',
  '4000::1',
];

/** Spellings that WHATWG parsing turns into the above, or that try to slip past a check of the text. */
const SPELLINGS = [
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '0177.0x0.1',
  '127.0.0.1.',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '\uFF11\uFF12\uFF17.0.0.1',
  '%31%32%37.0.0.1',
  '0',
  '0.0.0.0',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::0001]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[fe80::1%25lo]',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'foo.localhost',
  'ⓛocalhost',
  'lo\u00adcalhost',
  'user@localhost',
  'partner.example@127.0.0.1',
  'partner.example:443@127.0.0.1',
  'partner.example\\@127.0.0.1',
  'partner.example#@127.0.0.1',
  '0x7F.0x00.0x00.0x01',
  '0x0000007f.1',
  '00000177.0.0.1',
  '127.0x1',
  '127.65530',
  '3232235521',
  '0xC0A80001',
  '10.1',
  '012.1',
  '192.168.257',
  '0300.0250.0.1',
  '169.254.43518',
  '１２７.0.0.1',
  '127｡0｡0｡1',
  '127%2e0%2e0%2e1',
  '127.0.0.1%00',
  '[::ffff:0:127.0.0.1]',
  '[::ffff:a9fe:a9fe]',
  '[64:ff9b::a9fe:a9fe]',
  '[2002:7f00:1::]',
  '[::1%25lo]',
  '[::1%lo]',
  '[fe80::1%eth0]',
  '[0::1]',
  '[::]',
  '::1',
  '[127.0.0.1]',
  '[[::1]]',
  '127.0.0.1:80@127.0.0.1',
  ':@127.0.0.1',
  '@127.0.0.1',
  'localhost%2f',
  'a.b.localhost',
  'LocalHost.',
];

const asResolved = (address: string): ResolvedAddress => ({ address, family: address.includes(':') ? 6 : 4 });

describe('a hub that is asked to reach inside', () => {
  let canary: Server;
  let port: number;
  let reached = 0;

  beforeAll(async () => {
    canary = createServer((socket) => {
      reached += 1;
      socket.destroy();
    }).listen(0, '::');
    await once(canary, 'listening');
    port = (canary.address() as AddressInfo).port;
  });

  afterEach(() => {
    expect(reached).toBe(0);
  });

  afterAll(async () => {
    canary.close();
    await once(canary, 'close');
  });

  async function attempt(agentFor: string, origin: string): Promise<unknown> {
    const resolve = () => Promise.resolve([asResolved(agentFor)]);
    const agent = createGuardedAgent(new AddressPolicy(), { resolve });
    try {
      await agent.request({ origin, path: '/', method: 'POST', body: '{}' });
      return 'sent';
    } catch (error) {
      return error instanceof ConnectionFault ? error.fault : error;
    } finally {
      await agent.destroy();
    }
  }

  it('would be noticed: the canary counts a connection that is let through', async () => {
    const sender = new HttpSender({ allowLoopback: true });
    const request = { headers: {}, body: '{}', deadlineMs: 10_000, maxResponseBytes: 100 };
    expect(await sender.post(`http://127.0.0.1:${port}/`, request)).toMatchObject({ fault: 'protocol' });
    await sender.close();
    expect(reached).toBe(1);
    reached = 0;
  });

  it.each(ADDRESSES)('the connector refuses the literal %s', async (address) => {
    const host = address.includes(':') ? `[${address}]` : address;
    expect(await attempt(address, `http://${host}:${port}`)).toBe('refused_address');
  });

  it.each(ADDRESSES)('the connector refuses a name that resolves to %s', async (address) => {
    expect(await attempt(address, `http://inside.example:${port}`)).toBe('refused_address');
    expect(await attempt(address, `https://inside.example:${port}`)).toBe('refused_address');
  });

  it.each(SPELLINGS)('the sender refuses the spelling %s', async (host) => {
    const resolve = () => Promise.resolve([asResolved('127.0.0.1')]);
    const sender = new HttpSender({ allowHttp: true, resolve });
    const request = { headers: {}, body: '{}', deadlineMs: 10_000, maxResponseBytes: 100 };
    const results = await Promise.all([
      sender.post(`http://${host}:${port}/`, request),
      sender.post(`https://${host}:${port}/`, request),
    ]);
    await sender.close();
    expect(results).toEqual([
      expect.objectContaining({ fault: 'refused_address' }),
      expect.objectContaining({ fault: 'refused_address' }),
    ]);
  });

  it('counts the ways: more than sixty, each tried more than once', () => {
    expect(ADDRESSES.length).toBeGreaterThan(60);
    expect(SPELLINGS.length).toBeGreaterThan(60);
  });

  it('refuses a name with one forbidden address among public ones, whatever the order', async () => {
    for (const answer of [
      ['1.1.1.1', '127.0.0.1'],
      ['::1', '2606:4700::1111'],
    ]) {
      const sender = new HttpSender({ resolve: () => Promise.resolve(answer.map(asResolved)) });
      const result = await sender.post(`https://mixed.example:${port}/`, {
        headers: {},
        body: '{}',
        deadlineMs: 10_000,
        maxResponseBytes: 100,
      });
      await sender.close();
      expect(result).toMatchObject({ fault: 'refused_address' });
    }
  });
});

/** What a name server under an attacker's control says of a name, at the n-th question. */
const ZONE: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'inside.test': [['127.0.0.1']],
  'inside6.test': [['::1']],
  'private.test': [['10.0.0.1']],
  'metadata.test': [['169.254.169.254']],
  'any.test': [['0.0.0.0']],
  'mapped.test': [['::ffff:127.0.0.1']],
  'translated.test': [['64:ff9b::7f00:1']],
  'mixed.test': [['198.41.0.4', '127.0.0.1']],
  'mixed6.test': [['198.41.0.4', '::1']],
  // Inside at the first question and public at the next: a check that asks twice would let it through.
  'rebind.test': [['127.0.0.1'], ['127.0.0.1'], ['198.41.0.4'], ['127.0.0.1']],
};

describe.each(['straight', 'through a proxy'])('with a real name server, %s', (way) => {
  let canary: Server;
  let port: number;
  let reached: number;
  let names: DnsServer;
  let proxy: ConnectProxy;
  let sender: HttpSender;
  const request = { headers: {}, body: '{}', deadlineMs: 10_000, maxResponseBytes: 100 };

  beforeEach(async () => {
    reached = 0;
    canary = createServer((socket) => {
      reached += 1;
      socket.destroy();
    }).listen(0, '::');
    await once(canary, 'listening');
    port = (canary.address() as AddressInfo).port;
    names = await startDnsServer((name, round) => ZONE[name]?.[round] ?? ZONE[name]?.at(-1) ?? []);
    // It would reach everything that it is asked for, whatever that is: here, the canary.
    proxy = await startConnectProxy({ route: () => ({ host: '127.0.0.1', port }) });
    sender = new HttpSender({
      allowHttp: true,
      resolve: names.resolve,
      ...(way === 'straight' ? {} : { proxy: { url: proxy.url } }),
    });
  });
  afterEach(async () => {
    await sender.close(0);
    await proxy.close();
    await names.close();
    await once(canary.close(), 'close');
  });

  it.each(Object.keys(ZONE))('%s leads nowhere', async (name) => {
    for (const scheme of ['http', 'https'])
      expect(await sender.post(`${scheme}://${name}:${port}/`, request)).toMatchObject({ fault: 'refused_address' });
    expect(names.asked(name)).toBeGreaterThan(0);
    expect([reached, proxy.asked]).toEqual([0, []]);
  });

  it.each([...ADDRESSES, ...SPELLINGS])('%s leads nowhere', async (host) => {
    const literal = isIPv6(host) ? `[${host}]` : host;
    for (const scheme of ['http', 'https'])
      expect(await sender.post(`${scheme}://${literal}:${port}/`, request)).toMatchObject({ fault: 'refused_address' });
    expect([reached, proxy.asked]).toEqual([0, []]);
  });

  it('a name that does not exist is no address inside', async () => {
    expect(await sender.post(`https://missing.test:${port}/`, request)).toMatchObject({ fault: 'dns' });
    expect(reached).toBe(0);
  });
});

describe('a receiver that is allowed and points inside', () => {
  it.each([301, 302, 303, 307, 308])('by %i: nobody follows', async (status) => {
    let reached = 0;
    const canary = createServer((socket) => {
      reached += 1;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(canary, 'listening');
    const inside = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/`;
    const receiver = createHttpServer((_, response) => {
      const headers = {
        location: inside,
        refresh: `0; url=${inside}`,
        'alt-svc': `h2="${inside}"`,
        link: `<${inside}>`,
      };
      response.writeHead(status, headers).end(`<meta http-equiv="refresh" content="0; url=${inside}">`);
    }).listen(0, '127.0.0.2');
    await once(receiver, 'listening');
    const sender = new HttpSender({ allowLoopback: true });
    const { port } = receiver.address() as AddressInfo;
    const request = { headers: {}, body: '{}', deadlineMs: 10_000, maxResponseBytes: 100 };
    expect(await sender.post(`http://127.0.0.2:${port}/`, request)).toMatchObject({ kind: 'response', status });
    await sender.close();
    await Promise.all([once(canary.close(), 'close'), once(receiver.close(), 'close')]);
    expect(reached).toBe(0);
  });
});

describe('a proxy that resolves names itself', () => {
  it.each([...ADDRESSES, ...SPELLINGS])('is never asked for %s', async (host) => {
    const proxy = await startConnectProxy({ answer: () => 'HTTP/1.1 503 No\r\n\r\n' });
    const sender = new HttpSender({ allowHttp: true, proxy: { url: proxy.url, resolves: true } });
    const request = { headers: {}, body: '{}', deadlineMs: 10_000, maxResponseBytes: 100 };
    const literal = isIPv6(host) ? `[${host}]` : host;
    expect(await sender.post(`http://${literal}/`, request)).toMatchObject({ fault: 'refused_address' });
    await sender.close();
    await proxy.close();
    expect(proxy.asked).toEqual([]);
  });
});

describe('a name that changes its answer between check and connection', () => {
  it('is resolved once per connection, and the judged address is the one connected to', async () => {
    const server = createServer((socket) => {
      const from = String(socket.localAddress);
      socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${from.length}\r\n\r\n${from}`));
    }).listen(0, '0.0.0.0');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const answers = ['127.0.0.2', '127.0.0.3'];
    let asked = 0;
    const resolve = () => Promise.resolve([asResolved(answers[asked++] ?? '127.0.0.4')]);
    const agent = createGuardedAgent(new AddressPolicy({ allowLoopback: true }), { resolve });
    const { body } = await agent.request({ origin: `http://rebind.example:${port}`, path: '/', method: 'GET' });
    expect([await body.text(), asked]).toEqual(['127.0.0.2', 1]);
    await agent.destroy();
    server.close();
    await once(server, 'close');
  });

  it('with a real name server, public at first and inside afterwards: the connection goes to neither second answer', async () => {
    const places: string[] = [];
    const receiver = createServer((socket) => {
      places.push(String(socket.localAddress));
      socket.once('data', () => socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
    }).listen(0, '0.0.0.0');
    await once(receiver, 'listening');
    const { port } = receiver.address() as AddressInfo;
    // 127.0.0.2 stands for the public address: only it is on the list of what may be reached.
    const names = await startDnsServer((_, round) => [round === 0 ? '127.0.0.2' : '10.0.0.1']);
    const sender = new HttpSender({ allowLoopback: true, allowHttp: true, resolve: names.resolve });
    const request = { headers: {}, body: '{}', deadlineMs: 10_000, maxResponseBytes: 100 };
    const url = `http://rebind.test:${port}/`;
    expect(await sender.post(url, request)).toMatchObject({ kind: 'response', status: 204 });
    expect(names.asked('rebind.test')).toBe(1);
    expect(await sender.post(url, request)).toMatchObject({ fault: 'refused_address' });
    expect(places).toEqual(['127.0.0.2']);
    await sender.close();
    await names.close();
    await once(receiver.close(), 'close');
  });
});
