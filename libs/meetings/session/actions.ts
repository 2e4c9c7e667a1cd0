import { HubError, invalidInput, notFound, uuidv7, type Uuid, nextCursor } from '#kernel';
import { isCalendarDate } from '#directory';
import { lockItem } from '../agenda/agenda-item';
import { requireRunning } from '../agenda/agenda-use-cases';
import { meetingOf } from '../meetings/meeting';
import { noteMeetings } from '../note-meeting';
import { requireRuns } from '../series/given-series';
import type { MeetingTools } from '../tools';
import { registerWhere, type RegisterFilter } from './decisions';

export const actionStates = ['noted', 'assigned', 'done', 'declined'] as const;
export type ActionState = (typeof actionStates)[number];

export interface ActionGiven {
  readonly task: string;
  /** Slug of the body that owns it. */
  readonly body: string;
  /** Role in that body, never a name. */
  readonly responsible?: string;
  /** Day on which it is due. */
  readonly dueOn: string;
}

export interface ActionView {
  readonly id: Uuid;
  readonly reference: string;
  readonly operation: string;
  readonly meeting: Uuid;
  readonly item: Uuid;
  readonly task: string;
  readonly body: string;
  readonly responsible: string | null;
  readonly dueOn: string;
  readonly state: ActionState;
  readonly overdue: boolean;
  /** The message by which its body was asked; null before the meeting is closed. */
  readonly message: Uuid | null;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
}

/** Records what a body is to do. It is asked by a message of its own once the meeting is closed. @throws HubError */
export async function recordAction(
  tools: MeetingTools,
  meetingId: Uuid,
  itemId: Uuid,
  given: ActionGiven,
): Promise<ActionView> {
  const { tx, clock, caller, directory } = tools;
  const meeting = await meetingOf(tx, meetingId);
  await requireRuns(tools, meeting);
  requireRunning(meeting, 'act', ['open']);
  const item = await lockItem(tx, meetingId, itemId);
  const owner = await directory.idOf(given.body);
  const at = clock.now();
  if (owner === undefined || !(item.visibleTo ?? meeting.bodyIds).includes(owner) || !meeting.bodyIds.includes(owner))
    throw invalidInput([
      { pointer: '/body', code: 'organisation_unknown', message: 'must be a body of this meeting that sees the item' },
    ]);
  if (!isCalendarDate(given.dueOn) || given.dueOn < at.toISOString().slice(0, 10))
    throw invalidInput([
      { pointer: '/dueOn', code: 'out_of_bounds', message: 'must be a day that exists, and not over' },
    ]);
  const id = uuidv7();
  const { operation } = await directory.operation(meeting.operationId);
  await tx.execute(
    `INSERT INTO meeting_actions (id, reference, operation_id, meeting_id, item_id, visible_to, task, organisation_id,
       responsible, due_on, state, created_at)
     VALUES ($1, $2 || '-A-' || to_char($3::timestamptz AT TIME ZONE 'UTC', 'YYYY') || '-'
       || lpad(nextval('meeting_record_numbers')::text, 6, '0'), $4, $5, $6, $7, $8, $9, $10, $11, 'noted', $3)`,
    [
      id,
      operation.code,
      at,
      meeting.operationId,
      meetingId,
      itemId,
      item.visibleTo,
      given.task,
      owner,
      given.responsible ?? null,
      given.dueOn,
    ],
  );
  const { operationId, seriesId, chairId, secretaryId } = meeting;
  await noteMeetings(tx, [
    {
      ...{ operationId, seriesId, chairId, secretaryId, meetingId, at, actorId: caller.organisationId },
      event: 'action_noted',
      evidence: 'meeting.action_noted',
      detail: { action: id, body: given.body },
    },
  ]);
  return actionOf(tools, id);
}

/**
 * Closes an action that no message asks for: its body owns the record itself, or the rules let nobody send it. Any other is
 * closed by the report that its body sends.
 *
 * @throws HubError `not_found`, `illegal_transition`
 */
export async function closeAction(
  tools: MeetingTools,
  id: Uuid,
  outcome: Extract<ActionState, 'done' | 'declined'>,
): Promise<ActionView> {
  const { tx, clock, caller } = tools;
  const action = await tx.row<{ meetingId: Uuid; state: ActionState; messageId: Uuid | null }>(
    `SELECT meeting_id AS "meetingId", state, message_id AS "messageId" FROM meeting_actions WHERE id = $1`,
    [id],
  );
  if (!action) throw notFound('action');
  const changed =
    action.messageId === null
      ? await tx.execute(
          `UPDATE meeting_actions SET state = $2, closed_at = $3 WHERE id = $1 AND state = 'assigned' AND message_id IS NULL`,
          [id, outcome, clock.now()],
        )
      : 0;
  if (changed === 0)
    throw new HubError(
      'illegal_transition',
      'Only its body, and who runs the meeting, close an action that was assigned without a message; any other is closed by an action-report that replies to its message.',
      { extra: { state: action.state, event: 'close', legal: [] } },
    );
  const meeting = await meetingOf(tx, action.meetingId);
  const { operationId, seriesId, chairId, secretaryId } = meeting;
  await noteMeetings(tx, [
    {
      ...{ operationId, seriesId, chairId, secretaryId, meetingId: meeting.id, at: clock.now() },
      ...{ actorId: caller.organisationId, event: 'action_closed', evidence: 'meeting.action_closed' },
      detail: { action: id, state: outcome },
    },
  ]);
  return actionOf(tools, id);
}

async function actionOf(tools: MeetingTools, id: Uuid): Promise<ActionView> {
  const [action] = (await listActions(tools, { id, limit: 1 })).data;
  if (!action) throw new Error('an action that was written is not on record');
  return action;
}

export interface ActionFilter extends RegisterFilter {
  /** Slug of the body that owns it. */
  readonly body?: string;
  readonly state?: ActionState;
}

/** The actions that the caller's body may see, the newest first. */
export async function listActions(
  tools: MeetingTools,
  { body, state, ...filter }: ActionFilter,
): Promise<{ data: ActionView[]; next: string | null }> {
  const owner = body === undefined ? undefined : await tools.directory.idOf(body);
  if (body !== undefined && owner === undefined) return { data: [], next: null };
  const { where, values } = registerWhere(filter, {
    ...(owner === undefined ? {} : { organisation_id: owner }),
    ...(state === undefined ? {} : { state }),
  });
  const now = `$${values.push(tools.clock.now())}`;
  const data = await tools.tx.rows<ActionView>(
    `SELECT a.id, a.reference, a.operation_id AS operation, a.meeting_id AS meeting, a.item_id AS item, a.task,
       o.slug AS body, a.responsible, to_char(a.due_on, 'YYYY-MM-DD') AS "dueOn", a.state,
       a.closed_at IS NULL AND a.due_on < (${now}::timestamptz AT TIME ZONE 'UTC')::date AS overdue,
       a.message_id AS message, a.created_at AS "createdAt", a.closed_at AS "closedAt"
     FROM (SELECT * FROM meeting_actions ${where} ORDER BY id DESC LIMIT $1) a
     JOIN organisations o ON o.id = a.organisation_id ORDER BY a.id DESC`,
    values,
  );
  return { data, next: nextCursor(data, filter.limit) };
}
