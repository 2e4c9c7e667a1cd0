import type { Clock } from '#kernel';
import type { WorkerDatabase } from '#platform/database';

/** An answer is remembered for so long: a repeat of the request within it gets the same answer, milliseconds. */
export const REMEMBERED_FOR = 72 * 3_600_000;

/** Removes the answers of idempotent requests that are no longer remembered. */
export async function forgetAnswers(database: WorkerDatabase, clock: Clock): Promise<number> {
  const before = new Date(clock.now().getTime() - REMEMBERED_FOR);
  return database.transaction({ kind: 'worker' }, (tx) =>
    tx.execute(`DELETE FROM idempotency_keys WHERE created_at < $1`, [before]),
  );
}
