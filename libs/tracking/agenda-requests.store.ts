import { type Uuid, nextCursor } from '#kernel';
import type { SqlValue, Transaction } from '#platform/database';

export const agendaStates = ['open', 'taken', 'settled'] as const;
export type AgendaState = (typeof agendaStates)[number];
export const agendaReasons = ['unacknowledged', 'undecided'] as const;
export type AgendaReason = (typeof agendaReasons)[number];

/** An item for the next meeting: a reference and codes, never a name. */
export interface NewAgendaRequest {
  readonly id: Uuid;
  readonly recipientId: Uuid;
  readonly reason: AgendaReason;
  /** The deadline that passed. */
  readonly dueAt: Date;
  readonly coordinatorId: Uuid | null;
  readonly leadId: Uuid | null;
}

/** Leaves one request per recipient and reason; a settled one is opened again. */
export async function leaveAgendaRequests(
  tx: Transaction,
  requests: readonly NewAgendaRequest[],
  at: Date,
): Promise<void> {
  if (requests.length === 0) return;
  const rows = requests.map((request) => ({
    id: request.id,
    recipient_id: request.recipientId,
    reason: request.reason,
    due_at: request.dueAt,
    coordinator_id: request.coordinatorId,
    lead_id: request.leadId,
  }));
  await tx.execute(
    `INSERT INTO agenda_requests AS a (id, operation_id, recipient_id, message_id, reference, kind, message_status, priority,
       organisation_id, sender_id, coordinator_id, lead_id, reason, due_at, state, created_at)
     SELECT n.id, r.operation_id, r.id, r.message_id, r.reference, r.kind, r.message_status, r.priority, r.organisation_id,
       r.sender_id, n.coordinator_id, n.lead_id, n.reason, n.due_at, 'open', $2
     FROM jsonb_to_recordset($1::jsonb) AS n (id uuid, recipient_id uuid, reason text, due_at timestamptz,
       coordinator_id uuid, lead_id uuid)
     JOIN recipients r ON r.id = n.recipient_id
     ON CONFLICT (recipient_id, reason) DO UPDATE SET state = 'open', settled_at = NULL, due_at = excluded.due_at,
       coordinator_id = excluded.coordinator_id, lead_id = excluded.lead_id, created_at = excluded.created_at
     WHERE a.state = 'settled'`,
    [JSON.stringify(rows), at],
    'leave-agenda-requests',
  );
}

/**
 * Settles the requests about a recipient whose reason is gone: it acknowledged, decided, or nothing is asked of it any
 * more. Asked again, it changes nothing.
 */
export async function settleAgendaRequests(tx: Transaction, recipientId: Uuid | null, at: Date): Promise<void> {
  if (recipientId === null) return;
  await tx.execute(
    `UPDATE agenda_requests a SET state = 'settled', settled_at = $2
     FROM recipients r WHERE a.recipient_id = $1 AND r.id = a.recipient_id AND a.state <> 'settled'
       AND r.state <> CASE a.reason WHEN 'unacknowledged' THEN 'pending' ELSE 'acknowledged' END`,
    [recipientId, at],
    'settle-agenda-requests',
  );
}

/** Who runs the meeting of an operation. */
export interface MeetingLeaders {
  readonly operationId: string;
  /** The body whose role in the operation file is `coordinator`; null when none has it. */
  readonly coordinatorId: Uuid | null;
  readonly leadId: Uuid | null;
}

export async function meetingLeaders(
  tx: Transaction,
  operationIds: readonly string[],
): Promise<ReadonlyMap<string, MeetingLeaders>> {
  const rows = await tx.rows<MeetingLeaders>(
    `SELECT o.id AS "operationId", o.lead_organisation_id AS "leadId",
       (SELECT b.id FROM rule_sets s
          CROSS JOIN jsonb_array_elements(s.definition->'bodies') WITH ORDINALITY AS body (facts, place)
          JOIN organisations b ON b.slug = body.facts->>'slug'
        WHERE s.operation_id = o.id AND s.version = o.rule_set_version AND body.facts->'roles' ? 'coordinator'
        ORDER BY body.place LIMIT 1) AS "coordinatorId"
     FROM operations o WHERE o.id = ANY($1)`,
    [[...new Set(operationIds)]],
    'meeting-leaders',
  );
  return new Map(rows.map((row) => [row.operationId, row]));
}

/** An agenda request as it is shown. */
export interface AgendaRequest {
  readonly id: Uuid;
  readonly operation: string;
  readonly messageId: Uuid;
  readonly reference: string;
  readonly kind: string;
  /** actual, exercise or test. */
  readonly status: string;
  readonly priority: string;
  /** The body that is late. */
  readonly organisation: string;
  readonly sender: string;
  readonly reason: AgendaReason;
  /** The deadline that passed. */
  readonly overdueSince: Date;
  /** Whether what was due is still awaited. */
  readonly overdue: boolean;
  readonly state: AgendaState;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

export interface AgendaFilter {
  readonly operation?: string;
  readonly state?: AgendaState;
  readonly before?: Uuid;
  readonly limit: number;
}

/** How a body may be concerned by a request; row-level security knows the same four. */
const CONCERNED = ['sender_id', 'organisation_id', 'coordinator_id', 'lead_id'] as const;

/**
 * The agenda requests that concern a body, newest first. Each way to be concerned has an index in the order of the list, so
 * that a page is merged from the beginnings of a few; whose requests the others are costs nothing.
 */
export async function listAgendaRequests(
  tx: Transaction,
  bodyId: Uuid,
  filter: AgendaFilter,
): Promise<{ readonly data: AgendaRequest[]; readonly next: string | null }> {
  const values: SqlValue[] = [bodyId, filter.limit];
  const given = (value: SqlValue): string => `$${values.push(value)}`;
  const also = [
    ...(filter.operation === undefined ? [] : [`AND operation_id = ${given(filter.operation)}`]),
    ...(filter.before === undefined ? [] : [`AND id < ${given(filter.before)}`]),
  ].join(' ');
  const states = (filter.state === undefined ? agendaStates : [filter.state]).map((state) => given(state));
  const pages = states.flatMap((state) =>
    CONCERNED.map(
      (column) =>
        `(SELECT id FROM agenda_requests WHERE ${column} = $1 AND state = ${state} ${also} ORDER BY id DESC LIMIT $2)`,
    ),
  );
  const data = await tx.rows<AgendaRequest>(
    `SELECT a.id, a.operation_id AS operation, a.message_id AS "messageId", a.reference, a.kind, a.message_status AS status,
       a.priority, o.slug AS organisation, s.slug AS sender, a.reason, a.due_at AS "overdueSince",
       a.state <> 'settled' AS overdue, a.state, a.created_at AS "createdAt", a.settled_at AS "settledAt"
     FROM agenda_requests a JOIN organisations o ON o.id = a.organisation_id JOIN organisations s ON s.id = a.sender_id
     WHERE a.id = ANY(ARRAY(${pages.join(' UNION ')} ORDER BY id DESC LIMIT $2))
     ORDER BY a.id DESC`,
    values,
  );
  return { data, next: nextCursor(data, filter.limit) };
}
