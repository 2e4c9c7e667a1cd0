import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { monotonicMs } from './clock';
import { answerQuestions } from './helper';

/** When a request's first bytes were there: its `webhook-id`, and monotonic milliseconds. */
export type Arrival = readonly [id: string, at: number];

/** Webhook receivers that note when each request arrives, and answer 204 once they have read it. */
export interface TimedReceivers extends Record<string, (argument: never) => unknown> {
  /** @returns one URL per receiver. */
  open: (argument: { receivers: number }) => Promise<string[]>;
  /** How many requests all of them got since `collect`. */
  count: (argument: null) => number;
  /** What arrived since it was last asked for. */
  collect: (argument: null) => Arrival[];
}

let arrivals: Arrival[] = [];

answerQuestions({
  open: ({ receivers }: { receivers: number }) =>
    Promise.all(
      Array.from({ length: receivers }, async () => {
        const server = createServer((request, response) => {
          arrivals.push([String(request.headers['webhook-id']), monotonicMs()]);
          request.on('end', () => response.writeHead(204).end());
          request.resume();
        }).listen(0, '127.0.0.1');
        await once(server, 'listening');
        return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
      }),
    ),
  count: () => arrivals.length,
  collect: () => {
    const collected = arrivals;
    arrivals = [];
    return collected;
  },
} satisfies TimedReceivers);
