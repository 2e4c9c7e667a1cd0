import { HubError, type Clock } from '#kernel';
import type { Transaction } from '#platform/database';
import { actorOf, type Caller } from '../caller';
import { issueApiKey } from './issue-api-key';
import { grantTerms, type WishedTerms } from './key-terms';
import { findApiKey, type ApiKeyView } from './read-api-keys';

/** Most keys of a body that are good at the same time. */
export const MOST_KEYS = 50;

/** What a change of keys works with: one open transaction under the caller's context. */
export interface KeyTools {
  readonly tx: Transaction;
  readonly clock: Clock;
  readonly caller: Caller;
}

/** A key with its secret, which is shown this once. */
export interface ShownKey {
  readonly apiKey: string;
}

/**
 * Makes a key for the caller's body.
 *
 * @param taking the operations that the body takes part in
 * @throws HubError `invalid_input`; `illegal_transition` when the body has as many keys as it may
 */
export async function createApiKey(
  { tx, clock, caller }: KeyTools,
  wish: WishedTerms & { readonly name: string },
  taking: readonly string[],
): Promise<ApiKeyView & ShownKey> {
  const terms = grantTerms(caller, clock, wish, taking);
  const valid = await tx.row<{ count: number }>(
    `SELECT count(*)::int AS count FROM api_keys
     WHERE organisation_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
    [caller.organisationId, clock.now()],
  );
  if ((valid?.count ?? 0) >= MOST_KEYS)
    throw new HubError('illegal_transition', `Your body has ${MOST_KEYS} valid keys. Revoke one that is not used.`, {
      extra: { legal: ['revoke'] },
    });
  const { organisationId } = caller;
  const { id, text } = await issueApiKey(tx, clock, { organisationId, name: wish.name, ...terms }, actorOf(caller));
  const view = await findApiKey(tx, organisationId, id);
  if (!view) throw new Error('a key that was just made is not there');
  return { ...view, apiKey: text };
}
