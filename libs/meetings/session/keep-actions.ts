import { HubError, type Clock, type Uuid } from '#kernel';
import type { Caller } from '#identity';
import { createMessage, submitMessage, type ReferralTools } from '#referrals';
import type { Transaction } from '#platform/database';
import type { Vault } from '#vault';
import { findMeeting, type MeetingRow } from '../meetings/meeting';
import { noteMeetings } from '../note-meeting';
import type { WorkerTools } from '../series/configured-series';

export interface SendingTools extends WorkerTools {
  readonly vault: Vault;
}

interface NotedAction {
  readonly id: Uuid;
  readonly reference: string;
  readonly meetingId: Uuid;
  readonly task: string;
  readonly ownerId: Uuid;
  readonly responsible: string | null;
  readonly dueOn: string;
}

const WORKER = { kind: 'worker' } as const;

/**
 * Asks the bodies to do what closed meetings agreed on: one message each, in the name of the body that keeps the record.
 * A body asks itself by nothing; and what the rules let nobody send is on the register all the same.
 *
 * @returns how many were assigned.
 */
export async function assignActions(tools: SendingTools): Promise<number> {
  const noted = await tools.database.transaction(WORKER, (tx) =>
    tx.rows<{ id: Uuid }>(
      `SELECT a.id FROM meeting_actions a JOIN meetings m ON m.id = a.meeting_id
       WHERE a.state = 'noted' AND m.state = 'held' ORDER BY a.id LIMIT 100`,
    ),
  );
  for (const { id } of noted) {
    const refused = await assign(tools, id, undefined);
    if (refused !== undefined) await assign(tools, id, refused);
  }
  return noted.length;
}

/** @returns the code of the rule's refusal; nothing was changed then. */
async function assign(tools: SendingTools, id: Uuid, refused: string | undefined): Promise<string | undefined> {
  try {
    await tools.database.transaction(WORKER, async (tx) => {
      const action = await lockNoted(tx, id);
      const meeting = action && (await findMeeting(tx, action.meetingId));
      if (!action || !meeting) return;
      const senderId = [meeting.secretaryId, meeting.chairId].find((body) => body !== action.ownerId);
      const messageId =
        senderId === undefined || refused !== undefined ? null : await send(tools, tx, senderId, action, meeting);
      await tx.execute(`UPDATE meeting_actions SET state = 'assigned', message_id = $2 WHERE id = $1`, [id, messageId]);
      await noteAction(tx, tools.clock, meeting, {
        event: 'action_assigned',
        detail: { action: id, ...(messageId === null ? {} : { message: messageId }), ...(refused ? { refused } : {}) },
      });
    });
    return undefined;
  } catch (error) {
    if (error instanceof HubError && error.code === 'release_refused') return error.code;
    throw error;
  }
}

function lockNoted(tx: Transaction, id: Uuid): Promise<NotedAction | undefined> {
  return tx.row<NotedAction>(
    `SELECT id, reference, meeting_id AS "meetingId", task, organisation_id AS "ownerId", responsible,
       to_char(due_on, 'YYYY-MM-DD') AS "dueOn"
     FROM meeting_actions WHERE id = $1 AND state = 'noted' FOR UPDATE SKIP LOCKED`,
    [id],
  );
}

async function send(
  tools: SendingTools,
  tx: Transaction,
  senderId: Uuid,
  action: NotedAction,
  meeting: MeetingRow,
): Promise<Uuid> {
  const sender = await senderTools(tools, tx, senderId);
  const created = await createMessage(sender, {
    kind: 'action-item',
    operation: meeting.operationId,
    priority: 'normal',
    status: 'actual',
    to: [await tools.directory.slugOf(action.ownerId)],
    subject: `${action.reference} of ${meeting.reference}`,
    body: {
      action: action.reference,
      meeting: meeting.reference,
      task: action.task,
      dueOn: action.dueOn,
      ...(action.responsible === null ? {} : { responsible: action.responsible }),
    },
  });
  if (!created) throw new Error('a message without import key cannot have been imported before');
  await submitMessage(sender, created.id);
  return created.id;
}

/** The hub as it writes in a body's name: what it may is what the workers' role may. */
export async function senderTools(
  { vault, clock, directory }: SendingTools,
  tx: Transaction,
  organisationId: Uuid,
): Promise<ReferralTools> {
  const caller: Caller = {
    organisationId,
    slug: await directory.slugOf(organisationId),
    keyId: organisationId,
    scopes: [],
  };
  return { tx, vault, clock, directory, caller };
}

/**
 * Closes the actions whose body reported that they are done, or declined them.
 *
 * @returns how many were closed.
 */
export async function closeActions({ database, clock }: WorkerTools): Promise<number> {
  return database.transaction(WORKER, async (tx) => {
    const closed = await tx.rows<{ id: Uuid; meetingId: Uuid; state: string }>(
      `UPDATE meeting_actions a SET state = CASE WHEN r.state = 'completed' OR r.outcome = 'answered' THEN 'done' ELSE 'declined' END,
         closed_at = $1
       FROM recipients r
       WHERE a.state = 'assigned' AND r.message_id = a.message_id AND r.organisation_id = a.organisation_id
         AND r.state IN ('completed', 'declined', 'cancelled', 'closed')
       RETURNING a.id, a.meeting_id AS "meetingId", a.state`,
      [clock.now()],
    );
    for (const { id, meetingId, state } of closed) {
      const meeting = await findMeeting(tx, meetingId);
      if (meeting) await noteAction(tx, clock, meeting, { event: 'action_closed', detail: { action: id, state } });
    }
    return closed.length;
  });
}

async function noteAction(
  tx: Transaction,
  clock: Clock,
  meeting: MeetingRow,
  noted: { readonly event: 'action_assigned' | 'action_closed'; readonly detail: Record<string, string> },
): Promise<void> {
  const { id, operationId, seriesId, chairId, secretaryId } = meeting;
  await noteMeetings(tx, [
    {
      ...{ operationId, seriesId, chairId, secretaryId, meetingId: id, at: clock.now() },
      ...noted,
      evidence: noted.event === 'action_assigned' ? 'meeting.action_assigned' : 'meeting.action_closed',
    },
  ]);
}
