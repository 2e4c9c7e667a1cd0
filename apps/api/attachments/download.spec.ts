import { once } from 'node:events';
import { createConnection } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { uuidv7 } from '#kernel';
import type { Log } from '#platform/telemetry';
import type { OpenedAttachment } from '#referrals';
import { eventually } from '#test/servers';
import { download } from './download';

const id = uuidv7();
const logged: unknown[] = [];
const log = { error: (line: unknown) => logged.push(line) } as unknown as Log;

/** A server that sends one download, as it really leaves the process. */
async function sending(content: () => AsyncIterable<Buffer>, work: (address: string) => Promise<void>): Promise<void> {
  const attachment: OpenedAttachment = {
    id,
    name: 'a.txt',
    size: 300_000,
    sha256: '00'.repeat(32),
    content: content(),
  };
  const server = new FastifyAdapter().getInstance();
  server.get('/', (_, reply) => {
    download(reply, log, attachment);
  });
  try {
    await work(await server.listen({ port: 0, host: '127.0.0.1' }));
  } finally {
    await server.close();
  }
}

async function* pieces(count: number, end: () => void = () => undefined): AsyncGenerator<Buffer> {
  for (let index = 0; index < count; index += 1) yield await Promise.resolve(Buffer.alloc(50_000, index));
  end();
}

describe('a download', () => {
  beforeEach(() => {
    logged.length = 0;
  });

  it('ends with its last byte', () =>
    sending(
      () => pieces(6),
      async (address) => {
        const answer = await fetch(address);
        expect((await answer.arrayBuffer()).byteLength).toBe(300_000);
        expect(logged).toEqual([]);
      },
    ));

  it('that fails in the middle never looks whole, and is logged by its id', () =>
    sending(
      () =>
        pieces(4, () => {
          throw new Error('Testperson Omega');
        }),
      async (address) => {
        const answer = await fetch(address);
        expect(answer.headers.get('content-length')).toBe('300000');
        await expect(answer.arrayBuffer()).rejects.toThrow();
        expect(logged).toEqual([expect.objectContaining({ attachmentId: id })]);
      },
    ));

  it('that ends too early never looks whole', () =>
    sending(
      () => pieces(4),
      async (address) => {
        const answer = await fetch(address);
        await expect(answer.arrayBuffer()).rejects.toThrow();
        expect(logged).toHaveLength(1);
      },
    ));

  it('whose reader goes away is read no further', async () => {
    let closed = false;
    async function* endless(): AsyncGenerator<Buffer> {
      try {
        for (;;) yield await Promise.resolve(Buffer.alloc(50_000));
      } finally {
        closed = true;
      }
    }
    await sending(endless, async (address) => {
      const { hostname, port } = new URL(address);
      const reader = createConnection(Number(port), hostname);
      reader.write(`GET / HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
      await once(reader, 'data');
      reader.destroy();
      await eventually('the content is let go', () => closed);
    });
    expect(logged).toEqual([]);
  });
});
