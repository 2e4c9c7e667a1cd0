import { EventEmitter, once } from 'node:events';
import { createServer as createHttpServer, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { AddressInfo, createServer, Server, Socket } from 'node:net';
import { HttpSender, HttpSenderOptions, PostRequest } from './http-sender';

const request = (extra: Partial<PostRequest> = {}): PostRequest => ({
  headers: { 'content-type': 'application/json', 'webhook-id': 'msg_1' },
  body: '{"type":"referral.sent"}',
  deadlineMs: 10_000,
  maxResponseBytes: 1024,
  ...extra,
});

/** Short enough to be met in a test, long enough that everything before the fault is over. */
const SHORT = { deadlineMs: 300 };

describe('HttpSender', () => {
  const open: Server[] = [];
  const sockets = new Set<Socket>();
  const senders: HttpSender[] = [];

  const senderWith = (options: HttpSenderOptions = {}): HttpSender => {
    const sender = new HttpSender({ allowLoopback: true, ...options });
    senders.push(sender);
    return sender;
  };

  async function listen(server: Server): Promise<string> {
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    });
    server.listen(0, '127.0.0.1');
    open.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  }
  const serveHttp = (listener: RequestListener) => listen(createHttpServer(listener));
  const serveRaw = (onRequest: (socket: Socket) => void) =>
    listen(
      createServer((socket) =>
        socket.once('data', () => {
          onRequest(socket);
        }),
      ),
    );

  /** Once every connection that reached a server is gone. A reset counts, so it is not `once`. */
  const allClosed = () =>
    Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.on('close', resolve))));

  afterEach(async () => {
    await Promise.all(senders.splice(0).map((sender) => sender.close(0)));
    for (const socket of sockets) socket.destroy();
    await Promise.all(open.splice(0).map((server) => once(server.close(), 'close')));
  });

  it('sends the body byte for byte and hands back what decides the next step', async () => {
    let seen: Pick<IncomingMessage, 'method' | 'url' | 'headers'> | undefined;
    const got: Buffer[] = [];
    const url = await serveHttp((incoming, response) => {
      seen = incoming;
      incoming.on('data', (chunk: Buffer) => got.push(chunk));
      incoming.on('end', () => {
        response.writeHead(503, { 'Retry-After': '30', 'Webhook-Delivery': 'disable', 'X-Other': 'no' });
        response.end('bu\0sy');
      });
    });
    const body = Buffer.from([0, 255, 1, 254, 10]);
    const result = await senderWith().post(`${url}?tenant=7`, request({ body }));
    expect(result).toEqual({
      kind: 'response',
      status: 503,
      headers: { 'retry-after': '30', 'webhook-delivery': 'disable' },
      bodyExcerpt: 'bu\uFFFDsy',
      body: Buffer.from('bu\0sy'),
      durationMs: expect.any(Number) as number,
    });
    expect(Buffer.concat(got)).toEqual(body);
    expect(seen).toMatchObject({ method: 'POST', url: '/hook?tenant=7', headers: { 'webhook-id': 'msg_1' } });
  });

  it('never follows a redirect', async () => {
    let hits = 0;
    const url = await serveHttp((_incoming, response) => {
      hits += 1;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await senderWith().post(url, request())).toMatchObject({ kind: 'response', status: 307 });
    expect(hits).toBe(1);
  });

  it('passes over 1xx answers to the final one', async () => {
    const url = await serveHttp((_incoming, response) => {
      response.writeProcessing();
      response.writeHead(202).end();
    });
    expect(await senderWith().post(url, request())).toMatchObject({ status: 202 });
  });

  it('keeps one connection for consecutive sends, also past a body longer than the excerpt', async () => {
    let connections = 0;
    const server = createHttpServer((_incoming, response) => response.end('x'.repeat(20_000)));
    server.on('connection', () => (connections += 1));
    const url = await listen(server);
    const sender = senderWith({ connectionsPerOrigin: 1 });
    for (let sent = 0; sent < 5; sent += 1) {
      expect(await sender.post(url, request({ maxResponseBytes: 10 }))).toMatchObject({ bodyExcerpt: 'xxxxxxxxxx' });
    }
    expect(connections).toBe(1);
  });

  it('cuts an excerpt between characters', async () => {
    const url = await serveHttp((_incoming, response) => response.end('ääää'));
    expect(await senderWith().post(url, request({ maxResponseBytes: 5 }))).toMatchObject({ bodyExcerpt: 'ää' });
  });

  it('reads the start of a 1 GB body and drops the connection', async () => {
    const gigabyte = 1024 ** 3;
    let written = 0;
    const url = await serveRaw((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${gigabyte}\r\n\r\n`);
      const block = Buffer.alloc(64 * 1024, 'x');
      const pump = (): void => {
        while (!socket.destroyed && written < gigabyte) {
          written += block.length;
          if (!socket.write(block)) break;
        }
      };
      socket.on('drain', pump);
      pump();
    });
    const result = await senderWith().post(url, request());
    await allClosed();
    expect(result).toMatchObject({ kind: 'response', status: 200, bodyExcerpt: 'x'.repeat(1024) });
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  describe('within its deadline', () => {
    it('gives up on a receiver that never answers, and closes the connection', async () => {
      const url = await serveRaw(() => undefined);
      expect(await senderWith().post(url, request(SHORT))).toMatchObject({ kind: 'fault', fault: 'timeout' });
      await allClosed();
    });

    it('gives up on a head that drips in', async () => {
      const url = await serveRaw((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const drip = setInterval(() => socket.write('x-drip: 1\r\n'), 20);
        socket.on('close', () => {
          clearInterval(drip);
        });
      });
      expect(await senderWith().post(url, request(SHORT))).toMatchObject({ fault: 'timeout' });
    });

    it('gives up on a body that drips in, and tells the status that came', async () => {
      const url = await serveRaw((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n');
        const drip = setInterval(() => socket.write('x'), 20);
        socket.on('close', () => {
          clearInterval(drip);
        });
      });
      expect(await senderWith().post(url, request(SHORT))).toMatchObject({ fault: 'timeout', status: 200 });
    });

    it('gives up on a name server that never answers', async () => {
      const sender = senderWith({ resolve: () => new Promise(() => undefined) });
      expect(await sender.post('https://slow.example/', request(SHORT))).toMatchObject({ fault: 'timeout' });
    });

    it('never sends a request that was given up while it waited for a connection', async () => {
      const urls: string[] = [];
      let answerFirst = (): void => undefined;
      const url = await serveHttp((incoming, response) => {
        urls.push(String(incoming.url));
        answerFirst = () => void response.end();
        if (incoming.url !== '/hook?first') response.end();
      });
      const sender = senderWith({ connectionsPerOrigin: 1 });
      const first = sender.post(`${url}?first`, request());
      const second = await sender.post(`${url}?second`, request(SHORT));
      expect(second).toMatchObject({ fault: 'timeout' });
      answerFirst();
      expect(await first).toMatchObject({ status: 200 });
      expect(await sender.post(`${url}?third`, request())).toMatchObject({ status: 200 });
      expect(urls).toEqual(['/hook?first', '/hook?third']);
    });
  });

  describe('tells apart why there is no answer', () => {
    it('a name that does not exist: dns', async () => {
      const missing = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
      const sender = senderWith({ resolve: () => Promise.reject(missing) });
      const result = await sender.post('https://missing.example/?case=42', request());
      expect(result).toMatchObject({ fault: 'dns', message: 'The host name could not be resolved (ENOTFOUND).' });
    });

    it('a name without an address: dns', async () => {
      const sender = senderWith({ resolve: () => Promise.resolve([]) });
      expect(await sender.post('https://empty.example/', request())).toMatchObject({ fault: 'dns' });
    });

    it('a closed port: connect', async () => {
      const url = await serveRaw(() => undefined);
      await once(open.splice(0)[0]!.close(), 'close');
      expect(await senderWith().post(url, request())).toMatchObject({ fault: 'connect' });
    });

    it('a closed port at each of two addresses: connect', async () => {
      const url = new URL(await serveRaw(() => undefined));
      await once(open.splice(0)[0]!.close(), 'close');
      const resolve = () =>
        Promise.resolve([
          { address: '127.0.0.1', family: 4 as const },
          { address: '::1', family: 6 as const },
        ]);
      const result = await senderWith({ resolve }).post(`https://twice.example:${url.port}/`, request());
      expect(result).toMatchObject({ fault: 'connect' });
    });

    it('plain text where TLS is spoken: tls', async () => {
      const url = await serveRaw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      expect(await senderWith().post(url.replace('http:', 'https:'), request())).toMatchObject({ fault: 'tls' });
    });

    it.each([
      ['a reset before the head', (socket: Socket) => socket.resetAndDestroy()],
      ['a close before the head', (socket: Socket) => socket.end()],
      [
        'a head of more than 16 KiB',
        (socket: Socket) => {
          flood(socket);
        },
      ],
      ['something that is not HTTP', (socket: Socket) => socket.end('220 mail.example ESMTP\r\n')],
      [
        'a reset in the body',
        (socket: Socket) => {
          breakOffBody(socket);
        },
      ],
      [
        'two lengths',
        (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'),
      ],
    ])('%s: protocol', async (_name, answer) => {
      const url = await serveRaw(answer);
      expect(await senderWith().post(url, request())).toMatchObject({ kind: 'fault', fault: 'protocol' });
    });

    it('a URL that the policy refuses: refused_address, without its text', async () => {
      const result = await new HttpSender().post('https://user:secret@inside.example/?case=42', request());
      expect(result).toMatchObject({ fault: 'refused_address' });
      expect(JSON.stringify(result)).not.toMatch(/secret|case=42/);
    });

    it('a caller that gives up, before and during the request: aborted', async () => {
      const url = await serveRaw(() => undefined);
      const caller = new AbortController();
      const running = senderWith().post(url, request({ signal: caller.signal }));
      caller.abort();
      expect(await running).toMatchObject({ fault: 'aborted' });
      expect(await senderWith().post(url, request({ signal: caller.signal }))).toMatchObject({ fault: 'aborted' });
    });
  });

  it.each(['Host', 'content-length', 'Transfer-Encoding', 'connection'])(
    'does not let a caller set the header %s',
    async (name) => {
      const url = await serveHttp((_incoming, response) => response.end());
      const result = await senderWith().post(url, request({ headers: { [name]: 'chunked' } }));
      expect(result).toMatchObject({ fault: 'protocol', message: expect.stringContaining(name) as string });
    },
  );

  it('does not let a header value split the request', async () => {
    const url = await serveHttp((_incoming, response) => response.end());
    const result = await senderWith().post(url, request({ headers: { 'x-custom': 'a\r\nhost: b' } }));
    expect(result).toMatchObject({ fault: 'protocol' });
  });

  describe('close', () => {
    it('waits for what runs and takes nothing more', async () => {
      const incoming = new EventEmitter();
      const url = await serveHttp((_incoming, response) => void incoming.emit('request', response));
      const sender = senderWith();
      const running = sender.post(url, request());
      const [response] = (await once(incoming, 'request')) as [ServerResponse];
      const closing = sender.close();
      expect(await sender.post(url, request())).toMatchObject({ fault: 'aborted' });
      response.end('done');
      await closing;
      expect(await running).toMatchObject({ status: 200, bodyExcerpt: 'done' });
    });

    it('breaks off what outlasts its grace', async () => {
      const url = await serveRaw(() => undefined);
      const sender = senderWith();
      const running = sender.post(url, request());
      await sender.close(50);
      expect(await running).toMatchObject({ fault: 'aborted' });
    });
  });
});

function flood(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\n');
  for (let line = 0; line < 1_000; line += 1) socket.write(`x-flood-${line}: ${'x'.repeat(100)}\r\n`);
}

function breakOffBody(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf', () => socket.resetAndDestroy());
}
