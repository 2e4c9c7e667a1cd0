import { Pool } from 'undici';
import { clientsOfSystems } from './clients-of-systems';
import { answerQuestions } from './helper';

export interface SubmitOverHttp extends Record<string, (argument: never) => unknown> {
  prepare: (argument: { address: string; connections: number }) => void;
  /** Submits every draft over keep-alive connections, the drafts of a key by clients of its own. @returns milliseconds. */
  run: (argument: { drafts: readonly { id: string; apiKey: string }[] }) => Promise<number>;
}

let pool: Pool | undefined;
let connections = 0;

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
  prepare: (argument: { address: string; connections: number }) => {
    ({ connections } = argument);
    pool = new Pool(argument.address, { connections, pipelining: 1 });
  },
  run: ({ drafts }: { drafts: readonly { id: string; apiKey: string }[] }) => {
    const to = pool;
    if (!to) throw new Error('prepare comes first');
    return clientsOfSystems(drafts, ({ apiKey }) => apiKey, connections, (draft) => submit(to, draft));
  },
} satisfies SubmitOverHttp);
