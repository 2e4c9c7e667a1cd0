import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { AcknowledgementCounts } from './domain/acknowledgement-figures';
import type { FigureGroup } from './domain/acknowledgement-definitions';
import type { Period } from './domain/period';

/** The counts of one group, or of all (`total`). A member that is not grouped by is null. */
export interface CountedGroup extends AcknowledgementCounts {
  readonly total: boolean;
  readonly organisation: string | null;
  readonly priority: string | null;
  readonly kind: string | null;
}

export interface CountingScope {
  readonly bodyId: Uuid;
  readonly operationId: string;
  readonly timeZone: string;
  readonly period: Period;
  readonly by: readonly FigureGroup[];
  /** Kinds of message that ask for a decision; the others are taken note of, or answered. */
  readonly decidedKinds: readonly string[];
  readonly now: Date;
}

/** What took a message back from a recipient, as the timeline says. */
const TAKEN_BACK = `('cancel_requested', 'cancelled', 'recalled')`;

/**
 * Counts the recipients that a body sent to or was, in one statement: the groups and, last, all of them together. The
 * words for each count are in `acknowledgementDefinitions`.
 */
export async function countAcknowledgement(tx: Transaction, scope: CountingScope): Promise<CountedGroup[]> {
  // The columns are our own words for them, never the caller's.
  const columns = scope.by.join(', ');
  const column = (group: FigureGroup): string => (scope.by.includes(group) ? group : `NULL::text`);
  return tx.rows<CountedGroup>(
    `WITH counted AS MATERIALIZED (
       SELECT o.slug AS organisation, r.priority, r.kind, r.routed_at, r.due_at, r.acknowledged_at, r.decided_at,
              r.due_at + (r.due_at - r.routed_at) AS decide_by,
              r.capacity IN ('lead', 'action') AND r.kind = ANY ($7) AS asked,
              CASE WHEN r.state NOT IN ('pending', 'acknowledged', 'accepted', 'in_progress', 'on_hold') THEN
                (SELECT min(e.at) FROM message_events e
                 WHERE e.recipient_id = r.id AND e.to_state IN ${TAKEN_BACK}) END AS back_at
       FROM recipients r JOIN organisations o ON o.id = r.organisation_id
       WHERE (r.sender_id = $1 OR r.organisation_id = $1) AND r.operation_id = $2 AND r.message_status = 'actual'
         AND r.routed_at >= $3::date::timestamp AT TIME ZONE $5::text
         AND r.routed_at < ($4::date + 1)::timestamp AT TIME ZONE $5::text
     ), judged AS (
       SELECT *,
              due_at <= $6 AND (acknowledged_at IS NOT NULL OR back_at IS NULL OR back_at > due_at) AS due,
              asked AND decide_by <= $6 AND (decided_at IS NOT NULL OR back_at IS NULL OR back_at > decide_by) AS decision_due,
              extract(epoch FROM acknowledged_at - routed_at)::float8 / 3600 AS to_acknowledge,
              CASE WHEN asked THEN extract(epoch FROM decided_at - routed_at)::float8 / 3600 END AS to_decide
       FROM counted
     )
     SELECT grouping(${columns}) <> 0 AS total,
            ${column('organisation')} AS organisation, ${column('priority')} AS priority, ${column('kind')} AS kind,
            count(*)::int AS recipients,
            count(acknowledged_at)::int AS acknowledged,
            count(*) FILTER (WHERE asked AND decided_at IS NOT NULL)::int AS decided,
            count(back_at)::int AS "takenBack",
            count(*) FILTER (WHERE due_at <= $6 AND acknowledged_at IS NULL AND back_at IS NULL)::int AS overdue,
            count(*) FILTER (WHERE due)::int AS due,
            count(*) FILTER (WHERE due AND acknowledged_at IS NULL)::int AS "noResponse",
            count(*) FILTER (WHERE decision_due)::int AS "decisionDue",
            count(*) FILTER (WHERE decision_due AND acknowledged_at IS NOT NULL AND decided_at IS NULL)::int
              AS "acknowledgedWithoutDecision",
            percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY to_acknowledge) AS "hoursToAcknowledge",
            percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY to_decide) AS "hoursToDecide"
     FROM judged GROUP BY GROUPING SETS ((${columns}), ())
     ORDER BY total, ${columns}`,
    [
      scope.bodyId,
      scope.operationId,
      scope.period.from,
      scope.period.to,
      scope.timeZone,
      scope.now,
      [...scope.decidedKinds],
    ],
  );
}
