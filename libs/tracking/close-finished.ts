import type { Clock, Uuid } from '#kernel';
import { nextStateOf, record, type RecipientState } from '#messages';
import type { WorkerDatabase } from '#platform/database';

interface Finished {
  readonly id: Uuid;
  readonly messageId: Uuid;
  readonly senderId: Uuid;
  readonly organisationId: Uuid;
  readonly threadId: Uuid;
  readonly kind: string;
  readonly state: RecipientState;
}

const BATCH = 200;
const DAY = 86_400_000;

/**
 * Closes what has been finished for so many days and was closed by nobody; both sides are told. A decline is not
 * finished: the sender is to ask another body, or close it.
 *
 * @returns how many were closed; fewer than a batch means that nothing more is to be closed.
 */
export async function closeFinished(database: WorkerDatabase, clock: Clock, days: number): Promise<number> {
  const at = clock.now();
  return database.transaction({ kind: 'worker' }, async (tx) => {
    const finished = await tx.rows<Finished>(
      `SELECT id, message_id AS "messageId", sender_id AS "senderId", organisation_id AS "organisationId",
              thread_id AS "threadId", kind, state
       FROM recipients
       WHERE state IN ('completed', 'failed', 'cancelled', 'onward_referred') AND updated_at < $1
       ORDER BY updated_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [new Date(at.getTime() - days * DAY), BATCH],
    );
    if (finished.length === 0) return 0;
    const closed = finished.map((recipient) => ({
      ...recipient,
      to: nextStateOf(recipient, 'close', 'hub'),
    }));
    await tx.execute(
      `UPDATE recipients r SET state = c.state, version = version + 1, updated_at = $2
       FROM jsonb_to_recordset($1::jsonb) AS c (id uuid, state text) WHERE r.id = c.id`,
      [JSON.stringify(closed.map(({ id, to }) => ({ id, state: to }))), at],
    );
    await record(tx, {
      timeline: closed.map(({ id, messageId, senderId, organisationId, state, to }) => ({
        messageId,
        senderId,
        recipientId: id,
        organisationId,
        event: 'closed',
        from: state,
        to,
        at,
      })),
      evidence: closed.map(({ id, messageId, senderId, organisationId }) => ({
        action: 'recipient.closed',
        at,
        subjectType: 'message',
        subjectId: messageId,
        senderId,
        organisationId,
        detail: { recipient: id, afterDays: days },
      })),
      events: closed.map(({ id, messageId, threadId }) => ({
        topic: 'recipient.closed',
        threadId,
        messageId,
        recipientId: id,
        detail: { by: 'hub' },
      })),
    });
    return closed.length;
  });
}
