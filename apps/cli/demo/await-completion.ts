import { setTimeout as wait } from 'node:timers/promises';
import { Limit, persistently, type HubClient, type ReferralView } from '#hub-client';
import type { Uuid } from '#kernel';
import { isComplete, missingOf } from './completeness';

/** A referral to wait for, and who may ask for it. */
export interface Awaited {
  readonly id: Uuid;
  readonly client: HubClient;
}

export interface AwaitCompletionOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (seen: ReadonlyMap<Uuid, ReferralView>) => void;
  /** Between two rounds, milliseconds. Default 400. */
  readonly pauseMs?: number;
}

const AT_ONCE = 4;

/**
 * Asks for each referral until nothing of it is missing. A hub that is away meanwhile is waited for.
 *
 * @returns how each referral was when last seen: complete, unless the signal ended the waiting
 */
export async function awaitCompletion(
  awaited: readonly Awaited[],
  { signal, onProgress, pauseMs = 400 }: AwaitCompletionOptions,
): Promise<ReadonlyMap<Uuid, ReferralView>> {
  const seen = new Map<Uuid, ReferralView>();
  const limit = new Limit(AT_ONCE);
  let open = awaited;
  try {
    for (;;) {
      await limit.all(open, async ({ id, client }) => {
        seen.set(id, await persistently(() => client.referral(id), { signal }));
      });
      onProgress(seen);
      open = open.filter(({ id }) => !isDone(seen.get(id)));
      if (open.length === 0) return seen;
      await wait(pauseMs, undefined, { signal });
    }
  } catch (error) {
    // Out of time: what is missing is told from what was seen.
    if (signal.aborted) return seen;
    throw error;
  }
}

function isDone(referral: ReferralView | undefined): boolean {
  return referral !== undefined && missingOf(referral).length === 0;
}

/** Recipients that are through, of those known so far. */
export function countRecipients(seen: Iterable<ReferralView>): { readonly done: number; readonly total: number } {
  const recipients = [...seen].flatMap((referral) => referral.recipients);
  return { done: recipients.filter(isComplete).length, total: recipients.length };
}
