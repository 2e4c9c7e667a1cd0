import { createHash, randomInt } from 'node:crypto';
import { HubError, canonicalJson, invalidInput, notFound, uuidv7, type Uuid } from '#kernel';
import { dateIn, durationMilliseconds, type Operation } from '#directory';
import { witness } from '#evidence';
import { mayActIn } from '#identity';
import { messageKinds } from '#messages';
import type { ReferralTools } from '#referrals';
import { ownOperation } from '#routing';
import { daysOf, type Quarter } from '../domain/quarter';
import { countedTables, suppressTables } from '../domain/counted-tables';
import { releaseDimensions } from '../domain/released-table';
import { suppress } from '../domain/suppression/suppress';
import { viewOf, type ReleaseView } from './release-view';
import {
  countTablesToRelease,
  countToRelease,
  insertRelease,
  lockReleases,
  nameBody,
  releasesOf,
} from './release.store';

export type ReleaseTools = Pick<ReferralTools, 'tx' | 'clock' | 'directory' | 'caller'>;

export interface ReleaseAsked {
  readonly operation: string;
  readonly quarter: Quarter;
  /** k: nothing from 1 to k - 1 is published. */
  readonly threshold: number;
}

/**
 * Publishes how the recipients of a quarter answered: suppressed, numbered, once and for all. By the bodies that
 * coordinate the operation, once the last message of the quarter has had its time.
 *
 * @throws HubError `operation_unknown`; `forbidden` for another body; `invalid_input` for a quarter that is not over or
 *   of which there is too little; `already_exists`
 */
export async function releaseFigures(tools: ReleaseTools, asked: ReleaseAsked): Promise<ReleaseView> {
  const { tx, clock, caller } = tools;
  const operation = await coordinated(tools, asked.operation);
  const at = clock.now();
  const days = daysOf(asked.quarter);
  const settled = new Date(Date.parse(`${days.to}T00:00:00Z`) + timeToSettle(operation)).toISOString().slice(0, 10);
  if (dateIn(operation.timeZone, at) <= settled)
    throw quarterRefused('period', `can be released after ${settled}, when its last message has had its time`);
  const number = await lockReleases(tx, operation.id);
  if ((await releasesOf(tx, operation.id, [asked.quarter])).length > 0)
    throw new HubError(
      'already_exists',
      `${asked.quarter} of ${operation.id} is released. A quarter is released once: two releases of it could be compared.`,
    );
  const scope = { operationId: operation.id, quarter: asked.quarter, ...days, timeZone: operation.timeZone };
  const counted = await countToRelease(tx, {
    ...scope,
    decidedKinds: messageKinds.all().flatMap(({ name, asks }) => (asks === 'decision' ? [name] : [])),
    elsewhere: messageKinds.countedElsewhere(),
  });
  const beside = await countTablesToRelease(tx, scope, messageKinds.askedByDay(), at);
  if (!largeEnough([counted, ...countedTables.map((table) => beside.filter((row) => row.counted === table))], asked))
    throw quarterRefused('no_data', `has too little to release: fewer than ${asked.threshold} of each that is counted`);
  const labels = labelsFor(counted.map(({ organisationId }) => organisationId));
  const rows = counted.map(({ kind, organisationId, response, priority, outcome, count }) => ({
    keys: [kind, labels.get(organisationId) ?? '', response, priority, outcome],
    count,
  }));
  const cells = suppress(rows, releaseDimensions.length, asked.threshold);
  const said = {
    ...{ operation: operation.id, number, quarter: asked.quarter, threshold: asked.threshold, cells },
    tables: suppressTables(beside, asked.threshold),
  };
  const digest = createHash('sha256').update(canonicalJson(said)).digest('hex');
  const release = { id: uuidv7(), ...said, digest, releasedAt: at };
  await insertRelease(tx, { ...release, releasedBy: caller.organisationId, labels });
  await witness(tx, [
    {
      ...{ action: 'figures.released', at, actorId: caller.organisationId },
      ...{ subjectType: 'figure_release', subjectId: release.id },
      detail: { operation: operation.id, number, quarter: asked.quarter, digest },
    },
  ]);
  return viewOf(release, new Map());
}

/** The caller's body agrees to be named in a release. A repeat changes nothing. @throws HubError `not_found` */
export async function agreeToBeNamed({ tx, clock, caller }: ReleaseTools, id: Uuid): Promise<void> {
  const at = clock.now();
  const named = await nameBody(tx, id, caller.organisationId, at);
  if (named === 'never') throw notFound('release that has figures of your body');
  if (named === 'before') return;
  await witness(tx, [
    {
      ...{ action: 'figures.body_named', at, actorId: caller.organisationId },
      ...{ subjectType: 'figure_release', subjectId: id, detail: {} },
    },
  ]);
}

/** @throws HubError unless the caller's body coordinates the operation or leads in it. */
async function coordinated({ directory, caller }: ReleaseTools, id: string): Promise<Operation> {
  const { operation } = await ownOperation(directory, caller.slug, id);
  if (!mayActIn(caller, id)) throw notFound('operation');
  const coordinators = operation.bodies.filter(
    ({ slug, roles }) => roles.includes('coordinator') || slug === operation.leadAgency.body,
  );
  if (coordinators.some(({ slug }) => slug === caller.slug)) return operation;
  const names = coordinators.map(({ slug }) => slug).join(', ');
  throw new HubError(
    'forbidden',
    `Figures of ${id} are released by the bodies that coordinate it: ${names}. Ask them.`,
  );
}

/** The longest time to acknowledge, and as long again to decide; milliseconds. */
function timeToSettle({ deadlines }: Operation): number {
  return 2 * Math.max(...Object.values(deadlines).map((one) => durationMilliseconds(one) ?? 0));
}

/**
 * Whether a table has as many records as may be published. Of what is released for less one would know that it holds some,
 * which is a number from 1 to k - 1.
 */
function largeEnough(tables: readonly (readonly { readonly count: number }[])[], { threshold }: ReleaseAsked): boolean {
  return tables.some((rows) => rows.reduce((sum, { count }) => sum + count, 0) >= threshold);
}

/** What each body is called, drawn by lot, so that the same name in two releases is another body. */
function labelsFor(bodies: readonly Uuid[]): ReadonlyMap<Uuid, string> {
  const drawn = [...new Set(bodies)];
  for (let last = drawn.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [drawn[last], drawn[other]] = [drawn[other] ?? '', drawn[last] ?? ''];
  }
  return new Map(drawn.map((id, index) => [id, `body-${index + 1}`]));
}

function quarterRefused(code: string, message: string): HubError {
  return invalidInput([{ pointer: '/quarter', code, message }]);
}
