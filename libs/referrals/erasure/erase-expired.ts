import { uuidv7, type Clock, type Uuid } from '#kernel';
import { messageKinds } from '#messages';
import type { WorkerDatabase } from '#platform/database';
import { erase } from './erase-content';

/** For how many days content is kept once nobody works with it any more, by kind; `*` for every other. */
export type ContentRetention = Readonly<Record<string, number>>;

interface Expired {
  readonly id: Uuid;
  readonly operationId: string;
  readonly senderId: Uuid;
}

const BATCH = 20;
/** Somebody has yet to act. Who only has to take note is done with having done so. */
const OPEN = ['pending', 'acknowledged', 'accepted', 'in_progress', 'on_hold', 'cancel_requested'];

/**
 * Erases the content of messages that are over for as long as their kind is kept: no recipient of the thread is open, and
 * nothing happened in it since. A draft that nobody touched is over as well. Evidence and envelopes stay.
 *
 * @returns how many were erased; fewer than a batch means that nothing more is due.
 */
export async function eraseExpired(
  database: WorkerDatabase,
  clock: Clock,
  retention: ContentRetention,
): Promise<number> {
  const at = clock.now();
  return database.transaction({ kind: 'worker' }, async (tx) => {
    const expired = await tx.rows<Expired>(
      `SELECT m.id, m.operation_id AS "operationId", m.sender_id AS "senderId"
       FROM messages m
       CROSS JOIN LATERAL (SELECT coalesce(($1::jsonb ->> m.kind)::int, ($1::jsonb ->> '*')::int) AS days) kept
       CROSS JOIN LATERAL (SELECT $2::timestamptz - make_interval(days => kept.days) AS cutoff) since
       WHERE m.data_key IS NOT NULL AND m.updated_at < since.cutoff
         AND NOT EXISTS (SELECT FROM messages t WHERE t.thread_id = m.thread_id AND t.updated_at >= since.cutoff)
         AND NOT EXISTS (SELECT FROM recipients r WHERE r.thread_id = m.thread_id AND (r.updated_at >= since.cutoff
           OR r.state = ANY ($3) AND NOT (r.state = 'acknowledged' AND (r.capacity = 'information' OR r.kind = ANY ($4)))))
       ORDER BY m.updated_at LIMIT ${BATCH} FOR NO KEY UPDATE OF m SKIP LOCKED`,
      [JSON.stringify(retention), at, OPEN, notices()],
    );
    for (const { id, operationId, senderId } of expired) {
      const erasureId = uuidv7();
      await tx.execute(
        `INSERT INTO erasures (id, operation_id, organisation_id, cause, state, message_ids, version, requested_at, erased_at)
         VALUES ($1, $2, $3, 'retention', 'erased', $4, 1, $5, $5)`,
        [erasureId, operationId, senderId, [id], at],
      );
      await erase(tx, at, { id: erasureId, cause: 'retention' }, [id]);
    }
    return expired.length;
  });
}

function notices(): string[] {
  return messageKinds
    .all()
    .filter(({ asks }) => asks === 'acknowledgement')
    .map(({ name }) => name);
}
