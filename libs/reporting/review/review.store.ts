import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { ReviewContent } from '../domain/review/review-content';

/** One report on record, as it is published. */
export interface ReviewRow {
  readonly id: Uuid;
  /** In the order of the alphabet; reports of the same set are numbered 1, 2, 3 … */
  readonly operations: readonly string[];
  readonly number: number;
  readonly from: string;
  readonly to: string;
  /** k: nothing from 1 to k - 1 is published. */
  readonly threshold: number;
  readonly digest: string;
  readonly madeAt: Date;
}

export interface StoredReview extends ReviewRow {
  readonly content: ReviewContent;
}

const COLUMNS = `id, operations, number, first_quarter AS "from", last_quarter AS "to", threshold, digest, made_at AS "madeAt"`;

/** Takes the reports and recommendations of a set of operations in turn, until the transaction ends. */
export async function lockReviews(tx: Transaction, operations: readonly string[]): Promise<void> {
  await tx.execute(
    `SELECT pg_advisory_xact_lock(hashtext('liaison-hub reviews ' || array_to_string($1::text[], ' ')))`,
    [[...operations]],
  );
}

export async function insertReview(tx: Transaction, review: StoredReview & { readonly madeBy: Uuid }): Promise<void> {
  await tx.execute(
    `INSERT INTO review_reports
       (id, operations, number, first_quarter, last_quarter, threshold, content, digest, made_by, made_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      review.id,
      [...review.operations],
      review.number,
      review.from,
      review.to,
      review.threshold,
      JSON.stringify(review.content),
      review.digest,
      review.madeBy,
      review.madeAt,
    ],
  );
}

/** The exact figures of the body that makes a report, of one operation: seen by this body alone. */
export interface OwnFigures {
  readonly reportId: Uuid;
  readonly operation: string;
  readonly organisationId: Uuid;
  readonly content: ReviewContent;
  readonly digest: string;
}

export async function insertOwnFigures(tx: Transaction, own: OwnFigures): Promise<void> {
  await tx.execute(
    `INSERT INTO review_report_figures (report_id, operation_id, organisation_id, content, digest)
     VALUES ($1, $2, $3, $4, $5)`,
    [own.reportId, own.operation, own.organisationId, JSON.stringify(own.content), own.digest],
  );
}

export function ownFiguresOf(
  tx: Transaction,
  reportId: Uuid,
): Promise<Pick<OwnFigures, 'operation' | 'content' | 'digest'>[]> {
  return tx.rows(
    `SELECT operation_id AS operation, content, digest FROM review_report_figures WHERE report_id = $1 ORDER BY operation_id`,
    [reportId],
  );
}

export function lastReview(tx: Transaction, operations: readonly string[]): Promise<StoredReview | undefined> {
  return tx.row<StoredReview>(
    `SELECT ${COLUMNS}, content FROM review_reports WHERE operations = $1 ORDER BY number DESC LIMIT 1`,
    [[...operations]],
  );
}

export function reviewById(tx: Transaction, id: Uuid): Promise<StoredReview | undefined> {
  return tx.row<StoredReview>(`SELECT ${COLUMNS}, content FROM review_reports WHERE id = $1`, [id]);
}

export interface ReviewPage {
  readonly operation?: string;
  readonly limit: number;
  readonly before?: Uuid;
}

export function listedReviews(tx: Transaction, { operation, limit, before }: ReviewPage): Promise<ReviewRow[]> {
  return tx.rows<ReviewRow>(
    `SELECT ${COLUMNS} FROM review_reports
     WHERE ($1::text IS NULL OR $1 = ANY (operations)) AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [operation ?? null, before ?? null, limit],
  );
}
