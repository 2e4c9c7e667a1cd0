/** The leaves from `from` up to, not including, `to`. */
export interface Leaves {
  readonly from: number;
  readonly to: number;
}

/** A whole subtree: the 2^level leaves from `index` × 2^level on. */
export interface Subtree {
  readonly level: number;
  readonly index: number;
}

/** Which hashes prove that a leaf is in a tree of a size, from the leaf up (RFC 9162 §2.1.3.1). */
export function inclusionPath(leaf: number, size: number): Leaves[] {
  const path: Leaves[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (leaf < middle) {
      path.unshift({ from: middle, to });
      to = middle;
    } else {
      path.unshift({ from, to: middle });
      from = middle;
    }
  }
  return path;
}

/** Which hashes prove that a tree of the first size was kept whole in one of the second (RFC 9162 §2.1.4.1). */
export function consistencyPath(first: number, second: number): Leaves[] {
  if (first === 0 || first === second) return [];
  const path: Leaves[] = [];
  let [from, to, whole] = [0, second, true];
  while (first !== to) {
    const middle = from + splitOf(to - from);
    if (first <= middle) {
      path.unshift({ from: middle, to });
      to = middle;
    } else {
      path.unshift({ from, to: middle });
      from = middle;
      whole = false;
    }
  }
  return whole ? path : [{ from, to }, ...path];
}

/** The largest whole subtrees that make up some leaves, from left to right. */
export function subtreesOf({ from, to }: Leaves): Subtree[] {
  const subtrees: Subtree[] = [];
  for (let at = from; at < to;) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level += 1;
    subtrees.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return subtrees;
}

/** The largest power of two below a number of leaves. */
function splitOf(leaves: number): number {
  let half = 1;
  while (half * 2 < leaves) half *= 2;
  return half;
}
