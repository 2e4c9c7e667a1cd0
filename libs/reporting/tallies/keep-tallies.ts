import type { Clock } from '#kernel';
import type { Directory, Operation } from '#directory';
import { messageKinds } from '#messages';
import type { Database } from '#platform/database';
import { spanOf, spansOf, type TallySpan } from '../domain/tally-spans';
import { countedUpTo, staleDays, startPass, endPass, takeDays, leaveChanges, type Pass } from './tally-pass.store';
import { addUpDays, countDays, writeTallies } from './tally.store';
import { decidedKinds, tallyBasis } from './tally-basis';

/** So many days, of one month, are counted in a transaction. */
const DAYS_A_STEP = 8;

/** What is lost in a crash of the database's server is counted again, with the changes that it was counted for. */
const WORK = { kind: 'worker', durable: false } as const;

export interface TallyTools {
  readonly database: Database;
  readonly directory: Directory;
  readonly clock: Clock;
  /** Ends the work between two steps; what was done stands. */
  readonly signal?: AbortSignal;
}

/**
 * Brings the tallies of every operation up to now: counts the days again of which a recipient changed or became due since the
 * last time, all of them where there are none yet, and adds them up to weeks and months.
 *
 * Each step is a transaction of its own and leaves what it did, so it may be ended at any moment. Of several that work at once
 * each counts what the others did not, step by step in turns.
 *
 * @returns how many days were counted
 */
export async function keepTallies(tools: TallyTools): Promise<number> {
  let counted = 0;
  for (const { operation } of await tools.directory.operations()) counted += await keepOperation(tools, operation);
  return counted;
}

/** Up to when the tallies of every operation are; undefined while one has none, as after an upgrade. */
export async function talliesUpTo({ database, directory }: Omit<TallyTools, 'clock'>): Promise<Date | undefined> {
  const ids = (await directory.operations()).map(({ operation }) => operation.id);
  return database.transaction(WORK, (tx) => countedUpTo(tx, ids));
}

async function keepOperation(tools: TallyTools, operation: Operation): Promise<number> {
  const { database, clock, signal } = tools;
  const { id: operationId, timeZone } = operation;
  const asked = { operationId, timeZone, basis: tallyBasis(timeZone), now: clock.now() };
  const pass = await database.transaction(WORK, (tx) => startPass(tx, asked));
  const days = await database.transaction(WORK, (tx) => staleDays(tx, pass));
  let counted = 0;
  for (const step of steps(days)) {
    const done = signal?.aborted === true ? undefined : await countAgain(database, pass, step);
    if (done === undefined) return counted;
    counted += done;
  }
  await database.transaction(WORK, (tx) => endPass(tx, pass));
  return counted;
}

/**
 * Counts days again, with their weeks and their month. The changes that are seen go first, so that one that is committed
 * meanwhile stays, and is counted at the next time at the latest.
 *
 * @returns how many days it counted; undefined when every day is to be counted anew, by another pass
 */
function countAgain(database: Database, pass: Pass, step: readonly string[]): Promise<number | undefined> {
  return database.transaction(WORK, async (tx) => {
    const taken = await takeDays(tx, pass, step);
    if (!taken || taken.days.length === 0) return taken?.days.length;
    const { days, now } = taken;
    const { operationId, timeZone } = pass;
    const kinds = { decidedKinds: decidedKinds(), hiddenKinds: messageKinds.needingToKnow() };
    const { tallies, changesAt } = await countDays(tx, { operationId, timeZone, days, now, ...kinds });
    await leaveChanges(tx, pass, changesAt);
    const single = days.map((day) => spanOf('day', day));
    await writeTallies(tx, operationId, single, tallies);
    const longer = longerSpansOf(days);
    await writeTallies(tx, operationId, longer, await addUpDays(tx, operationId, longer));
    return days.length;
  });
}

/** In the order of time, each within a month. */
function steps(days: readonly string[]): string[][] {
  const all: string[][] = [];
  for (const day of days) {
    const last = all.at(-1);
    if (last && last.length < DAYS_A_STEP && last[0]?.slice(0, 7) === day.slice(0, 7)) last.push(day);
    else all.push([day]);
  }
  return all;
}

/** The weeks and months that some days lie in, each once. */
function longerSpansOf(days: readonly string[]): TallySpan[] {
  const spans = days.flatMap(spansOf).filter(({ grain }) => grain !== 'day');
  return [...new Map(spans.map((span) => [`${span.grain} ${span.first}`, span])).values()];
}
