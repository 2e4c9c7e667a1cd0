import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { Period } from '../domain/period';

export interface OutcomeScope {
  readonly bodyId: Uuid;
  readonly operationId: string;
  readonly timeZone: string;
  readonly period: Period;
}

/** How the referrals that a body sent or received in a period ended at their recipients, in the words of `outcomeDefinitions`. */
export function countOutcomes(
  tx: Transaction,
  { bodyId, operationId, timeZone, period }: OutcomeScope,
): Promise<{ outcome: string; recipients: number }[]> {
  return tx.rows(
    `SELECT coalesce(outcome, CASE WHEN decision = 'declined' THEN 'declined' ELSE 'none' END) AS outcome,
       count(*)::int AS recipients
     FROM recipients
     WHERE (sender_id = $1 OR organisation_id = $1) AND operation_id = $2 AND message_status = 'actual' AND kind = 'referral'
       AND routed_at >= $3::date::timestamp AT TIME ZONE $5::text
       AND routed_at < ($4::date + 1)::timestamp AT TIME ZONE $5::text
     GROUP BY 1 ORDER BY 1`,
    [bodyId, operationId, period.from, period.to, timeZone],
  );
}
