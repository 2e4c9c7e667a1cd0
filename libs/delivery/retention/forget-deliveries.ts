import type { Clock, Uuid } from '#kernel';
import { sqlState, type WorkerDatabase } from '#platform/database';

/** Deliveries looked at in one transaction. */
const BATCH = 1_000;
const DAY = 86_400_000;
/** PostgreSQL's foreign_key_violation: a delivery was made to wait again while it was being removed. */
const WANTED_AGAIN = '23503';

interface Look {
  readonly looked: number;
  readonly last: Uuid | null;
  readonly removed: number;
}

/**
 * Removes deliveries that were made more than so many days ago and are done: what still waits or is held stays, and so does
 * what has an attempt that is kept. Evidence and the recipient's own facts stay in any case. The dedupe keys that go with
 * them are of events that left the outbox as long ago, and the numbers of a thread are counted elsewhere.
 *
 * @returns how many were removed, and whether all were looked at: another worker may be at it.
 */
export async function forgetDeliveries(
  database: WorkerDatabase,
  clock: Clock,
  days: number,
  stopping?: AbortSignal,
): Promise<{ readonly complete: boolean; readonly removed: number }> {
  const before = new Date(clock.now().getTime() - days * DAY);
  let removed = 0;
  let after: Uuid | null = null;
  while (stopping?.aborted !== true) {
    const look: Look | undefined = await removeAfter(database, after, before);
    if (!look) return { complete: false, removed };
    removed += look.removed;
    after = look.last;
    if (look.looked < BATCH) return { complete: true, removed };
  }
  return { complete: false, removed };
}

/** Ids are in the order of their making, so the old ones are at the beginning of the primary key. */
async function removeAfter(database: WorkerDatabase, after: Uuid | null, before: Date): Promise<Look | undefined> {
  try {
    return await database.transaction({ kind: 'worker' }, async (tx) => {
      const own = await tx.row<{ mine: boolean }>(
        `SELECT pg_try_advisory_xact_lock(hashtext('liaison-hub finished deliveries')) AS mine`,
      );
      if (own?.mine !== true) return undefined;
      return tx.row<Look>(
        `WITH old AS MATERIALIZED (
           SELECT id FROM deliveries WHERE id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') AND id < $2::uuid
           ORDER BY id LIMIT $4
         ), done AS MATERIALIZED (
           SELECT d.id FROM old JOIN deliveries d USING (id)
           WHERE d.created_at < $3 AND NOT EXISTS (SELECT FROM waiting_deliveries w WHERE w.delivery_id = d.id)
             AND NOT EXISTS (SELECT FROM delivery_attempts a WHERE a.delivery_id = d.id)
           FOR UPDATE OF d SKIP LOCKED
         ), removed AS (
           DELETE FROM deliveries USING done WHERE deliveries.id = done.id RETURNING deliveries.id
         )
         SELECT (SELECT count(*)::int FROM old) AS looked, (SELECT id FROM old ORDER BY id DESC LIMIT 1) AS last,
           (SELECT count(*)::int FROM removed) AS removed`,
        [after, firstIdOf(before), before, BATCH],
        'forget-deliveries',
      );
    });
  } catch (error) {
    if (sqlState(error) === WANTED_AGAIN) return undefined;
    throw error;
  }
}

/** The lowest UUIDv7 of a millisecond. */
function firstIdOf(at: Date): Uuid {
  const hex = at.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
