import { once } from 'node:events';
import { AddressInfo, createServer, Server } from 'node:net';
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
});
