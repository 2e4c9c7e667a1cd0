import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { EventLine } from './event-line';

/** Most lines of one read. */
export const LINES_AT_ONCE = 500;

/**
 * The lines that come after an id, in the order of their ids: at most LINES_AT_ONCE. Row-level security says which of
 * them the transaction's body sees: all of what it sent, and of what it received those about itself.
 */
export async function eventLinesAfter(tx: Transaction, after: Uuid): Promise<EventLine[]> {
  return tx.rows<EventLine>(
    `SELECT e.id, e.message_id AS "messageId", coalesce(m.reference, r.reference) AS reference,
            coalesce(m.kind, r.kind) AS kind, coalesce(m.operation_id, r.operation_id) AS operation,
            coalesce(m.message_status, r.message_status) AS status, e.event, o.slug AS organisation,
            e.to_state AS state, e.at, m.id IS NOT NULL AS sent, coalesce(m.thread_id, r.thread_id) AS "threadId",
            r.state AS "recipientState", r.due_at AS "dueAt", r.decision_due_at AS "decisionDueAt"
     FROM message_events e
     LEFT JOIN messages m ON m.id = e.message_id
     LEFT JOIN recipients r ON r.message_id = e.message_id AND r.organisation_id = e.organisation_id
     LEFT JOIN organisations o ON o.id = e.organisation_id
     WHERE e.id > $1 AND (m.id IS NOT NULL OR r.id IS NOT NULL)
     ORDER BY e.id LIMIT ${LINES_AT_ONCE}`,
    [after],
    'event-lines-after',
  );
}
