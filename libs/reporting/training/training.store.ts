import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { TrainingNumbers } from '../domain/training/coverage';

/** What a nation returned last of a time up to a day. */
export interface StandingReturn extends TrainingNumbers {
  readonly id: Uuid;
  readonly reference: string;
  readonly organisation: string;
  readonly from: string;
  readonly to: string;
  readonly final: boolean;
}

/** The return of each nation that stands on a day, of those that the reader sent or received. */
export function standingReturns(tx: Transaction, operationId: string, on: string): Promise<StandingReturn[]> {
  return tx.rows<StandingReturn>(
    `SELECT DISTINCT ON (o.slug) t.message_id AS id, m.reference, o.slug AS organisation, t.period_from::text AS "from",
       t.period_to::text AS "to", t.final, t.strength, t.trained
     FROM training_figures t JOIN organisations o ON o.id = t.organisation_id
     JOIN LATERAL (SELECT r.reference FROM recipients r WHERE r.message_id = t.message_id LIMIT 1) m ON true
     WHERE t.operation_id = $1 AND t.period_to <= $2 ORDER BY o.slug, t.period_to DESC, t.message_id DESC`,
    [operationId, on],
  );
}
