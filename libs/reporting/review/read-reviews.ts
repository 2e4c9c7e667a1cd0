import { nextCursor, notFound, type Uuid } from '#kernel';
import type { ReviewContent } from '../domain/review/review-content';
import { listedReviews, ownFiguresOf, reviewById, type ReviewPage, type ReviewRow } from './review.store';
import type { ReviewTools } from './reviewed-operations';

/** What is published, or with it the exact figures of the body that made the report. */
export const reviewEditions = ['published', 'own'] as const;
export type ReviewEdition = (typeof reviewEditions)[number];

export interface ReviewView extends ReviewRow, ReviewContent {
  readonly edition: ReviewEdition;
}

export function viewOf(
  { id, operations, number, from, to, threshold, digest, madeAt }: ReviewRow,
  edition: ReviewEdition,
  { sections, definitions }: ReviewContent,
): ReviewView {
  return { id, operations, number, from, to, threshold, digest, madeAt, edition, sections, definitions };
}

/** The reports, the newest first. They are for every body, whatever its operations. @throws HubError `operation_unknown` */
export async function listReviews(
  { tx, directory }: Pick<ReviewTools, 'tx' | 'directory'>,
  page: ReviewPage,
): Promise<{ data: ReviewRow[]; next: string | null }> {
  if (page.operation !== undefined) await directory.operation(page.operation);
  const data = await listedReviews(tx, page);
  return { data, next: nextCursor(data, page.limit) };
}

/**
 * One report. Its own edition adds the exact figures of the operations that the caller may act in, for the body that made it.
 *
 * @throws HubError `not_found`, also for the own edition of another body's report
 */
export async function readReview(
  { tx }: Pick<ReviewTools, 'tx'>,
  id: Uuid,
  edition: ReviewEdition,
): Promise<ReviewView> {
  const review = await reviewById(tx, id);
  if (!review) throw notFound('review report');
  if (edition === 'published') return viewOf(review, edition, review.content);
  const own = await ownFiguresOf(tx, id);
  if (own.length === 0) throw notFound('review report that your body made');
  const parts = [review.content, ...own.map(({ content }) => content)];
  const words = new Map(parts.flatMap(({ definitions }) => definitions.map((one) => [one.id, one])));
  return viewOf(review, edition, {
    sections: parts.flatMap(({ sections }) => sections),
    definitions: [...words.values()].sort((left, right) => (left.id < right.id ? -1 : 1)),
  });
}
