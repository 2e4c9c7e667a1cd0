import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { answerQuestions } from './helper';

/** Webhook receivers that do as little as HTTP allows: read the body, answer 204, count. */
export interface Receivers extends Record<string, (argument: never) => unknown> {
  /** @returns one URL per receiver. */
  open: (argument: { receivers: number }) => Promise<string[]>;
  /** Receivers that read and never answer. */
  openHanging: (argument: { receivers: number }) => Promise<string[]>;
  /** How many requests all of them answered so far. */
  answered: (argument: null) => number;
}

let answered = 0;

function receiver(): Server {
  return createServer((request, response) => {
    request.on('end', () => {
      answered += 1;
      response.writeHead(204).end();
    });
    request.resume();
  });
}

function hangingReceiver(): Server {
  return createServer((request) => {
    request.resume();
  });
}

function open(receivers: number, create: () => Server): Promise<string[]> {
  return Promise.all(
    Array.from({ length: receivers }, async () => {
      const server = create().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    }),
  );
}

answerQuestions({
  open: ({ receivers }: { receivers: number }) => open(receivers, receiver),
  openHanging: ({ receivers }: { receivers: number }) => open(receivers, hangingReceiver),
  answered: () => answered,
} satisfies Receivers);
