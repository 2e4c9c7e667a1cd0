import { uuidv7, type Clock, type Uuid } from '#kernel';
import {
  isDecisionStep,
  nextDeadlineStep,
  nextDecisionStep,
  record,
  type DeadlineStep,
  type DecisionStep,
} from '#messages';
import type { Transaction, WorkerDatabase } from '#platform/database';
import { leaveAgendaRequests, meetingLeaders } from './agenda-requests.store';
import { escalates, stepsTaken, type TakenStep } from './steps-taken';

type DueStepName = DeadlineStep | DecisionStep;

interface DueStep {
  readonly id: Uuid;
  readonly messageId: Uuid;
  readonly senderId: Uuid;
  readonly organisationId: Uuid;
  readonly operationId: string;
  readonly kind: string;
  readonly threadId: Uuid;
  readonly step: DueStepName;
  readonly routedAt: Date;
  readonly dueAt: Date;
  readonly decisionDueAt: Date | null;
}

/** Steps taken in one transaction. */
const BATCH = 500;

/**
 * Takes the deadline steps that are due, on the way to an acknowledgement and to a decision: each leaves its line in the
 * timeline, its evidence and an event that tells people, and sets the next one. The last one also leaves a request for
 * the agenda of the next meeting. Costs what is due, not what is open. Several workers may sweep at once.
 *
 * @returns the steps taken; none means that nothing more is due.
 */
export async function sweep(database: WorkerDatabase, clock: Clock): Promise<readonly DueStepName[]> {
  const now = clock.now();
  return database.transaction({ kind: 'worker' }, async (tx) => {
    await stopExpired(tx, now);
    const due = await tx.rows<DueStep>(
      `SELECT id, message_id AS "messageId", sender_id AS "senderId", organisation_id AS "organisationId",
              operation_id AS "operationId", kind, thread_id AS "threadId", next_step AS step, routed_at AS "routedAt",
              due_at AS "dueAt", decision_due_at AS "decisionDueAt"
       FROM recipients WHERE next_step_at <= $1 AND (expires_at IS NULL OR expires_at > $1)
         AND state = CASE WHEN next_step LIKE 'decision%' THEN 'acknowledged' ELSE 'pending' END
       ORDER BY next_step_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [now, BATCH],
      'due-steps',
    );
    if (due.length === 0) return [];
    const steps = due.map((recipient) => lastDue(recipient, now));
    await tx.execute(
      `UPDATE recipients r SET next_step = f.next_step, next_step_at = f.next_step_at
       FROM jsonb_to_recordset($1::jsonb) AS f (id uuid, next_step text, next_step_at timestamptz) WHERE r.id = f.id`,
      [
        JSON.stringify(
          due.map(({ id }, index) => ({
            id,
            next_step: steps[index]?.after?.step ?? null,
            next_step_at: steps[index]?.after?.at ?? null,
          })),
        ),
      ],
      'set-next-steps',
    );
    const taken = due.map((recipient, index): TakenStep => ({
      ...recipient,
      step: steps[index]?.taken ?? recipient.step,
      dueAt: deadlineOf(recipient),
    }));
    await record(tx, stepsTaken(await escalated(tx, taken, now), now));
    return steps.map((step) => step.taken);
  });
}

/** After its `expiresAt` a message is of no use to anybody: nobody is reminded of it, and it does not escalate. */
async function stopExpired(tx: Transaction, now: Date): Promise<void> {
  await tx.execute(
    `UPDATE recipients SET next_step = NULL, next_step_at = NULL
     WHERE id IN (SELECT id FROM recipients WHERE next_step_at <= $1 AND expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [now, BATCH],
    'stop-expired',
  );
}

/** Leaves the agenda requests of those that escalate, and says who besides the two parties is told. */
async function escalated(tx: Transaction, taken: readonly TakenStep[], now: Date): Promise<readonly TakenStep[]> {
  const late = taken.filter(escalates);
  if (late.length === 0) return taken;
  const leaders = await meetingLeaders(
    tx,
    late.map(({ operationId }) => operationId),
  );
  await leaveAgendaRequests(
    tx,
    late.map(({ id, step, dueAt, operationId }) => ({
      id: uuidv7(),
      recipientId: id,
      reason: step === 'escalation' ? 'unacknowledged' : 'undecided',
      dueAt,
      coordinatorId: leaders.get(operationId)?.coordinatorId ?? null,
      leadId: leaders.get(operationId)?.leadId ?? null,
    })),
    now,
  );
  return taken.map((one) => {
    if (!escalates(one)) return one;
    const { coordinatorId, leadId } = leaders.get(one.operationId) ?? {};
    // The coordinator is told; where it is itself a party, the lead agency; where that is one too, the sender is enough.
    const escalatedTo = [coordinatorId, leadId].find(
      (body) => body !== null && body !== undefined && body !== one.senderId && body !== one.organisationId,
    );
    return escalatedTo ? { ...one, escalatedTo } : one;
  });
}

function deadlineOf({ step, dueAt, decisionDueAt }: DueStep): Date {
  return isDecisionStep(step) ? (decisionDueAt ?? dueAt) : dueAt;
}

interface Following {
  readonly taken: DueStepName;
  readonly after: { readonly step: DueStepName; readonly at: Date } | undefined;
}

/** After a long stop several steps may be due at once: the last of them is taken, and people are told once. */
function lastDue(recipient: DueStep, now: Date): Following {
  let taken = recipient.step;
  let after = nextStep(recipient, taken);
  while (after && after.at <= now) {
    taken = after.step;
    after = nextStep(recipient, taken);
  }
  return { taken, after };
}

function nextStep(recipient: DueStep, step: DueStepName): Following['after'] {
  const { routedAt, dueAt, decisionDueAt } = recipient;
  if (!isDecisionStep(step)) return nextDeadlineStep(step, routedAt, dueAt);
  if (!decisionDueAt) return undefined;
  // The time to decide is as long as the time to acknowledge was.
  const from = new Date(decisionDueAt.getTime() - (dueAt.getTime() - routedAt.getTime()));
  return nextDecisionStep(step, from, decisionDueAt);
}
