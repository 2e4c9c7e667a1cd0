import { createHash } from 'node:crypto';
import { HubError, canonicalJson, invalidInput, uuidv7 } from '#kernel';
import { dateIn, type Operation } from '#directory';
import { witness } from '#evidence';
import { daysOf, quartersFrom, type Quarter } from '../domain/quarter';
import { countsOf } from '../domain/counted-tables';
import { changesSince } from '../domain/review/changes';
import { releasedSections, type ReleasedOperation } from '../domain/review/published-sections';
import type { ReviewContent, ReviewSection } from '../domain/review/review-content';
import { definitionsIn } from '../domain/review/review-definitions';
import { figures, words } from '../domain/review/review-content';
import { withNames } from '../releases/release-view';
import { namedBodies, releasesOf } from '../releases/release.store';
import { ownSections } from './own-sections';
import { recommendationsFor, type Recommendation } from './recommendation.store';
import { viewOf, type ReviewView } from './read-reviews';
import { insertOwnFigures, insertReview, lastReview, lockReviews } from './review.store';
import { reviewedOperations, type ReviewTools } from './reviewed-operations';

export interface ReviewAsked {
  readonly operations: readonly string[];
  readonly from: Quarter;
  readonly to: Quarter;
  /** k: nothing from 1 to k - 1 is published. */
  readonly threshold: number;
}

/**
 * Makes the review report of some operations over some quarters: stored under the next number of these operations, and
 * never changed. What it publishes is added up from released figures; of the operations that the caller's body takes part
 * in, its exact figures are kept beside it, for this body alone.
 *
 * @throws HubError `operation_unknown`; `not_found` where the caller's roles do not reach; `invalid_input` for a period
 *   that cannot be, is not over, or of which nothing is released
 */
export async function makeReview(tools: ReviewTools, asked: ReviewAsked): Promise<ReviewView> {
  const { tx, clock, caller } = tools;
  const operations = await reviewedOperations(tools, asked.operations);
  const quarters = quartersFrom(asked.from, asked.to);
  const [at, ids] = [clock.now(), operations.map(({ id }) => id)];
  for (const operation of operations) refuseUnfinished(operation, asked.to, at);
  await lockReviews(tx, ids);
  const previous = await lastReview(tx, ids);
  const released: ReleasedOperation[] = [];
  for (const operation of operations) released.push(await releasedOf(tools, operation, quarters));
  const sections = [...releasedSections(released), provisionsInForce(operations)];
  const recommended = await recommendationsFor(tx, ids, previous?.madeAt);
  const content = contentOf([
    ...sections,
    changesSince(previous && { number: previous.number, sections: previous.content.sections }, sections),
    recommendations(recommended),
  ]);
  const said = {
    ...{ operations: ids, number: (previous?.number ?? 0) + 1, from: asked.from, to: asked.to },
    ...{ threshold: asked.threshold, content },
  };
  const review = { id: uuidv7(), ...said, digest: digestOf(said), madeAt: at };
  await insertReview(tx, { ...review, madeBy: caller.organisationId });
  const span = { from: daysOf(asked.from).from, to: daysOf(asked.to).to };
  for (const operation of operations.filter(({ bodies }) => bodies.some(({ slug }) => slug === caller.slug))) {
    const own = contentOf(await ownSections(tools, operation, span));
    await insertOwnFigures(tx, {
      ...{ reportId: review.id, operation: operation.id, organisationId: caller.organisationId },
      ...{ content: own, digest: digestOf(own) },
    });
  }
  await witness(tx, [
    {
      ...{ action: 'review.reported', at, actorId: caller.organisationId },
      ...{ subjectType: 'review_report', subjectId: review.id },
      detail: { operations: ids, number: review.number, from: asked.from, to: asked.to, digest: review.digest },
    },
  ]);
  return viewOf(review, 'published', content);
}

function contentOf(sections: readonly ReviewSection[]): ReviewContent {
  return { sections, definitions: definitionsIn(sections) };
}

function digestOf(said: unknown): string {
  return createHash('sha256').update(canonicalJson(said)).digest('hex');
}

function refuseUnfinished({ id, timeZone }: Operation, last: Quarter, at: Date): void {
  if (dateIn(timeZone, at) > daysOf(last).to) return;
  throw periodRefused('period', `${last} is not over in ${id}. A review looks back: end it with an earlier quarter.`);
}

async function releasedOf(
  { tx }: ReviewTools,
  { id }: Operation,
  quarters: readonly Quarter[],
): Promise<ReleasedOperation> {
  const releases = await releasesOf(tx, id, quarters);
  if (releases.length === 0)
    throw periodRefused(
      'no_data',
      `nothing of ${id} is released of ${quarters.join(', ')}. A body that coordinates it releases the figures of a quarter first.`,
    );
  const names = await namedBodies(
    tx,
    releases.map((release) => release.id),
  );
  return {
    operation: id,
    releases: releases.map(({ quarter, number }) => ({ quarter, number })),
    missing: quarters.filter((quarter) => !releases.some((release) => release.quarter === quarter)),
    cells: releases.flatMap((release) => withNames(release.id, release.cells, names)),
    counts: releases.flatMap(({ tables }) => (tables ? countsOf(tables) : [])),
    uncounted: releases.flatMap(({ quarter, tables }) => (tables ? [] : [quarter])),
  };
}

function provisionsInForce(operations: readonly Operation[]): ReviewSection {
  return {
    ...{ id: 'provisions', title: 'Provisions in force' },
    notes: ['As they are when this report is made.'],
    tables: [
      {
        ...{ id: 'provisions', title: 'Provisions', drawn: [] },
        columns: [words('Operation'), words('Provision'), words('Version'), words('Effect'), words('Text')],
        rows: operations.flatMap(({ id, provisions }) =>
          provisions.map(({ id: provision, version, effect, text }) => [id, provision, version, effect, text]),
        ),
      },
    ],
  };
}

function recommendations(listed: readonly Recommendation[]): ReviewSection {
  return {
    ...{ id: 'recommendations', title: 'Recommendations' },
    notes: listed.length === 0 ? ['There are none.'] : ['What is open, and what was closed since the report before.'],
    tables: [
      {
        ...{ id: 'recommendations', title: 'Recommendations', drawn: [] },
        columns: [
          ...['Number', 'Recommendation', 'To', 'Due', 'State', 'How it was closed'].map(words),
          figures('Carried over', 'recommendations.carried'),
        ],
        rows: listed.map(({ number, recommendation, addressee, dueOn, state, note, carried }) => [
          ...[number, recommendation, addressee ?? 'all bodies', dueOn, state, note],
          carried,
        ]),
      },
    ],
  };
}

function periodRefused(code: string, message: string): HubError {
  return invalidInput([{ pointer: '/to', code, message }]);
}
