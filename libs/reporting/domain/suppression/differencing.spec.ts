import fc from 'fast-check';
import {
  countedStates,
  countedTables,
  countsOf,
  suppressTables,
  type CountedState,
  type ReleasedCount,
} from '../counted-tables';
import { releasedSections, type ReleasedOperation } from '../review/published-sections';
import { isBounds, type Bounds } from '../review/review-content';
import { addUp } from './add-up';
import type { CountedRow, PublishedCell } from './counted-row';
import { suppress } from './suppress';

jest.setTimeout(120_000);

/** Every way to have at most `most` records in so many cells. */
function* worlds(cells: number, most: number): Generator<number[]> {
  if (cells === 0) {
    yield [];
    return;
  }
  for (let count = 0; count <= most; count += 1)
    for (const rest of worlds(cells - 1, most - count)) yield [count, ...rest];
}

/**
 * Who knows how the parts are made, and which values there are, and thinks of every record that would have led to exactly
 * what is published: the numbers that a set of cells can then have, for each set and each publication.
 */
function possible(keys: readonly (readonly string[])[], most: number, k: number): Map<string, Set<number>[]> {
  const sets = Array.from({ length: 2 ** keys.length - 1 }, (_, index) => index + 1);
  const known = new Map<string, Set<number>[]>();
  for (const counts of worlds(keys.length, most)) {
    const rows = keys.map((each, index): CountedRow => ({ keys: each, count: counts[index] ?? 0 }));
    const published = suppress(rows, keys[0]?.length ?? 0, k);
    // Of what can hold more records than were thought of, not every way was thought of.
    if (published.reduce((sum, { atMost }) => sum + atMost, 0) > most) continue;
    const name = JSON.stringify(published);
    const numbers = known.get(name) ?? sets.map(() => new Set<number>());
    known.set(name, numbers);
    for (const [index, set] of sets.entries())
      numbers[index]?.add(counts.reduce((sum, count, at) => (set & (1 << at) ? sum + count : sum), 0));
  }
  return known;
}

const inside = (numbers: ReadonlySet<number>, k: number): boolean => [...numbers].every((one) => one > 0 && one < k);

describe('whoever knows how figures are made', () => {
  const one = ['a', 'b', 'c', 'd', 'e'].map((key) => [key]);
  const two = ['a', 'b', 'c'].flatMap((left) => ['x', 'y'].map((right) => [left, right]));
  const three = ['a', 'b'].flatMap((l) => ['x', 'y'].flatMap((m) => ['1', '2'].map((r) => [l, m, r]))).slice(0, 6);

  it.each([
    ['one dimension of five values', one, 17, 3],
    ['one dimension of four values', one.slice(0, 4), 23, 4],
    ['two dimensions', two, 14, 3],
    ['three dimensions', three, 14, 3],
  ])('cannot tell of any set of cells that it holds 1 to k - 1 records: %s', (_, keys, most, k) => {
    const known = possible(keys, most, k);
    expect(known.size).toBeGreaterThan(10);
    const derived = [...known].flatMap(([published, sets]) =>
      sets.flatMap((numbers, set) =>
        inside(numbers, k) ? [`${published}: set ${set + 1} is ${[...numbers].join()}`] : [],
      ),
    );
    expect(derived).toEqual([]);
  });
});

const K = 11;
const QUARTERS = 3;
const VALUES = [
  ['referral', 'information-share', 'capacity-update'],
  ['body-1', 'body-2', 'body-3'],
  ['decided', 'no-response'],
  ['urgent', 'normal'],
] as const;
/** Every choice of dimensions to group by. */
const groupings = Array.from({ length: 2 ** VALUES.length }, (_, set) =>
  VALUES.flatMap((_, dimension) => (set & (1 << dimension) ? [dimension] : [])),
);
const spans = Array.from({ length: QUARTERS }, (_, from) =>
  Array.from({ length: QUARTERS - from }, (_, more) => ({ from, to: from + more })),
).flat();

/** A number that is told to the public: of which parts it is the sum, and its bounds. */
interface Told extends Bounds {
  readonly parts: ReadonlySet<Bounds>;
}

/** Everything that can be asked of the releases: each span of quarters, each grouping, each group, each group left out. */
function everythingTold(releases: readonly PublishedCell[][]): Told[] {
  return spans.flatMap(({ from, to }) => {
    const cells = releases.slice(from, to + 1).flat();
    return groupings.flatMap((by) =>
      addUp(cells, by).map(({ keys, atLeast, atMost }) => {
        const own = cells.filter((cell) => by.every((dimension, index) => cell.keys[dimension] === keys[index]));
        return { parts: new Set(own), atLeast, atMost };
      }),
    );
  });
}

/** Compares every two of these figures of which one holds the parts of the other. @returns how many */
function compareAll(all: readonly Told[]): number {
  let compared = 0;
  for (const whole of all) {
    expect(whole.atLeast === 0 || whole.atLeast >= K).toBe(true);
    expect(whole.atMost - whole.atLeast).toBeGreaterThanOrEqual(K - 1);
    for (const part of all) {
      if (part.parts.size >= whole.parts.size || ![...part.parts].every((one) => whole.parts.has(one))) continue;
      compared += 1;
      // What the two say of the rest, and what their parts say of it.
      const rest = [...whole.parts].filter((one) => !part.parts.has(one));
      const least = Math.max(
        whole.atLeast - part.atMost,
        rest.reduce((sum, { atLeast }) => sum + atLeast, 0),
      );
      const most = Math.min(
        whole.atMost - part.atLeast,
        rest.reduce((sum, { atMost }) => sum + atMost, 0),
      );
      if (least > 0 && most < K) throw new Error(`between ${least} and ${most}`);
    }
  }
  return compared;
}

