import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TimestampServer {
  readonly url: string;
  /** The queries that came. */
  readonly asked: Buffer[];
  close(): Promise<void>;
}

/** Where a time stamp authority is asked over HTTP; it answers as a spec wants. */
export async function startTimestampServer(
  answer: (query: Buffer, response: ServerResponse) => void,
): Promise<TimestampServer> {
  const asked: Buffer[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const query = Buffer.concat(chunks);
      if (incoming.headers['content-type'] !== 'application/timestamp-query') {
        response.writeHead(415).end();
        return;
      }
      asked.push(query);
      answer(query, response);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}
