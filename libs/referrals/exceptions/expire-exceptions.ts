import type { Clock, Uuid } from '#kernel';
import { lockMessage } from '#messages';
import type { WorkerDatabase } from '#platform/database';
import { endException } from './end-exception';
import { lockException } from './exception.store';

const WORKER = { kind: 'worker' } as const;
/** Ended in one call at most; what is left is taken by the next. */
const BATCH = 100;

/**
 * Ends the exceptions whose time is over, each in a transaction of its own, and recalls what a body has by one of them
 * only. Several workers may do so at once: each exception ends once.
 *
 * @returns how many this call ended.
 */
export async function expireExceptions(database: WorkerDatabase, clock: Clock): Promise<number> {
  const now = clock.now();
  const due = await database.transaction(WORKER, (tx) =>
    tx.rows<{ id: Uuid; messageId: Uuid }>(
      `SELECT id, message_id AS "messageId" FROM release_exceptions
       WHERE state IN ('requested', 'approved') AND expires_at <= $1 ORDER BY expires_at LIMIT $2`,
      [now, BATCH],
      'due-exceptions',
    ),
  );
  let ended = 0;
  for (const { id, messageId } of due)
    ended += await database.transaction(WORKER, async (tx) => {
      // The message first, as routing does: what is being routed by this exception is seen here, and recalled.
      await lockMessage(tx, messageId);
      const exception = await lockException(tx, id);
      if (!exception || (exception.state !== 'requested' && exception.state !== 'approved')) return 0;
      await endException(tx, exception, { event: 'expire' }, now);
      return 1;
    });
  return ended;
}
