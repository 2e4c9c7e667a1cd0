import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One webhook as it came in. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Monotonic milliseconds. */
  readonly at: number;
}

export interface Receiver {
  readonly url: string;
  /** In the order of arrival. */
  readonly received: Received[];
  close(): Promise<void>;
}

/** An HTTP receiver on loopback; `answer` ends the response, now or later, or never. */
export async function startReceiver(
  answer: (webhook: Received, response: ServerResponse, index: number) => void = (_, response) => response.end(),
): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const webhook = { headers: request.headers, body: Buffer.concat(chunks).toString(), at: performance.now() };
      received.push(webhook);
      answer(webhook, response, received.length - 1);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}
