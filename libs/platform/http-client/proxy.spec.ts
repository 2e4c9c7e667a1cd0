import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TestAuthority } from '#test/certificates';
import { startConnectProxy, type ConnectProxy, type ConnectProxyOptions } from '#test/connect-proxy';
import { HttpSender, type HttpSenderOptions } from './http-sender';
import { outboundProxy } from './outbound-proxy';
import type { SendResult } from './send-result';

const authority = new TestAuthority();
const forPartner = authority.issue({ commonName: 'partner', names: ['DNS:partner.example'] });
const forProxy = authority.issue({ commonName: 'proxy', names: ['IP:127.0.0.1'] });

const loopback = () => Promise.resolve([{ address: '127.0.0.1', family: 4 as const }]);
const request = { headers: {}, body: '{}', deadlineMs: 10_000, maxResponseBytes: 100 };

describe('a sender with an outbound proxy', () => {
  const servers: Server[] = [];
  const proxies: ConnectProxy[] = [];
  const senders: HttpSender[] = [];
  const hosts: (string | undefined)[] = [];
  const taps = new Set<Socket>();

  const listen = async (server: Server): Promise<number> => {
    servers.push(server.listen(0, '127.0.0.1'));
    server.on('connection', (socket: Socket) => taps.add(socket.on('error', () => undefined)));
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const plainReceiver = () =>
    listen(
      createHttpServer((incoming, response) => {
        hosts.push(incoming.headers.host);
        response.end('ok');
      }),
    );
  const tlsReceiver = () =>
    listen(
      createHttpsServer(forPartner, (incoming, response) => {
        hosts.push(incoming.headers.host);
        response.end('ok');
      }),
    );
  const proxy = async (options: ConnectProxyOptions = {}): Promise<ConnectProxy> => {
    const started = await startConnectProxy(options);
    proxies.push(started);
    return started;
  };
  const senderThrough = (url: string, options: HttpSenderOptions & { resolves?: boolean } = {}): HttpSender => {
    const { resolves = false, ...rest } = options;
    const sender = new HttpSender({
      allowLoopback: true,
      allowHttp: true,
      resolve: loopback,
      ca: authority.cert,
      proxy: { url, resolves, ca: authority.cert },
      ...rest,
    });
    senders.push(sender);
    return sender;
  };
  const answering = async (head: string): Promise<SendResult> => {
    const { url } = await proxy({ answer: () => head });
    return senderThrough(url).post('https://partner.example:8443/', request);
  };

  afterEach(async () => {
    await Promise.all(senders.splice(0).map((sender) => sender.close(0)));
    await Promise.all(proxies.splice(0).map((started) => started.close()));
    for (const socket of taps) socket.destroy();
    await Promise.all(servers.splice(0).map((server) => once(server.close(), 'close')));
    hosts.length = 0;
  });

  it('asks it for the judged address, and speaks TLS with the name', async () => {
    const port = await tlsReceiver();
    const { url, asked } = await proxy();
    const result = await senderThrough(url).post(`https://partner.example:${port}/`, request);
    expect(result).toMatchObject({ kind: 'response', status: 200, bodyExcerpt: 'ok' });
    expect([asked, hosts]).toEqual([[`127.0.0.1:${port}`], [`partner.example:${port}`]]);
  });

  it('still checks the certificate against the name', async () => {
    const port = await tlsReceiver();
    const { url } = await proxy();
    expect(await senderThrough(url).post(`https://other.example:${port}/`, request)).toMatchObject({ fault: 'tls' });
  });

  it('sends plain http through a tunnel as well', async () => {
    const port = await plainReceiver();
    const { url, asked } = await proxy();
    const result = await senderThrough(url).post(`http://partner.example:${port}/`, request);
    expect(result).toMatchObject({ status: 200, bodyExcerpt: 'ok' });
    expect(asked).toEqual([`127.0.0.1:${port}`]);
  });

  it('keeps a tunnel for the next request', async () => {
    const port = await tlsReceiver();
    const { url, asked } = await proxy();
    const sender = senderThrough(url, { connectionsPerOrigin: 1 });
    for (let sent = 0; sent < 3; sent += 1)
      expect(await sender.post(`https://partner.example:${port}/`, request)).toMatchObject({ status: 200 });
    expect(asked).toHaveLength(1);
  });

  it('gives it the credentials of its URL, and them to nobody else', async () => {
    const port = await plainReceiver();
    const { url } = await proxy({ credentials: 'hub:p%40ss%3Aword' });
    expect(await senderThrough(url).post(`http://partner.example:${port}/`, request)).toMatchObject({ status: 200 });
  });

  it('speaks TLS to an https proxy, and TLS to the receiver inside of it', async () => {
    const port = await tlsReceiver();
    const { url } = await proxy({ tls: forProxy, credentials: 'hub:secret' });
    const result = await senderThrough(url).post(`https://partner.example:${port}/`, request);
    expect(result).toMatchObject({ status: 200, bodyExcerpt: 'ok' });
  });

  it('hands the name over where the proxy resolves, and asks no name server', async () => {
    const port = await tlsReceiver();
    const { url, asked } = await proxy({ route: () => ({ host: '127.0.0.1', port }) });
    const sender = senderThrough(url, {
      resolves: true,
      resolve: () => Promise.reject(new Error('this hub has no name server')),
    });
    expect(await sender.post('https://partner.example/', request)).toMatchObject({ status: 200 });
    expect(asked).toEqual(['partner.example:443']);
  });

  it('tries the next address when the proxy cannot reach one', async () => {
    const port = await tlsReceiver();
    const { url, asked } = await proxy();
    const resolve = () =>
      Promise.resolve([
        { address: '::1', family: 6 as const },
        { address: '127.0.0.1', family: 4 as const },
      ]);
    const result = await senderThrough(url, { resolve }).post(`https://partner.example:${port}/`, request);
    expect(result).toMatchObject({ status: 200 });
    expect(asked).toEqual([`[::1]:${port}`, `127.0.0.1:${port}`]);
  });

  describe('blames the proxy', () => {
    it('that is away', async () => {
      const { url } = await proxy();
      await Promise.all(proxies.splice(0).map((started) => started.close()));
      const result = await senderThrough(url).post('https://partner.example/', request);
      expect(result).toMatchObject({ fault: 'proxy', message: 'The outbound proxy cannot be used (ECONNREFUSED).' });
    });

    it('that refuses the credentials, without showing them', async () => {
      const { url, asked } = await proxy({ credentials: 'hub:right' });
      const result = await senderThrough(url.replace('right', 'wrong-secret')).post(
        'https://partner.example/',
        request,
      );
      expect(result).toMatchObject({ fault: 'proxy' });
      expect(JSON.stringify(result)).toContain('407');
      expect(JSON.stringify(result)).not.toContain('wrong-secret');
      expect(asked).toHaveLength(1);
    });

    it.each([
      ['500', 'HTTP/1.1 500 Internal Server Error\r\n\r\n'],
      ['503', 'HTTP/1.1 503 Service Unavailable\r\n\r\n'],
      ['403', 'HTTP/1.1 403 Forbidden\r\n\r\n'],
      ['a redirect', 'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\n\r\n'],
      ['502 for a fault of its own', 'HTTP/1.1 502 No\r\nproxy-status: edge; error=proxy_internal_error\r\n\r\n'],
      ['with another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
      ['with an endless head', `HTTP/1.1 200 OK\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`],
    ])('that answers %s', async (_name, head) => {
      expect(await answering(head)).toMatchObject({ kind: 'fault', fault: 'proxy' });
    });

    it('that never answers, within the time for a connection', async () => {
      const { url } = await proxy({ answer: () => 'never' });
      const result = await senderThrough(url, { connectTimeoutMs: 200 }).post('https://partner.example/', request);
      expect(result).toMatchObject({ fault: 'proxy', message: 'The outbound proxy gave no answer within 200 ms.' });
    });

    it('whose certificate is not trusted', async () => {
      const { url } = await proxy({ tls: forProxy });
      const sender = senderThrough(url, { proxy: { url } });
      expect(await sender.post('https://partner.example/', request)).toMatchObject({ fault: 'proxy' });
    });
  });

  describe('blames the receiver', () => {
    it.each([
      ['502', 'HTTP/1.1 502 Bad Gateway\r\n\r\n'],
      ['504', 'HTTP/1.1 504 Gateway Timeout\r\n\r\n'],
      ['503 with the reason', 'HTTP/1.1 503 No\r\nproxy-status: edge; error=connection_refused\r\n\r\n'],
      ["503 with Squid's reason", 'HTTP/1.1 503 No\r\nx-squid-error: ERR_CONNECT_FAIL 111\r\n\r\n'],
    ])('where the proxy answers %s', async (_name, head) => {
      expect(await answering(head)).toMatchObject({ kind: 'fault', fault: 'connect' });
    });

    it('that stalls in the TLS handshake', async () => {
      const port = await listen(createServer(() => undefined));
      const { url } = await proxy();
      const sender = senderThrough(url, { connectTimeoutMs: 200 });
      expect(await sender.post(`https://partner.example:${port}/`, request)).toMatchObject({ fault: 'connect' });
    });

    it('that resets the connection in the TLS handshake', async () => {
      const port = await listen(
        createServer((socket) => {
          socket.once('data', () => socket.resetAndDestroy());
        }),
      );
      const { url } = await proxy();
      expect(await senderThrough(url).post(`https://partner.example:${port}/`, request)).toMatchObject({
        fault: 'tls',
      });
    });

    it('that speaks before it is asked', async () => {
      const { url, asked } = await proxy({ answer: () => 'HTTP/1.1 200 OK\r\n\r\n220 mail.example ESMTP\r\n' });
      const result = await senderThrough(url).post('http://partner.example/', request);
      expect(result).toMatchObject({ fault: 'connect' });
      expect(asked).toHaveLength(1);
    });

    it('that closes at once', async () => {
      const port = await listen(createServer((socket) => socket.end()));
      const { url, asked } = await proxy();
      const result = await senderThrough(url).post(`http://partner.example:${port}/`, request);
      expect(result).toMatchObject({ fault: 'protocol' });
      expect(asked).toHaveLength(1);
    });
  });

  it.each([
    ['not a url', 'cannot be parsed'],
    ['socks5://hub:secret@proxy.example:1080', 'neither http:// nor https://'],
    ['http://hub:secret@proxy.example:3128/path', 'has a path'],
    ['http://hub:50%@proxy.example:3128', 'stray %'],
  ])('refuses the proxy URL %s without showing it', (url, problem) => {
    expect(() => outboundProxy({ url })).toThrow(problem);
    expect(() => outboundProxy({ url })).not.toThrow('secret');
  });
});
