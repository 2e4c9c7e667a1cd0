import { HubError, notFound, uuidv7, type Uuid, nextCursor } from '#kernel';
import type { SqlValue } from '#platform/database';
import { lockItem } from '../agenda/agenda-item';
import { requireRunning } from '../agenda/agenda-use-cases';
import { meetingOf } from '../meetings/meeting';
import { noteMeetings } from '../note-meeting';
import { requireRuns } from '../series/given-series';
import { slugsOf, type MeetingTools } from '../tools';
import { presentAt } from './attendance';

export interface DecisionView {
  readonly id: Uuid;
  readonly reference: string;
  readonly operation: string;
  readonly meeting: Uuid;
  readonly item: Uuid;
  readonly decision: string;
  /** Bodies that were present when it was taken. */
  readonly present: readonly string[];
  readonly quorum: number;
  readonly supersedes: Uuid | null;
  readonly supersededBy: Uuid | null;
  readonly decidedAt: Date;
}

interface DecisionRow extends Omit<DecisionView, 'present'> {
  readonly presentIds: readonly Uuid[];
}

export interface RegisterFilter {
  readonly operation?: string;
  readonly meeting?: Uuid;
  readonly id?: Uuid;
  /** Words, all of which it must hold. */
  readonly q?: string;
  readonly before?: Uuid;
  readonly limit: number;
}

/**
 * Records a decision of the meeting, with the bodies that were present. Without a quorum nothing is decided.
 *
 * @throws HubError `no_quorum`, `not_found`, `forbidden`, `illegal_transition`
 */
export async function recordDecision(
  tools: MeetingTools,
  meetingId: Uuid,
  itemId: Uuid,
  given: { readonly decision: string; readonly supersedes?: Uuid },
): Promise<DecisionView> {
  const { tx, clock, caller } = tools;
  const meeting = await meetingOf(tx, meetingId);
  await requireRuns(tools, meeting);
  requireRunning(meeting, 'decide', ['open']);
  const item = await lockItem(tx, meetingId, itemId);
  const at = clock.now();
  const present = await presentAt(tx, meetingId, at);
  const { quorum } = meeting.settings;
  if (present.length < quorum)
    throw new HubError(
      'no_quorum',
      `${present.length} bodies are noted as present, and ${quorum} are needed to decide. Note the attendance, or defer the item.`,
    );
  if (given.supersedes !== undefined) await requireDecision(tools, meeting.operationId, given.supersedes);
  const id = uuidv7();
  const { operation } = await tools.directory.operation(meeting.operationId);
  await tx.execute(
    `INSERT INTO meeting_decisions (id, reference, operation_id, meeting_id, item_id, visible_to, decision, present_ids, quorum,
       supersedes_id, decided_at)
     VALUES ($1, $2 || '-D-' || to_char($3::timestamptz AT TIME ZONE 'UTC', 'YYYY') || '-'
       || lpad(nextval('meeting_record_numbers')::text, 6, '0'), $4, $5, $6, $7, $8, $9, $10, $11, $3)`,
    [
      id,
      operation.code,
      at,
      meeting.operationId,
      meetingId,
      itemId,
      item.visibleTo,
      given.decision,
      present,
      quorum,
      given.supersedes ?? null,
    ],
  );
  if (given.supersedes !== undefined) await supersede(tools, given.supersedes, id);
  const { operationId, seriesId, chairId, secretaryId } = meeting;
  await noteMeetings(tx, [
    {
      ...{ operationId, seriesId, chairId, secretaryId, meetingId, at, actorId: caller.organisationId },
      event: 'decided',
      evidence: 'meeting.decided',
      detail: { decision: id, present: present.length },
    },
  ]);
  const [decision] = (await listDecisions(tools, { id, limit: 1 })).data;
  if (!decision) throw new Error('a decision that was recorded is not on record');
  return decision;
}

async function requireDecision({ tx }: MeetingTools, operationId: string, id: Uuid): Promise<void> {
  const known = `SELECT id FROM meeting_decisions WHERE id = $1 AND operation_id = $2`;
  if (!(await tx.row(known, [id, operationId]))) throw notFound('decision');
}

/** What is decided anew takes the place of a decision of the same operation that stands. */
async function supersede({ tx }: MeetingTools, earlier: Uuid, by: Uuid): Promise<void> {
  const changed = await tx.execute(
    `UPDATE meeting_decisions SET superseded_by_id = $2 WHERE id = $1 AND superseded_by_id IS NULL`,
    [earlier, by],
  );
  if (changed === 0)
    throw new HubError(
      'illegal_transition',
      'That decision was superseded, or belongs to a meeting that you do not run.',
      {
        extra: { state: 'superseded', event: 'supersede', legal: [] },
      },
    );
}

/** The register of decisions that the caller's body may see, the newest first. */
export async function listDecisions(
  tools: MeetingTools,
  filter: RegisterFilter,
): Promise<{ data: DecisionView[]; next: string | null }> {
  const { where, values } = registerWhere(filter);
  const rows = await tools.tx.rows<DecisionRow>(
    `SELECT id, reference, operation_id AS operation, meeting_id AS meeting, item_id AS item, decision,
       present_ids AS "presentIds", quorum, supersedes_id AS supersedes, superseded_by_id AS "supersededBy",
       decided_at AS "decidedAt"
     FROM meeting_decisions ${where} ORDER BY id DESC LIMIT $1`,
    values,
  );
  const data = await Promise.all(
    rows.map(async ({ presentIds, ...row }) => ({ ...row, present: await slugsOf(tools, presentIds) })),
  );
  return { data, next: nextCursor(data, filter.limit) };
}

/** The condition of a list that is searched by words, and its values; the first is the limit. */
export function registerWhere(
  { operation, meeting, id, q, before, limit }: RegisterFilter,
  equal: Readonly<Record<string, string>> = {},
): { readonly where: string; readonly values: SqlValue[] } {
  const values: SqlValue[] = [limit];
  const given = (value: SqlValue): string => `$${values.push(value)}`;
  const conditions = [
    ...(operation === undefined ? [] : [`operation_id = ${given(operation)}`]),
    ...(meeting === undefined ? [] : [`meeting_id = ${given(meeting)}`]),
    ...(id === undefined ? [] : [`id = ${given(id)}`]),
    ...(q === undefined ? [] : [`words @@ plainto_tsquery('simple', ${given(q)})`]),
    ...(before === undefined ? [] : [`id < ${given(before)}`]),
    ...Object.entries(equal).map(([column, value]) => `${column} = ${given(value)}`),
  ];
  return { where: conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '', values };
}
