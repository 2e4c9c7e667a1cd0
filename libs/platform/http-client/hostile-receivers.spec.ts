import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:tls';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { TestAuthority } from '#test/certificates';
import { HttpSender, type HttpSenderOptions, type PostRequest } from './http-sender';
import type { SendResult } from './send-result';

const DEADLINE_MS = 1_500;
/** What a busy machine may add to it. */
const GRACE_MS = 1_500;
const MEGABYTE = 1024 * 1024;
/** Far less than any of these receivers sends or would like to. */
const MOST_MEMORY = 96 * MEGABYTE;

const authority = new TestAuthority();
const good = authority.issue({ commonName: 'partner', names: ['IP:127.0.0.1'] });
/** Made beforehand: it is the receiver's memory that this takes, not the hub's. */
const BOMB = gzipSync(Buffer.alloc(256 * MEGABYTE));
const HEAD = 'HTTP/1.1 200 OK\r\n';

/** Writes pieces as fast as the other side takes them, until it goes away or `most` bytes are written. */
function pour(socket: Socket, piece: Buffer | string, most = 1024 * MEGABYTE): void {
  let written = 0;
  const go = (): void => {
    while (!socket.destroyed && written < most) {
      written += piece.length;
      if (!socket.write(piece)) return;
    }
  };
  socket.on('drain', go);
  go();
}

/** One piece each `everyMs`. */
function drip(socket: Socket, piece: string, everyMs: number): void {
  const timer = setInterval(() => socket.write(piece), everyMs);
  socket.on('close', () => {
    clearInterval(timer);
  });
}

/** Once the request's first bytes are there. */
const onRequest = (act: (socket: Socket) => void) => (socket: Socket) => {
  socket.once('data', () => {
    act(socket);
  });
};

type Hostile = readonly [name: string, act: (socket: Socket) => void, expected: Partial<Record<string, unknown>>];

const timeout = { kind: 'fault', fault: 'timeout' };
const protocol = { kind: 'fault', fault: 'protocol' };
const taken = { kind: 'response', status: 200 };

