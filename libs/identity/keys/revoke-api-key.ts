import { notFound, type Clock, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { actorOf } from '../caller';
import type { KeyTools } from './create-api-key';
import { witnessKey, type KeyActor } from './issue-api-key';
import { findApiKey, type ApiKeyView } from './read-api-keys';

/**
 * Ends a key: its next request is refused. Harmless when it was revoked before.
 *
 * @throws HubError `not_found`
 */
export async function revokeApiKey({ tx, clock, caller }: KeyTools, id: Uuid): Promise<ApiKeyView> {
  const { organisationId } = caller;
  const key = await findApiKey(tx, organisationId, id, true);
  if (!key) throw notFound('API key');
  if (key.revokedAt) return key;
  await revoke(tx, clock, organisationId, [id], actorOf(caller));
  return { ...key, revokedAt: clock.now() };
}

/** Ends every key of a body by that name, as the hub's operator does. Tells how many there were. */
export async function revokeApiKeys(
  tx: Transaction,
  clock: Clock,
  organisationId: Uuid,
  name: string,
): Promise<number> {
  const keys = await tx.rows<{ id: Uuid }>(
    `SELECT id FROM api_keys WHERE organisation_id = $1 AND name = $2 AND revoked_at IS NULL FOR UPDATE`,
    [organisationId, name],
  );
  await revoke(
    tx,
    clock,
    organisationId,
    keys.map(({ id }) => id),
    undefined,
  );
  return keys.length;
}

async function revoke(
  tx: Transaction,
  clock: Clock,
  organisationId: Uuid,
  ids: readonly Uuid[],
  by: KeyActor,
): Promise<void> {
  await tx.execute(`UPDATE api_keys SET revoked_at = $2 WHERE id = ANY ($1)`, [ids, clock.now()]);
  for (const id of ids) await witnessKey(tx, clock, { action: 'key.revoked', id, by }, organisationId);
}
