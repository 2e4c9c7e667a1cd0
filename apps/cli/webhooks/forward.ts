import { sign } from '#delivery';
import { errorCodeOf } from '#hub-client';
import type { Webhook } from './webhook';

/** As the hub: a receiver that has not answered by then has not got it. */
const DEADLINE_MS = 20_000;

/** What became of one webhook. */
export interface Forwarded {
  readonly at: string;
  readonly type: string;
  readonly id: string;
  /** The status of the answer; null when there was none. */
  readonly status: number | null;
  /** Why there was none. */
  readonly fault: string | null;
  readonly ms: number;
}

/** Sends a webhook once, as the hub does: the same headers, the same bytes, signed by each secret. Never throws. */
export async function forward(
  url: string,
  { id, type, body }: Webhook,
  secrets: readonly string[],
): Promise<Forwarded> {
  const began = performance.now();
  const at = new Date();
  const timestampSeconds = Math.floor(at.getTime() / 1_000);
  const told = (status: number | null, fault: string | null): Forwarded => ({
    ...{ at: at.toISOString(), type, id, status, fault, ms: Math.round(performance.now() - began) },
  });
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'liaison-hub',
        'webhook-id': id,
        'webhook-timestamp': String(timestampSeconds),
        'webhook-signature': sign({ id, timestampSeconds, body, secrets: secrets.map((secret) => ({ secret })) }),
      },
      body,
      // The hub follows none.
      redirect: 'manual',
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    await answer.body?.cancel();
    return told(answer.status, null);
  } catch (error) {
    return told(null, faultOf(error));
  }
}

/** fetch says "fetch failed"; what happened is one cause further down. */
function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  if (error.name === 'TimeoutError') return 'timeout';
  return error.cause === undefined ? errorCodeOf(error) : errorCodeOf(error.cause);
}
