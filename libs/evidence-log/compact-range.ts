import { EMPTY_ROOT, nodeHash, type Hash } from './merkle';

/** The hash of the 2^level leaves from `index` × 2^level on. */
export interface Node {
  readonly level: number;
  readonly index: number;
  readonly hash: Hash;
}

/**
 * The right edge of a growing Merkle tree: the hashes of the largest whole subtrees, from left to right, one for each bit
 * of the size. It is all that is needed to append, and to know the root.
 */
export class CompactRange {
  private constructor(
    private leaves: number,
    private readonly edge: Hash[],
  ) {}

  static empty(): CompactRange {
    return new CompactRange(0, []);
  }

  /**
   * The range of a size from its hashes, one after another, as `bytes()` gave them.
   *
   * @throws Error when there are more or fewer of them than the size has bits.
   */
  static of(size: number, bytes: Uint8Array): CompactRange {
    const wanted = size.toString(2).replaceAll('0', '').length;
    if (bytes.length !== wanted * 32) throw new Error('a compact range must have one hash for each bit of its size');
    const edge = Array.from({ length: wanted }, (_, at) => Buffer.from(bytes.subarray(at * 32, at * 32 + 32)));
    return new CompactRange(size, edge);
  }

  get size(): number {
    return this.leaves;
  }

  /** The hashes of the edge, one after another. */
  bytes(): Buffer {
    return Buffer.concat(this.edge);
  }

  /** Adds a leaf; `made` is told of each subtree that it completes, the leaf among them. */
  append(leaf: Hash, made?: (node: Node) => void): void {
    this.appendSubtree(0, leaf, made);
  }

  /**
   * Adds a whole subtree of 2^level leaves.
   *
   * @throws Error when the size is no multiple of that: the subtree is not whole there.
   */
  appendSubtree(level: number, subtree: Hash, made?: (node: Node) => void): void {
    const width = 2 ** level;
    if (this.leaves % width !== 0) throw new Error('a subtree begins at a multiple of its width');
    let index = this.leaves / width;
    let top = subtree;
    let at = level;
    made?.({ level: at, index, hash: top });
    while (index % 2 === 1) {
      const left = this.edge.pop();
      if (!left) throw new Error('a compact range lost its left edge');
      top = nodeHash(left, top);
      index = (index - 1) / 2;
      at += 1;
      made?.({ level: at, index, hash: top });
    }
    this.edge.push(top);
    this.leaves += width;
  }

  /** The root of the tree as it stands (RFC 9162 §2.1.1). */
  root(): Hash {
    return rootOf(this.edge);
  }
}

/** The root over whole subtrees given from left to right, each narrower than the one before. */
export function rootOf(subtrees: readonly Hash[]): Hash {
  return (
    subtrees.reduceRight<Hash | undefined>((right, left) => (right ? nodeHash(left, right) : left), undefined) ??
    EMPTY_ROOT
  );
}
