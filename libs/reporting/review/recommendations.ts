import { HubError, invalidInput, nextCursor, notFound, uuidv7, type Uuid } from '#kernel';
import { isCalendarDate } from '#directory';
import { witness } from '#evidence';
import {
  endRecommendation,
  insertRecommendation,
  listedRecommendations,
  lockRecommendation,
  recommendationById,
  type Recommendation,
} from './recommendation.store';
import { reviewedOperations, type ReviewTools } from './reviewed-operations';
import { lockReviews, type ReviewPage } from './review.store';

export interface RecommendationGiven {
  readonly operations: readonly string[];
  readonly recommendation: string;
  /** A body of one of the operations; absent: all. */
  readonly addressee?: string;
  readonly dueOn: string;
}

/**
 * Recommends something to the bodies of some operations. Every report of these operations lists it until it is closed.
 *
 * @throws HubError `operation_unknown`; `invalid_input` for a body that is in none of them, or a day that does not exist
 */
export async function recommend(tools: ReviewTools, given: RecommendationGiven): Promise<Recommendation> {
  const { tx, clock, caller } = tools;
  const operations = await reviewedOperations(tools, given.operations);
  const { addressee = null, dueOn, recommendation } = given;
  const bodies = operations.flatMap((operation) => operation.bodies.map(({ slug }) => slug));
  if (addressee !== null && !bodies.includes(addressee))
    throw refused('/addressee', 'organisation_unknown', `use a body of these operations: ${bodies.join(', ')}`);
  if (!isCalendarDate(dueOn)) throw refused('/dueOn', 'date', 'must be a day that exists, as YYYY-MM-DD');
  const [id, at, ids] = [uuidv7(), clock.now(), operations.map((operation) => operation.id)];
  await lockReviews(tx, ids);
  const made = { id, operations: ids, recommendation, addressee, dueOn, madeAt: at, madeBy: caller.organisationId };
  await insertRecommendation(tx, made);
  await noted(tools, 'review.recommended', id, at);
  return stored(tools, id);
}

/** @throws HubError `not_found` for another body's; `illegal_transition` for one that is closed */
export async function closeRecommendation(tools: ReviewTools, id: Uuid, note: string): Promise<Recommendation> {
  const { tx, clock, caller } = tools;
  const found = await lockRecommendation(tx, id, caller.organisationId);
  if (!found) throw notFound('recommendation of your body');
  if (found.closedAt !== null)
    throw new HubError('illegal_transition', 'This recommendation is closed. Make a new one that follows it.', {
      extra: { state: 'closed', possible: [] },
    });
  const at = clock.now();
  await endRecommendation(tx, id, at, note);
  await noted(tools, 'review.recommendation_closed', id, at);
  return stored(tools, id);
}

/** What is recommended, the newest first. @throws HubError `operation_unknown` */
export async function listRecommendations(
  { tx, directory }: Pick<ReviewTools, 'tx' | 'directory'>,
  page: ReviewPage & { readonly state?: 'open' | 'closed' },
): Promise<{ data: Recommendation[]; next: string | null }> {
  if (page.operation !== undefined) await directory.operation(page.operation);
  const data = await listedRecommendations(tx, page);
  return { data, next: nextCursor(data, page.limit) };
}

async function stored({ tx }: ReviewTools, id: Uuid): Promise<Recommendation> {
  const found = await recommendationById(tx, id);
  if (!found) throw new Error('a recommendation that was just written is not there');
  return found;
}

async function noted(
  { tx, caller }: ReviewTools,
  action: 'review.recommended' | 'review.recommendation_closed',
  id: Uuid,
  at: Date,
): Promise<void> {
  const subject = { subjectType: 'recommendation', subjectId: id, detail: {} } as const;
  await witness(tx, [{ action, at, actorId: caller.organisationId, ...subject }]);
}

function refused(pointer: string, code: string, message: string): HubError {
  return invalidInput([{ pointer, code, message }]);
}
