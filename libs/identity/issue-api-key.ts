import { uuidv7, type Clock, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { newApiKey } from './api-key';
import type { Scope } from './domain/permissions';

/** Gives a body a new key. The text is returned once and kept nowhere. */
export async function issueApiKey(
  tx: Transaction,
  clock: Clock,
  key: {
    readonly organisationId: Uuid;
    readonly name: string;
    readonly scopes: readonly Scope[];
    readonly expiresAt?: Date;
  },
): Promise<{ id: Uuid; text: string }> {
  const { text, prefix, hash } = newApiKey();
  const id = uuidv7();
  await tx.execute(
    `INSERT INTO api_keys (id, organisation_id, name, prefix, hash, scopes, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, key.organisationId, key.name, prefix, hash, [...key.scopes], clock.now(), key.expiresAt ?? null],
  );
  return { id, text };
}

/** Ends a key: its next request is refused. */
export async function revokeApiKeys(
  tx: Transaction,
  clock: Clock,
  organisationId: Uuid,
  name: string,
): Promise<number> {
  return tx.execute(
    `UPDATE api_keys SET revoked_at = $3 WHERE organisation_id = $1 AND name = $2 AND revoked_at IS NULL`,
    [organisationId, name, clock.now()],
  );
}
