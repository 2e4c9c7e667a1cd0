import { HubError, notFound, type Clock, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { actorOf } from '../caller';
import type { KeyTools, ShownKey } from './create-api-key';
import { insertKey, witnessKey, type IssuedKey, type KeyActor } from './issue-api-key';
import { LONGEST_LIFE, requireCover } from './key-terms';
import { findApiKey, isValid, type ApiKeyView } from './read-api-keys';

/** Both keys are good for so long, unless another time is asked for; and at most; hours. */
export const USUAL_OVERLAP = 24;
export const LONGEST_OVERLAP = 168;

export interface Rotated {
  /** When the key before ends. */
  readonly previousExpiresAt: Date;
}

/**
 * Makes a key in the place of another: it may do the same, from the same addresses, for as long as the other was given.
 * The other one goes on for the overlap, so that a system can be given the new one without a gap.
 *
 * @throws HubError `not_found`; `forbidden` for a key that may do more than the caller; `illegal_transition`
 */
export async function rotateApiKey(
  { tx, clock, caller }: KeyTools,
  id: Uuid,
  overlapHours: number,
): Promise<ApiKeyView & ShownKey & Rotated> {
  const { organisationId } = caller;
  const before = await findApiKey(tx, organisationId, id, true);
  if (!before) throw notFound('API key');
  requireCover(caller, before);
  const { previousExpiresAt, ...issued } = await replaceKey(
    tx,
    clock,
    organisationId,
    before,
    overlapHours,
    actorOf(caller),
  );
  const view = await findApiKey(tx, organisationId, issued.id);
  if (!view) throw new Error('a key that was just made is not there');
  return { ...view, apiKey: issued.text, previousExpiresAt };
}

/** The same for a key that was found and locked. @throws HubError `illegal_transition` */
export async function replaceKey(
  tx: Transaction,
  clock: Clock,
  organisationId: Uuid,
  before: ApiKeyView,
  overlapHours: number,
  by: KeyActor,
): Promise<IssuedKey & Rotated> {
  const now = clock.now();
  if (!isValid(before, now) || before.replacedBy !== null)
    throw new HubError(
      'illegal_transition',
      before.replacedBy === null
        ? 'This key is over: it ended or was revoked. Make a new one.'
        : 'This key was rotated before. Rotate the one that took its place.',
      { extra: { legal: before.replacedBy === null ? [] : ['revoke'] } },
    );
  const { createdAt, expiresAt, operations, allowedAddresses, name, scopes } = before;
  const life = expiresAt === null ? undefined : Math.min(expiresAt.getTime() - createdAt.getTime(), LONGEST_LIFE);
  const terms = {
    organisationId,
    name,
    scopes,
    ...(operations ? { operations } : {}),
    ...(allowedAddresses ? { allowedAddresses } : {}),
    ...(life === undefined ? {} : { expiresAt: new Date(now.getTime() + life) }),
  };
  const issued = await insertKey(tx, clock, terms, by);
  const overlapEnds = now.getTime() + overlapHours * 3_600_000;
  const previousExpiresAt = new Date(Math.min(expiresAt?.getTime() ?? overlapEnds, overlapEnds));
  await tx.execute(`UPDATE api_keys SET replaced_by = $2, expires_at = $3 WHERE id = $1`, [
    before.id,
    issued.id,
    previousExpiresAt,
  ]);
  const change = { action: 'key.rotated', id: before.id, by, replacedBy: issued.id } as const;
  await witnessKey(tx, clock, { ...change, endsAt: previousExpiresAt.toISOString() }, organisationId);
  return { ...issued, previousExpiresAt };
}
