import { Pool } from 'undici';
import { clientsOfSystems } from './clients-of-systems';
import { answerQuestions } from './helper';

export interface SubmitOverHttp extends Record<string, (argument: never) => unknown> {
  prepare: (argument: { address: string }) => void;
  /** Submits every draft over keep-alive connections, the drafts of a key by clients of its own. @returns milliseconds. */
  run: (argument: { drafts: readonly { id: string; apiKey: string }[]; connections: number }) => Promise<number>;
}

let address = '';
let pool: Pool | undefined;

/** By undici's dispatcher alone: what the clients cost is taken from what they measure. */
function submit(to: Pool, { id, apiKey }: { id: string; apiKey: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    let status = 0;
    let answer = '';
    to.dispatch(
      {
        method: 'POST',
        path: `/v1/referrals/${id}/submit`,
        headers: { authorization: `Bearer ${apiKey}`, 'idempotency-key': `submit/${id}` },
      },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, statusCode) => {
          status = statusCode;
        },
        onResponseData: (_controller, chunk) => {
          answer += chunk.toString();
        },
        onResponseEnd: () => {
          if (status === 202) resolve();
          else reject(new Error(`a submission was answered with ${status}: ${answer}`));
        },
        onResponseError: (_controller, error) => {
          reject(error);
        },
      },
    );
  });
}

answerQuestions({
  prepare: (argument: { address: string }) => {
    ({ address } = argument);
  },
  run: async ({ drafts, connections }: { drafts: readonly { id: string; apiKey: string }[]; connections: number }) => {
    await pool?.close();
    const to = new Pool(address, { connections, pipelining: 1 });
    pool = to;
    return clientsOfSystems(
      drafts,
      ({ apiKey }) => apiKey,
      connections,
      (draft) => submit(to, draft),
    );
  },
} satisfies SubmitOverHttp);
