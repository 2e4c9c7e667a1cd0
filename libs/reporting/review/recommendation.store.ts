import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { ReviewPage } from './review.store';

/** What a review recommends, until it is closed. */
export interface Recommendation {
  readonly id: Uuid;
  readonly operations: readonly string[];
  /** 1, 2, 3 … of these operations. */
  readonly number: number;
  readonly recommendation: string;
  /** The body that is to do it; null: all. */
  readonly addressee: string | null;
  /** `YYYY-MM-DD`. */
  readonly dueOn: string;
  readonly state: 'open' | 'closed';
  readonly madeAt: Date;
  readonly closedAt: Date | null;
  /** How it was closed. */
  readonly note: string | null;
  /** Reports of these operations that have listed it while it was open. */
  readonly carried: number;
}

const SELECTED = `SELECT r.id, r.operations, r.number, r.recommendation, r.addressee, r.due_on::text AS "dueOn",
    CASE WHEN r.closed_at IS NULL THEN 'open' ELSE 'closed' END AS state, r.made_at AS "madeAt", r.closed_at AS "closedAt",
    r.note, (SELECT count(*)::int FROM review_reports p WHERE p.operations = r.operations AND p.made_at >= r.made_at
      AND (r.closed_at IS NULL OR p.made_at < r.closed_at)) AS carried
  FROM review_recommendations r`;

export async function insertRecommendation(
  tx: Transaction,
  given: Pick<Recommendation, 'id' | 'operations' | 'recommendation' | 'addressee' | 'dueOn' | 'madeAt'> & {
    readonly madeBy: Uuid;
  },
): Promise<void> {
  await tx.execute(
    `INSERT INTO review_recommendations (id, operations, number, recommendation, addressee, due_on, made_by, made_at)
     SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7 FROM review_recommendations WHERE operations = $2`,
    [given.id, [...given.operations], given.recommendation, given.addressee, given.dueOn, given.madeBy, given.madeAt],
  );
}

export function recommendationById(tx: Transaction, id: Uuid): Promise<Recommendation | undefined> {
  return tx.row<Recommendation>(`${SELECTED} WHERE r.id = $1`, [id]);
}

/** Locks one that the caller's body made. */
export function lockRecommendation(
  tx: Transaction,
  id: Uuid,
  madeBy: Uuid,
): Promise<{ closedAt: Date | null } | undefined> {
  return tx.row(
    `SELECT closed_at AS "closedAt" FROM review_recommendations WHERE id = $1 AND made_by = $2 FOR UPDATE`,
    [id, madeBy],
  );
}

export async function endRecommendation(tx: Transaction, id: Uuid, at: Date, note: string): Promise<void> {
  await tx.execute(`UPDATE review_recommendations SET closed_at = $2, note = $3 WHERE id = $1`, [id, at, note]);
}

/** What a report of these operations lists: what is open, and what was closed since the report before. */
export function recommendationsFor(
  tx: Transaction,
  operations: readonly string[],
  since: Date | undefined,
): Promise<Recommendation[]> {
  return tx.rows<Recommendation>(
    `${SELECTED} WHERE r.operations = $1 AND (r.closed_at IS NULL OR $2::timestamptz IS NULL OR r.closed_at >= $2)
     ORDER BY r.number`,
    [[...operations], since ?? null],
  );
}

export function listedRecommendations(
  tx: Transaction,
  { operation, limit, before, state }: ReviewPage & { readonly state?: 'open' | 'closed' },
): Promise<Recommendation[]> {
  return tx.rows<Recommendation>(
    `${SELECTED} WHERE ($1::text IS NULL OR $1 = ANY (r.operations)) AND ($2::uuid IS NULL OR r.id < $2)
       AND ($4::text IS NULL OR (r.closed_at IS NULL) = ($4 = 'open')) ORDER BY r.id DESC LIMIT $3`,
    [operation ?? null, before ?? null, limit, state ?? null],
  );
}
