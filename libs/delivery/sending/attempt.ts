import type { HttpSender, SendResult } from '#platform/http-client';
import type { Clock } from '#kernel';
import { sign } from '../signing';
import { EXCERPT_BYTES } from '../domain/redact-excerpt';
import { judge, type Verdict } from '../domain/response-policy';
import type { AccessTokens } from './access-tokens';
import type { DueDelivery } from './due-deliveries';
import type { LaneLease } from './lane-lease';
import { postWithCredentials } from './post-with-credentials';

interface AttemptTools {
  readonly sender: HttpSender;
  readonly tokens: AccessTokens;
  readonly deadlineMs: number;
}

export interface AttemptRecord {
  readonly delivery: DueDelivery;
  readonly startedAt: Date;
  readonly result: SendResult;
  readonly verdict: Verdict;
}

/** Sends one delivery once: signs the kept bytes with every valid secret and reads the answer. Never throws. */
export async function attempt(
  tools: AttemptTools & { readonly clock: Clock },
  lease: LaneLease,
  delivery: DueDelivery,
): Promise<AttemptRecord> {
  const startedAt = tools.clock.now();
  const timestampSeconds = Math.floor(startedAt.getTime() / 1_000);
  const result = await send(tools, lease, delivery, timestampSeconds);
  return { delivery, startedAt, result, verdict: judge(result, tools.clock.now()) };
}

async function send(
  tools: AttemptTools,
  lease: LaneLease,
  delivery: DueDelivery,
  timestampSeconds: number,
): Promise<SendResult> {
  let signature: string;
  try {
    signature = sign({ id: delivery.id, timestampSeconds, body: delivery.body, secrets: lease.secrets });
  } catch {
    // An endpoint without a usable secret gets nothing unsigned; the attempt is recorded and tried again.
    return { kind: 'fault', fault: 'aborted', durationMs: 0, message: 'The endpoint has no usable signing secret.' };
  }
  return postWithCredentials(tools, lease.credentials, lease.url, {
    headers: {
      'content-type': 'application/json',
      'user-agent': 'liaison-hub',
      'webhook-id': delivery.id,
      'webhook-timestamp': String(timestampSeconds),
      'webhook-signature': signature,
    },
    body: delivery.body,
    deadlineMs: tools.deadlineMs,
    maxResponseBytes: EXCERPT_BYTES,
  });
}
