import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { Pool } from 'undici';
import { atSteadyRate } from './clock';
import { answerQuestions } from './helper';

/** When something was begun: what it is known by at the receivers, and monotonic milliseconds. */
export type Begun = readonly [id: string, at: number];

/** Clients that begin at a steady rate and wait for no answer. */
export interface PacedClients extends Record<string, (argument: never) => unknown> {
  prepare: (argument: { address: string; redisUrl: string; queue: string; body: string }) => Promise<void>;
  /** Submits every draft over HTTP. @returns the drafts' ids. */
  submit: (argument: { drafts: readonly { id: string; apiKey: string }[]; perSecond: number }) => Promise<Begun[]>;
  /** Adds one BullMQ job per send. @returns the sends' ids. */
  add: (argument: { count: number; perSecond: number }) => Promise<Begun[]>;
}

let pool: Pool | undefined;
let queue: Queue | undefined;
let content = '';

async function submit(to: Pool, { id, apiKey }: { id: string; apiKey: string }): Promise<void> {
  const { statusCode, body } = await to.request({
    method: 'POST',
    path: `/v1/referrals/${id}/submit`,
    headers: { authorization: `Bearer ${apiKey}`, 'idempotency-key': `submit/${id}` },
  });
  const answer = await body.text();
  if (statusCode !== 202) throw new Error(`a submission was answered with ${statusCode}: ${answer}`);
}

answerQuestions({
  prepare: async ({ address, redisUrl, queue: name, body }) => {
    pool = new Pool(address, { pipelining: 1 });
    content = body;
    queue = new Queue(name, { connection: { url: redisUrl } });
    await queue.waitUntilReady();
  },
  submit: async ({ drafts, perSecond }) => {
    const to = pool;
    if (!to) throw new Error('prepare comes first');
    const begun = await atSteadyRate(drafts.length, perSecond, (index) => submit(to, drafts[index]!));
    return begun.map((at, index): Begun => [drafts[index]!.id, at]);
  },
  add: async ({ count, perSecond }) => {
    const to = queue;
    if (!to) throw new Error('prepare comes first');
    const ids = Array.from({ length: count }, () => randomUUID());
    const begun = await atSteadyRate(count, perSecond, (index) =>
      to.add('send', { receiver: index, id: ids[index], body: content }, { removeOnComplete: true }),
    );
    return begun.map((at, index): Begun => [ids[index]!, at]);
  },
} satisfies PacedClients);
