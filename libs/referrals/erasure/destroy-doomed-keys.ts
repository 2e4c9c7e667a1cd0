import type { Clock } from '#kernel';
import type { WorkerDatabase } from '#platform/database';
import type { Vault } from '#vault';

const BATCH = 500;

/**
 * Destroys in the key store what was erased on record. The store comes first and the record of it after: a kill in between
 * destroys again, which changes nothing, and never leaves a key that counts as destroyed.
 *
 * @returns how many were destroyed; fewer than a batch means that none is left.
 */
export async function destroyDoomedKeys(database: WorkerDatabase, vault: Vault, clock: Clock): Promise<number> {
  const doomed = await database.transaction({ kind: 'worker' }, (tx) =>
    tx.rows<{ id: string; reference: Buffer }>(
      `SELECT id::text, reference FROM doomed_keys WHERE destroyed_at IS NULL ORDER BY id LIMIT ${BATCH}`,
    ),
  );
  if (doomed.length === 0) return 0;
  await vault.destroy(doomed.map(({ reference }) => reference));
  await database.transaction({ kind: 'worker' }, (tx) =>
    tx.execute(`UPDATE doomed_keys SET destroyed_at = $2 WHERE id = ANY ($1::bigint[])`, [
      doomed.map(({ id }) => id),
      clock.now(),
    ]),
  );
  return doomed.length;
}

/** After an older copy of the key store was put in place: what was destroyed since is to be destroyed again. */
export async function doomAgain(database: WorkerDatabase): Promise<number> {
  return database.transaction({ kind: 'worker' }, (tx) =>
    tx.execute(`UPDATE doomed_keys SET destroyed_at = NULL WHERE destroyed_at IS NOT NULL`),
  );
}
