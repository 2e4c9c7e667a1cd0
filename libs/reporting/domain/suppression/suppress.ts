import type { CountedRow, PublishedCell } from './counted-row';

/**
 * Divides the records of a table into parts that can be published: each record is in exactly one part, and each part says
 * only between which multiples of `k` its number lies. Totals, margins and filters are added up from the parts and never
 * counted anew, so that no two of them differ by something that neither says.
 *
 * From the first dimension to the last a part is divided by its values. A value with fewer than `k` records is not
 * published apart (primary suppression), and with it the smallest of the others is not either, all that are as small as it
 * included (complementary suppression): what is left together could be any of them. Where no value would stand apart the
 * part stays whole. Why nothing from 1 to k - 1 can be derived: docs/adr/0032-figures-are-published-in-parts.md.
 */
export function suppress(rows: readonly CountedRow[], dimensions: number, k: number): PublishedCell[] {
  const counted = rows.filter(({ count }) => count > 0);
  const total = sum(counted);
  if (total < k) return [cell([], dimensions, 0, k)];
  return divide(counted, [], dimensions, k);
}

/** @returns the parts of what has the keys of `path`: at least `k` records. */
function divide(rows: readonly CountedRow[], path: readonly string[], dimensions: number, k: number): PublishedCell[] {
  const whole = cell(path, dimensions, sum(rows), k);
  if (path.length === dimensions) return [whole];
  const values = byValue(rows, path.length);
  const together = keptTogether(values, k);
  if (together.length === values.length) return [whole];
  const apart = values.filter((value) => !together.includes(value));
  return [
    ...apart.flatMap(({ key, rows: own }) => divide(own, [...path, key], dimensions, k)),
    ...(together.length > 0 ? [cell(path, dimensions, sum(together), k)] : []),
  ];
}

interface Value extends Pick<CountedRow, 'count'> {
  readonly key: string;
  readonly rows: readonly CountedRow[];
}

/** The small values and the smallest of the others; nothing where none is small. */
function keptTogether(values: readonly Value[], k: number): Value[] {
  if (values.every(({ count }) => count >= k)) return [];
  const smallest = Math.min(...values.filter(({ count }) => count >= k).map(({ count }) => count));
  return values.filter(({ count }) => count < k || count === smallest);
}

/** In the order of the alphabet, so that the order of what is published tells nothing. */
function byValue(rows: readonly CountedRow[], level: number): Value[] {
  const values = new Map<string, CountedRow[]>();
  for (const row of rows) {
    const key = row.keys[level] ?? '';
    const own = values.get(key);
    if (own) own.push(row);
    else values.set(key, [row]);
  }
  return [...values]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, own]) => ({ key, rows: own, count: sum(own) }));
}

function cell(path: readonly string[], dimensions: number, count: number, k: number): PublishedCell {
  const atLeast = Math.floor(count / k) * k;
  const keys = Array.from({ length: dimensions }, (_, level) => path[level] ?? null);
  return { keys, atLeast, atMost: atLeast + k - 1 };
}

function sum(counted: readonly Pick<CountedRow, 'count'>[]): number {
  return counted.reduce((total, { count }) => total + count, 0);
}
