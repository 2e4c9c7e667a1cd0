import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import { Pool } from 'undici';
import { answerQuestions } from './helper';

/** HMAC alone, as plain senders do; or with an ed25519 signature beside it, as every send of the hub has. */
export type Signatures = 'hmac' | 'both';

/** What a plain webhook sender does without a record: signs with HMAC, posts, forgets. */
export interface BareSenders extends Record<string, (argument: never) => unknown> {
  prepare: (argument: { urls: readonly string[]; redisUrl: string; body: string }) => void;
  /** Takes what others add to a queue, one job per send, until the process ends. */
  serve: (argument: { queue: string; concurrency: number }) => Promise<void>;
  /** One BullMQ job per send, all of them added before the clock starts. @returns milliseconds. */
  bullmq: (argument: { count: number; concurrency: number }) => Promise<number>;
  /** No queue at all. @returns milliseconds. */
  raw: (argument: { count: number; inFlight: number; signatures: Signatures }) => Promise<number>;
}

const QUEUE = 'bare-senders';
const ADD_AT_ONCE = 1_000;
const secret = 'a secret of thirty-two bytes ...';
const { privateKey } = generateKeyPairSync('ed25519');

let redisUrl = '';
let body = '';
let receivers: { readonly pool: Pool; readonly path: string }[] = [];

async function send(
  receiver: number,
  content: string,
  id: string = randomUUID(),
  signatures: Signatures = 'hmac',
): Promise<void> {
  const to = receivers[receiver % receivers.length];
  if (!to) throw new Error('prepare comes first');
  const timestamp = Math.floor(Date.now() / 1_000);
  const hmac = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(content).digest('base64');
  const second = (): string => sign(null, Buffer.from(`${id}.${timestamp}.${content}`), privateKey).toString('base64');
  const answer = await to.pool.request({
    method: 'POST',
    path: to.path,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatures === 'hmac' ? `v1,${hmac}` : `v1,${hmac} v1a,${second()}`,
    },
    body: content,
  });
  await answer.body.dump();
  if (answer.statusCode !== 204) throw new Error(`a receiver answered ${answer.statusCode}`);
}

answerQuestions({
  prepare: (argument: { urls: readonly string[]; redisUrl: string; body: string }) => {
    ({ redisUrl, body } = argument);
    receivers = argument.urls.map((url) => {
      const { origin, pathname } = new URL(url);
      return { pool: new Pool(origin, { connections: 64, pipelining: 1 }), path: pathname };
    });
  },
  serve: async ({ queue, concurrency }: { queue: string; concurrency: number }) => {
    const worker = new Worker<{ receiver: number; id: string; body: string }>(
      queue,
      ({ data }) => send(data.receiver, data.body, data.id),
      { connection: { url: redisUrl, maxRetriesPerRequest: null }, concurrency },
    );
    await worker.waitUntilReady();
  },
  bullmq: async ({ count, concurrency }: { count: number; concurrency: number }) => {
    const queue = new Queue(QUEUE, { connection: { url: redisUrl } });
    for (let added = 0; added < count; added += ADD_AT_ONCE)
      await queue.addBulk(
        Array.from({ length: Math.min(ADD_AT_ONCE, count - added) }, (_, index) => ({
          name: 'send',
          data: { receiver: added + index, body },
          opts: { removeOnComplete: true },
        })),
      );
    let left = count;
    let resolve: () => void;
    const done = new Promise<void>((finish) => {
      resolve = finish;
    });
    const worker = new Worker<{ receiver: number; body: string }>(QUEUE, ({ data }) => send(data.receiver, data.body), {
      connection: { url: redisUrl, maxRetriesPerRequest: null },
      concurrency,
      autorun: false,
    });
    worker.on('completed', () => {
      left -= 1;
      if (left === 0) resolve();
    });
    await worker.waitUntilReady();
    const started = performance.now();
    void worker.run();
    await done;
    const took = performance.now() - started;
    await worker.close();
    await queue.obliterate({ force: true });
    await queue.close();
    return took;
  },
  raw: async ({ count, inFlight, signatures }: { count: number; inFlight: number; signatures: Signatures }) => {
    let next = 0;
    const started = performance.now();
    await Promise.all(
      Array.from({ length: inFlight }, async () => {
        for (let receiver = next++; receiver < count; receiver = next++)
          await send(receiver, body, randomUUID(), signatures);
      }),
    );
    return performance.now() - started;
  },
} satisfies BareSenders);
