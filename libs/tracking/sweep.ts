import type { Clock, Uuid } from '#kernel';
import { nextDeadlineStep, record, type DeadlineStep } from '#messages';
import type { WorkerDatabase } from '#platform/database';

interface DueStep {
  readonly id: Uuid;
  readonly messageId: Uuid;
  readonly senderId: Uuid;
  readonly organisationId: Uuid;
  readonly threadId: Uuid;
  readonly step: DeadlineStep;
  readonly routedAt: Date;
  readonly dueAt: Date;
}

/** Steps taken in one transaction. */
const BATCH = 500;

/**
 * Takes the deadline steps that are due: each leaves its line in the timeline, its evidence and an event that reminds,
 * and sets the next one. Costs what is due, not what is open. Several workers may sweep at once.
 *
 * @returns the steps taken; fewer than asked means that nothing more is due.
 */
export async function sweep(database: WorkerDatabase, clock: Clock): Promise<readonly DeadlineStep[]> {
  const now = clock.now();
  return database.transaction({ kind: 'worker' }, async (tx) => {
    const due = await tx.rows<DueStep>(
      `SELECT id, message_id AS "messageId", sender_id AS "senderId", organisation_id AS "organisationId",
              thread_id AS "threadId", next_step AS step, routed_at AS "routedAt", due_at AS "dueAt"
       FROM recipients WHERE next_step_at <= $1 AND state = 'pending'
       ORDER BY next_step_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [now, BATCH],
      'due-steps',
    );
    if (due.length === 0) return [];
    const following = due.map((recipient) => ({ id: recipient.id, next: lastDue(recipient, now) }));
    await tx.execute(
      `UPDATE recipients r SET next_step = f.next_step, next_step_at = f.next_step_at
       FROM jsonb_to_recordset($1::jsonb) AS f (id uuid, next_step text, next_step_at timestamptz) WHERE r.id = f.id`,
      [
        JSON.stringify(
          following.map(({ id, next }) => ({
            id,
            next_step: next.after?.step ?? null,
            next_step_at: next.after?.at ?? null,
          })),
        ),
      ],
      'set-next-steps',
    );
    const taken = due.map((recipient, index) => ({
      ...recipient,
      step: following[index]?.next.taken ?? recipient.step,
    }));
    await record(tx, {
      timeline: taken.map((recipient) => ({
        messageId: recipient.messageId,
        senderId: recipient.senderId,
        recipientId: recipient.id,
        organisationId: recipient.organisationId,
        event: recipient.step,
        detail: { dueAt: recipient.dueAt },
        at: now,
      })),
      evidence: taken.map((recipient) => ({
        action: 'recipient.reminded',
        at: now,
        subjectType: 'message',
        subjectId: recipient.messageId,
        senderId: recipient.senderId,
        organisationId: recipient.organisationId,
        detail: { recipient: recipient.id, step: recipient.step },
      })),
      events: taken.map((recipient) => ({
        topic: 'recipient.reminder',
        threadId: recipient.threadId,
        messageId: recipient.messageId,
        recipientId: recipient.id,
        detail: { step: recipient.step },
      })),
    });
    return taken.map(({ step }) => step);
  });
}

/** After a long stop several steps may be due at once: the last of them is taken, and people are told once. */
function lastDue(
  recipient: DueStep,
  now: Date,
): { readonly taken: DeadlineStep; readonly after: { readonly step: DeadlineStep; readonly at: Date } | undefined } {
  let taken = recipient.step;
  let after = nextDeadlineStep(taken, recipient.routedAt, recipient.dueAt);
  while (after && after.at <= now) {
    taken = after.step;
    after = nextDeadlineStep(taken, recipient.routedAt, recipient.dueAt);
  }
  return { taken, after };
}
