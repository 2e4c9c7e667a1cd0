import fc from 'fast-check';
import { addUp } from './add-up';
import type { CountedRow, PublishedCell } from './counted-row';
import { suppress } from './suppress';

const row = (keys: string, count: number): CountedRow => ({ keys: keys.split(' '), count });
const told = (cells: readonly PublishedCell[]): string[] =>
  cells.map(({ keys, atLeast, atMost }) => `${keys.map((key) => key ?? '-').join(' ')}: ${atLeast} to ${atMost}`);

/** Whether a record with these keys is in a part: the part is its own, or it is in what is not published apart. */
function isIn(keys: readonly string[], cell: PublishedCell, cells: readonly PublishedCell[]): boolean {
  const level = cell.keys.findIndex((key) => key === null);
  const depth = level === -1 ? cell.keys.length : level;
  if (cell.keys.slice(0, depth).some((key, index) => key !== keys[index])) return false;
  const apart = cells.filter(({ keys: other }) =>
    other.slice(0, depth).every((key, index) => key === cell.keys[index]),
  );
  return level === -1 || !apart.some(({ keys: other }) => other[depth] !== null && other[depth] === keys[depth]);
}

describe('the parts that are published', () => {
  it('are one without values while there are fewer than k records, none included', () => {
    for (const count of [0, 1, 10]) expect(told(suppress([row('a', count)], 1, 11))).toEqual(['-: 0 to 10']);
    expect(told(suppress([], 2, 11))).toEqual(['- -: 0 to 10']);
  });

  it('round down to multiples of k', () => {
    expect(told(suppress([row('a', 11), row('b', 32)], 1, 11))).toEqual(['a: 11 to 21', 'b: 22 to 32']);
  });

  it('keep a small value together with the smallest of the others', () => {
    const rows = [row('a', 3), row('b', 40), row('c', 30), row('d', 50)];
    expect(told(suppress(rows, 1, 11))).toEqual(['b: 33 to 43', 'd: 44 to 54', '-: 33 to 43']);
  });

  it('keep small values together with it also when they would be enough by themselves', () => {
    const rows = [row('a', 9), row('b', 9), row('c', 30), row('d', 50)];
    expect(told(suppress(rows, 1, 11))).toEqual(['d: 44 to 54', '-: 44 to 54']);
  });

  it('take all that are the smallest together, so that no name decides', () => {
    const rows = [row('a', 3), row('b', 30), row('c', 30), row('d', 50)];
    expect(told(suppress(rows, 1, 11))).toEqual(['d: 44 to 54', '-: 55 to 65']);
  });

  it('stay whole where nothing would stand apart', () => {
    expect(told(suppress([row('a', 3), row('b', 30)], 1, 11))).toEqual(['-: 33 to 43']);
    expect(told(suppress([row('a', 8), row('b', 8)], 1, 11))).toEqual(['-: 11 to 21']);
  });

  it('are divided further only where they stand apart', () => {
    const rows = [row('a x', 20), row('a y', 12), row('b x', 30), row('b y', 2), row('c x', 15), row('d y', 1)];
    expect(told(suppress(rows, 2, 11))).toEqual(['a x: 11 to 21', 'a y: 11 to 21', 'b -: 22 to 32', '- -: 11 to 21']);
  });

  const keys = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y'), fc.constantFrom('1', '2', '3'));
  const table = fc.uniqueArray(fc.record({ keys, count: fc.integer({ min: 0, max: 60 }) }), {
    selector: (one) => one.keys.join(' '),
    maxLength: 18,
  });

  it('hold each record once, and as many as they say', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 2, max: 15 }), (rows, k) => {
        const cells = suppress(rows, 3, k);
        for (const one of rows.filter(({ count }) => count > 0))
          expect(cells.filter((cell) => isIn(one.keys, cell, cells))).toHaveLength(1);
        for (const cell of cells) {
          const really = rows.filter((one) => isIn(one.keys, cell, cells)).reduce((sum, { count }) => sum + count, 0);
          expect(really).toBeGreaterThanOrEqual(cell.atLeast);
          expect(really).toBeLessThanOrEqual(cell.atMost);
          expect(cell.atLeast % k).toBe(0);
        }
      }),
    );
  });

  it('do not depend on the order of the rows', () => {
    fc.assert(
      fc.property(
        table.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        ([rows, shuffled]) => {
          expect(suppress(shuffled, 3, 11)).toEqual(suppress(rows, 3, 11));
        },
      ),
    );
  });
});

describe('cells that are added up', () => {
  it('make groups by some dimensions, with what is not published apart as one of its own', () => {
    const cells = suppress([row('a x', 20), row('a y', 12), row('b x', 30), row('b y', 2)], 2, 11);
    expect(told(cells)).toEqual(['a x: 11 to 21', 'a y: 11 to 21', 'b -: 22 to 32']);
    expect(told(addUp(cells, [0]))).toEqual(['a: 22 to 42', 'b: 22 to 32']);
    expect(told(addUp(cells, [1]))).toEqual(['x: 11 to 21', 'y: 11 to 21', '-: 22 to 32']);
    expect(told(addUp(cells, []))).toEqual([': 44 to 74']);
  });
});