/** The columns of reports, by the dimension that they are of. */
const COLUMNS = ['Kind', 'Body', 'Response', 'Priority', 'Outcome'];

function reported(released: Partial<ReleasedOperation>): ReturnType<typeof releasedSections> {
  const nothing = { releases: [], missing: [], counts: [], uncounted: [], cells: [] };
  return releasedSections([{ operation: 'kosovo', ...nothing, ...released }]);
}

/** Every figure of a report, each found again among the parts of its releases: it is their sum, never counted anew. */
function toldByReport(cells: readonly PublishedCell[]): Told[] {
  const [, ...sections] = reported({ cells });
  return sections.flatMap(({ tables }) =>
    tables.flatMap(({ id, columns, rows }) =>
      rows.map((row) => {
        const is = ({ keys }: PublishedCell): boolean =>
          columns.every(({ title }, index) => {
            const dimension = COLUMNS.indexOf(title);
            return dimension < 0 || (keys[dimension] ?? null) === row[index];
          }) &&
          (id !== 'outcomes' || keys[0] === 'referral' || keys[0] === null);
        const parts = cells.filter(is);
        expect(row.find(isBounds)).toEqual(boundsOf(parts));
        return { parts: new Set(parts), ...boundsOf(parts) };
      }),
    ),
  );
}

/** What a release counts beside recipients: all that there can be. */
const counted = countedTables.flatMap((table) =>
  (table === 'returns' ? ['training-return-request', 'national-return-request'] : [null]).flatMap((kind) =>
    countedStates[table].map((state): Omit<CountedState, 'count'> => ({ counted: table, kind, state })),
  ),
);

/** The same of what a report says of meetings, actions, returns and notices, and of all of each. */
function countedByReport(counts: readonly ReleasedCount[]): Told[] {
  const sections = reported({ counts });
  const rows = countedTables.flatMap((counted) => {
    const table = sections.flatMap(({ tables }) => tables).find(({ id }) => id === counted);
    const own = counts.filter((one) => one.counted === counted);
    const bounds = (table?.rows ?? []).map((row) => ({
      said: row.find(isBounds),
      parts: own.filter(({ kind, state }) => row[row.length - 2] === state && (row.length < 4 || row[1] === kind)),
    }));
    expect(bounds.flatMap(({ parts }) => parts)).toHaveLength(own.length);
    return [...bounds, { said: boundsOf(own), parts: own }];
  });
  return rows.map(({ said, parts }) => {
    expect(said).toEqual(boundsOf(parts));
    return { parts: new Set(parts), ...boundsOf(parts) };
  });
}

function boundsOf(parts: readonly Bounds[]): Bounds {
  const sum = (of: 'atLeast' | 'atMost'): number => parts.reduce((total, part) => total + part[of], 0);
  return { atLeast: sum('atLeast'), atMost: sum('atMost') };
}

describe('whoever compares everything that was released', () => {
  const counts = fc.array(fc.oneof(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 120 })), {
    minLength: 36,
    maxLength: 36,
  });
  const tables = fc.array(counts, { minLength: QUARTERS, maxLength: QUARTERS });
  const cells = VALUES[0].flatMap((a) =>
    VALUES[1].flatMap((b) => VALUES[2].flatMap((c) => VALUES[3].map((d) => [a, b, c, d]))),
  );

  it('finds no difference of two figures that holds 1 to 10 records, over every pair of releases and filters', () => {
    let compared = 0;
    fc.assert(
      fc.property(tables, (quarters) => {
        const releases = quarters.map((quarter) =>
          suppress(
            cells.map((keys, index) => ({ keys, count: quarter[index] ?? 0 })),
            VALUES.length,
            K,
          ),
        );
        compared += compareAll(everythingTold(releases));
      }),
      { numRuns: 6 },
    );
    expect(compared).toBeGreaterThan(10_000);
  });

  it('finds none over every pair of review reports, with all tables of each', () => {
    const outcomes = ['none', 'services_provided'];
    const five = cells.flatMap((keys) => outcomes.map((outcome) => [...keys, outcome]));
    const quarter = fc.array(fc.oneof(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 60 })), {
      minLength: five.length,
      maxLength: five.length,
    });
    let compared = 0;
    fc.assert(
      fc.property(fc.array(quarter, { minLength: QUARTERS, maxLength: QUARTERS }), (quarters) => {
        const releases = quarters.map((numbers) =>
          suppress(
            five.map((keys, index) => ({ keys, count: numbers[index] ?? 0 })),
            COLUMNS.length,
            K,
          )
            // One body agreed to be named.
            .map((cell) => ({
              ...cell,
              keys: cell.keys.map((key, at) => (at === 1 && key !== 'body-1' ? null : key)),
            })),
        );
        compared += compareAll(spans.flatMap(({ from, to }) => toldByReport(releases.slice(from, to + 1).flat())));
      }),
      { numRuns: 30 },
    );
    expect(compared).toBeGreaterThan(5_000);
  });

  it('finds none in what they say of meetings, actions, returns and notices', () => {
    const quarter = fc.array(fc.oneof(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 60 })), {
      minLength: counted.length,
      maxLength: counted.length,
    });
    let compared = 0;
    fc.assert(
      fc.property(fc.array(quarter, { minLength: QUARTERS, maxLength: QUARTERS }), (quarters) => {
        const releases = quarters.map((numbers) =>
          countsOf(
            suppressTables(
              counted.map((one, index) => ({ ...one, count: numbers[index] ?? 0 })),
              K,
            ),
          ),
        );
        compared += compareAll(spans.flatMap(({ from, to }) => countedByReport(releases.slice(from, to + 1).flat())));
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(5_000);
  });
});
