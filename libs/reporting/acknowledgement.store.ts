import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { AcknowledgementCounts } from './domain/acknowledgement-figures';
import type { FigureGroup } from './domain/acknowledgement-definitions';
import type { Period } from './domain/period';
import { COUNTS, judgedRecipients } from './judged-recipients';

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

/**
 * Counts the recipients that a body sent to or was, in one statement: the groups and, last, all of them together. The
 * words for each count are in `acknowledgementDefinitions`.
 */
export async function countAcknowledgement(tx: Transaction, scope: CountingScope): Promise<CountedGroup[]> {
  // The columns are our own words for them, never the caller's.
  const columns = scope.by.join(', ');
  const column = (group: FigureGroup): string => (scope.by.includes(group) ? group : `NULL::text`);
  return tx.rows<CountedGroup>(
    `WITH ${judgedRecipients({
      groups: 'o.slug AS organisation, r.priority, r.kind',
      source: `FROM recipients r JOIN organisations o ON o.id = r.organisation_id
       WHERE (r.sender_id = $1 OR r.organisation_id = $1) AND r.operation_id = $2 AND r.message_status = 'actual'
         AND r.routed_at >= $3::date::timestamp AT TIME ZONE $5::text
         AND r.routed_at < ($4::date + 1)::timestamp AT TIME ZONE $5::text`,
      now: '$6',
      decidedKinds: '$7',
    })}
     SELECT grouping(${columns}) <> 0 AS total,
            ${column('organisation')} AS organisation, ${column('priority')} AS priority, ${column('kind')} AS kind,
            ${COUNTS},
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