const HOSTILE: readonly Hostile[] = [
  ['accepts and never reads or answers', (socket) => socket.pause(), timeout],
  ['reads and never answers', onRequest(() => undefined), timeout],
  [
    'drips its body, a byte each second',
    onRequest((socket) => {
      socket.write(`${HEAD}content-length: 100000\r\n\r\n`);
      drip(socket, 'x', 1_000);
    }),
    { ...timeout, status: 200 },
  ],
  [
    'drips its head, a byte each 100 ms',
    onRequest((socket) => {
      socket.write(HEAD);
      drip(socket, 'x', 100);
    }),
    timeout,
  ],
  [
    'sends a body of 1 GB',
    onRequest((socket) => {
      socket.write(`${HEAD}content-length: ${1024 * MEGABYTE}\r\n\r\n`);
      pour(socket, Buffer.alloc(64 * 1024, 'x'));
    }),
    taken,
  ],
  [
    'sends an endless body in chunks',
    onRequest((socket) => {
      socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n`);
      pour(socket, `10000\r\n${'x'.repeat(0x10000)}\r\n`);
    }),
    taken,
  ],
  [
    'sends an endless chunk extension',
    onRequest((socket) => {
      socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n1;`);
      drip(socket, 'x'.repeat(1024), 5);
    }),
    timeout,
  ],
  [
    'sends a gzip bomb: 256 MB in 256 KB',
    onRequest((socket) => {
      socket.write(
        `${HEAD}content-encoding: gzip\r\ncontent-type: application/json\r\ncontent-length: ${BOMB.length}\r\n\r\n`,
      );
      socket.write(BOMB);
    }),
    taken,
  ],
  [
    'sends headers without end',
    onRequest((socket) => {
      socket.write(HEAD);
      pour(socket, `x-flood: ${'x'.repeat(50)}\r\n`, 64 * MEGABYTE);
    }),
    protocol,
  ],
  [
    'sends one header without end',
    onRequest((socket) => {
      socket.write(`${HEAD}x-flood: `);
      pour(socket, 'x'.repeat(8_192), 64 * MEGABYTE);
    }),
    protocol,
  ],
  [
    'sends trailers without end',
    onRequest((socket) => {
      socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n0\r\n`);
      pour(socket, `x-flood: ${'x'.repeat(50)}\r\n`, 64 * MEGABYTE);
    }),
    { kind: 'fault' },
  ],
  [
    'sends 1xx without end',
    onRequest((socket) => {
      pour(socket, 'HTTP/1.1 102 Processing\r\n\r\n', 64 * MEGABYTE);
    }),
    protocol,
  ],
  [
    'answers 101',
    onRequest((socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n')),
    { kind: 'fault' },
  ],
  ['speaks HTTP/0.9', onRequest((socket) => socket.end('<html>hello</html>')), protocol],
  ['speaks HTTP/2 at once', onRequest((socket) => socket.end(Buffer.from('000012040000000000', 'hex'))), protocol],
  ['answers noise', onRequest((socket) => socket.end(Buffer.alloc(4_096, 0xff))), protocol],
  ['closes its half before it answers', onRequest((socket) => socket.end()), protocol],
  ['closes in the body', onRequest((socket) => socket.end(`${HEAD}content-length: 10\r\n\r\nhalf`)), protocol],
  [
    'resets in the body',
    onRequest((socket) => socket.write(`${HEAD}content-length: 10\r\n\r\nhalf`, () => socket.resetAndDestroy())),
    protocol,
  ],
  ['resets before it answers', onRequest((socket) => socket.resetAndDestroy()), protocol],
  [
    'says two lengths',
    onRequest((socket) => socket.end(`${HEAD}content-length: 1\r\ncontent-length: 2\r\n\r\nab`)),
    protocol,
  ],
  [
    'hides a second answer',
    onRequest((socket) => socket.end(`${HEAD}content-length: 2\r\n\r\nok${HEAD}content-length: 2\r\n\r\nno`)),
    taken,
  ],
];

describe('a hostile receiver', () => {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  let sender: HttpSender;

  const senderWith = (options: HttpSenderOptions = {}): HttpSender =>
    (sender = new HttpSender({ allowLoopback: true, connectTimeoutMs: DEADLINE_MS, ca: authority.cert, ...options }));
  const listen = async (server: Server): Promise<number> => {
    servers.push(server);
    server.on('connection', (socket: Socket) => {
      sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };

  /** Sends once; fails when it took longer, or more memory, than a receiver may cost. */
  async function measured(url: string, over: Partial<PostRequest> = {}): Promise<SendResult> {
    const request = { headers: {}, body: '{}', deadlineMs: DEADLINE_MS, maxResponseBytes: 512, ...over };
    const before = process.memoryUsage();
    let most = 0;
    const watch = setInterval(() => {
      const now = process.memoryUsage();
      most = Math.max(most, now.arrayBuffers - before.arrayBuffers + (now.heapUsed - before.heapUsed));
    }, 20);
    const startedAt = performance.now();
    const result = await sender.post(url, request);
    clearInterval(watch);
    expect(performance.now() - startedAt).toBeLessThan(DEADLINE_MS + GRACE_MS);
    expect(most).toBeLessThan(MOST_MEMORY);
    if (result.kind === 'response') expect(Buffer.byteLength(result.bodyExcerpt)).toBeLessThanOrEqual(512 * 3);
    return result;
  }

  afterEach(async () => {
    await sender.close(0);
    for (const socket of sockets) socket.destroy();
    await Promise.all(servers.splice(0).map((server) => once(server.close(), 'close')));
  });

  it.each(HOSTILE)('that %s costs bounded time and memory', async (_name, act, expected) => {
    const port = await listen(createServer(act));
    senderWith();
    expect(await measured(`http://127.0.0.1:${port}/`)).toMatchObject(expected);
  });

  it.each([
    ['an expired certificate', authority.issue({ commonName: 'partner', names: ['IP:127.0.0.1'], days: -1 })],
    ['a certificate of another name', authority.issue({ commonName: 'partner', names: ['DNS:other.example'] })],
    [
      'a certificate for clients',
      authority.issue({ commonName: 'partner', names: ['IP:127.0.0.1'], use: 'clientAuth' }),
    ],
    ['a certificate of nobody', new TestAuthority().issue({ commonName: 'partner', names: ['IP:127.0.0.1'] })],
  ])('with %s gets nothing', async (_name, own) => {
    let read = '';
    const port = await listen(
      createTlsServer(own, (socket) => {
        socket.on('error', () => undefined).on('data', (chunk: Buffer) => (read += chunk.toString()));
      }),
    );
    senderWith();
    expect(await measured(`https://127.0.0.1:${port}/`)).toMatchObject({ kind: 'fault', fault: 'tls' });
    expect(read).toBe('');
  });

  it.each<[string, (socket: Socket) => void, string]>([
    ['stalls in the handshake', () => undefined, 'connect'],
    ['resets in the handshake', onRequest((socket) => socket.resetAndDestroy()), 'tls'],
    ['closes in the handshake', onRequest((socket) => socket.end()), 'tls'],
    ['speaks no TLS', onRequest((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')), 'tls'],
  ])('that %s gets nothing', async (_name, act, fault) => {
    const port = await listen(createServer(act));
    senderWith({ connectTimeoutMs: 500 });
    expect(await measured(`https://127.0.0.1:${port}/`)).toMatchObject({ kind: 'fault', fault });
  });

  it('that answers before it has read a large request is understood', async () => {
    const port = await listen(
      createServer(
        onRequest((socket) => socket.write(`${HEAD.replace('200 OK', '413 Too Large')}content-length: 0\r\n\r\n`)),
      ),
    );
    senderWith();
    const result = await measured(`http://127.0.0.1:${port}/`, { body: Buffer.alloc(8 * MEGABYTE, 'x') });
    expect(result).toMatchObject({ kind: 'response', status: 413 });
  });

  it('does not slow another', async () => {
    const hanging = await listen(createServer(() => undefined));
    const prompt = await listen(createHttpServer((_, response) => response.end('ok')));
    senderWith();
    const request = { headers: {}, body: '{}', deadlineMs: DEADLINE_MS, maxResponseBytes: 512 };
    const stuck = Array.from({ length: 200 }, () => sender.post(`http://127.0.0.1:${hanging}/`, request));
    const quick = await Promise.all(
      Array.from({ length: 200 }, () => sender.post(`http://127.0.0.1:${prompt}/`, { ...request, deadlineMs: 10_000 })),
    );
    expect(quick.every((result) => result.kind === 'response')).toBe(true);
    expect((await Promise.all(stuck)).every((result) => result.kind === 'fault' && result.fault === 'timeout')).toBe(
      true,
    );
  });

  it.each([false, true])(
    'that closes a kept connection (over TLS: %s) neither loses nor doubles a request',
    async (secure) => {
      const seen: string[] = [];
      const answer = (socket: Socket): void => {
        socket
          .on('error', () => undefined)
          .on('data', (chunk: Buffer) => {
            const [, id] = /webhook-id: (\d+)/.exec(chunk.toString()) ?? [];
            // What comes after its end is not read.
            if (id === undefined || socket.writableEnded) return;
            seen.push(id);
            // It says that the connection stays, and closes it.
            socket.end(`${HEAD}connection: keep-alive\r\nkeep-alive: timeout=60\r\ncontent-length: 2\r\n\r\nok`);
          });
      };
      const port = await listen(secure ? createTlsServer(good, answer) : createServer(answer));
      senderWith({ connectionsPerOrigin: 1 });
      for (let id = 0; id < 50; id += 1) {
        // As the lane does: what broke is sent again under the same id.
        for (let tries = 0; ; tries += 1) {
          const headers = { 'webhook-id': String(id) };
          const request = { headers, body: '{}', deadlineMs: 10_000, maxResponseBytes: 512 };
          const result = await sender.post(`${secure ? 'https' : 'http'}://127.0.0.1:${port}/`, request);
          if (result.kind === 'response') break;
          expect(tries).toBeLessThan(3);
        }
      }
      expect(seen).toEqual(Array.from({ length: 50 }, (_, id) => String(id)));
    },
  );
});
