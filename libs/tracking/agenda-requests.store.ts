import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

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

/** The agenda requests that concern the transaction's body, newest first. Row-level security says which these are. */
export async function listAgendaRequests(
  tx: Transaction,
  filter: AgendaFilter,
): Promise<{ readonly data: AgendaRequest[]; readonly next: string | null }> {
  const data = await tx.rows<AgendaRequest>(
    `SELECT a.id, a.operation_id AS operation, a.message_id AS "messageId", a.reference, a.kind, a.message_status AS status,
       a.priority, o.slug AS organisation, s.slug AS sender, a.reason, a.due_at AS "overdueSince",
       a.state <> 'settled' AS overdue, a.state, a.created_at AS "createdAt", a.settled_at AS "settledAt"
     FROM agenda_requests a JOIN organisations o ON o.id = a.organisation_id JOIN organisations s ON s.id = a.sender_id
     WHERE ($1::text IS NULL OR a.operation_id = $1) AND ($2::text IS NULL OR a.state = $2)
       AND ($3::uuid IS NULL OR a.id < $3)
     ORDER BY a.id DESC LIMIT $4`,
    [filter.operation ?? null, filter.state ?? null, filter.before ?? null, filter.limit],
    'list-agenda-requests',
  );
  return { data, next: data.length === filter.limit ? (data.at(-1)?.id ?? null) : null };
}
