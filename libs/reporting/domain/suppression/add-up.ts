import type { PublishedCell } from './counted-row';

/**
 * Published cells by some of their dimensions: the cells with the same values there are added up, as bounds. What is not
 * published apart on one of these dimensions is a group of its own, with null there, so that the groups make up the whole.
 */
export function addUp(cells: readonly PublishedCell[], by: readonly number[]): PublishedCell[] {
  const groups = new Map<string, PublishedCell>();
  for (const { keys, atLeast, atMost } of cells) {
    const wanted = by.map((dimension) => keys[dimension] ?? null);
    const name = JSON.stringify(wanted);
    const sofar = groups.get(name) ?? { keys: wanted, atLeast: 0, atMost: 0 };
    groups.set(name, { keys: wanted, atLeast: sofar.atLeast + atLeast, atMost: sofar.atMost + atMost });
  }
  return [...groups].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, group]) => group);
}
