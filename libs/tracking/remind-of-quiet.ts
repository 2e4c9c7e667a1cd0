import type { Clock } from '#kernel';
import { record } from '#messages';
import type { WorkerDatabase } from '#platform/database';
import { stepsTaken, type TakenStep } from './steps-taken';

/** Reminders given in one transaction. */
const BATCH = 500;
const DAY = 86_400_000;

/**
 * Reminds of accepted cases of which nothing was heard for so many days, and again after as many. What is on hold is
 * left alone. Several workers may do it at once.
 *
 * @returns how many were reminded; none means that nothing more is quiet.
 */
export async function remindOfQuiet(database: WorkerDatabase, clock: Clock, days: number): Promise<number> {
  const now = clock.now();
  return database.transaction({ kind: 'worker' }, async (tx) => {
    const quiet = await tx.rows<Omit<TakenStep, 'step'>>(
      `SELECT id, message_id AS "messageId", sender_id AS "senderId", organisation_id AS "organisationId",
              operation_id AS "operationId", kind, thread_id AS "threadId", quiet_since AS "dueAt"
       FROM recipients
       WHERE quiet_since <= $1 AND held_at IS NULL AND state IN ('accepted', 'in_progress')
         AND (expires_at IS NULL OR expires_at > $3)
       ORDER BY quiet_since LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [new Date(now.getTime() - days * DAY), BATCH, now],
      'quiet-cases',
    );
    if (quiet.length === 0) return 0;
    await tx.execute(
      `UPDATE recipients SET quiet_since = $2 WHERE id = ANY($1)`,
      [quiet.map(({ id }) => id), now],
      'remind-again-later',
    );
    await record(
      tx,
      stepsTaken(
        quiet.map((one) => ({ ...one, step: 'progress_reminder' })),
        now,
      ),
    );
    return quiet.length;
  });
}
