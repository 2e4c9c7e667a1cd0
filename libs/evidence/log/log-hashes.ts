import { CompactRange, rootOf, subtreesOf, type Hash, type Leaves, type Node, type Subtree } from '#evidence-log';
import type { Transaction } from '#platform/database';

/** Kept are the leaves and the subtrees of every fourth level; the levels between are hashed again when asked for. */
const EVERY = 4;

/** Whether a subtree above the leaves is kept. */
export function isKept({ level }: Subtree): boolean {
  return level > 0 && level % EVERY === 0;
}

export async function keepNodes(tx: Transaction, nodes: readonly Node[]): Promise<void> {
  if (nodes.length === 0) return;
  await tx.execute(
    `INSERT INTO evidence_nodes (level, index, hash) SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])`,
    [nodes.map(({ level }) => level), nodes.map(({ index }) => index), nodes.map(({ hash }) => hash)],
    'keep-nodes',
  );
}

/** The root over each of some runs of leaves, which must be sealed. One statement, whatever the size of the log. */
export async function hashesOf(tx: Transaction, runs: readonly Leaves[]): Promise<Hash[]> {
  const subtrees = await subtreeHashes(tx, runs.flatMap(subtreesOf));
  return runs.map((run) => rootOf(subtreesOf(run).map((subtree) => found(subtrees, subtree))));
}

/** The hashes of whole subtrees, by `nameOf`. */
export async function subtreeHashes(tx: Transaction, subtrees: readonly Subtree[]): Promise<Map<string, Hash>> {
  if (subtrees.length === 0) return new Map();
  const wanted = [...new Map(subtrees.map((subtree) => [nameOf(subtree), keptUnder(subtree)])).entries()];
  const rows = await tx.rows<{ level: number; index: string; hash: Buffer }>(
    `SELECT level, index, hash FROM evidence_hashes($1::smallint[], $2::bigint[], $3::bigint[])`,
    [wanted.map(([, kept]) => kept.level), wanted.map(([, kept]) => kept.from), wanted.map(([, kept]) => kept.to)],
    'evidence-hashes',
  );
  const kept = new Map(rows.map(({ level, index, hash }) => [nameOf({ level, index: Number(index) }), hash]));
  return new Map(
    wanted.map(([name, { level, from, to }]) => {
      const range = CompactRange.empty();
      for (let index = from; index < to; index += 1) range.append(found(kept, { level, index }));
      return [name, range.root()];
    }),
  );
}

export function nameOf({ level, index }: Subtree): string {
  return `${level}/${index}`;
}

/** The kept hashes that a subtree is made of. */
function keptUnder({ level, index }: Subtree): { level: number; from: number; to: number } {
  const below = level - (level % EVERY);
  const width = 2 ** (level - below);
  return { level: below, from: index * width, to: (index + 1) * width };
}

function found(hashes: ReadonlyMap<string, Hash>, subtree: Subtree): Hash {
  const hash = hashes.get(nameOf(subtree));
  if (!hash) throw new Error(`the evidence log has no hash ${nameOf(subtree)}`);
  return hash;
}
