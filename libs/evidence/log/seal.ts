import { CompactRange, leafHash, signCheckpoint, type Node, type SignerKey } from '#evidence-log';
import type { Clock, Uuid } from '#kernel';
import type { Transaction, WorkerDatabase } from '#platform/database';
import { keepCheckpoint, lastCheckpoint, type LogEnd } from './checkpoints.store';
import { isKept, keepNodes } from './log-hashes';

/** Entries sealed in one transaction, at most. */
const BATCH = 5_000;

export interface SealTools {
  readonly database: WorkerDatabase;
  readonly clock: Clock;
  readonly signer: SignerKey;
}

interface Unsealed {
  readonly id: Uuid;
  readonly digest: Buffer;
  /** Entries of earlier transactions are in the log once this one is. */
  readonly horizon: string;
}

/**
 * Appends a batch of the entries that are not in the log yet, and signs a checkpoint over them: one transaction, so that
 * a kill leaves all of it or nothing. One sealer at a time; another one that comes meanwhile finds nothing to do.
 *
 * The order is that of the transactions' numbers. Only those are taken before which none is open any more: nothing
 * can appear later in a place that was passed. An open writing transaction, of whomever, therefore holds sealing up.
 *
 * @returns how many entries were sealed, and whether more wait.
 */
export async function seal({ database, clock, signer }: SealTools): Promise<{ sealed: number; more: boolean }> {
  return database.transaction({ kind: 'worker' }, async (tx) => {
    const lock = await tx.row<{ held: boolean }>(
      `SELECT pg_try_advisory_xact_lock(hashtextextended('liaison-hub evidence', 0)) AS held`,
    );
    if (lock?.held !== true) return { sealed: 0, more: false };
    const end = await lastCheckpoint(tx);
    const batch = await unsealed(tx, end);
    const last = batch.at(-1);
    if (!last) return { sealed: 0, more: false };

    const range = end ? CompactRange.of(end.size, end.edge) : CompactRange.empty();
    const nodes: Node[] = [];
    const first = range.size;
    const leaves = batch.map(({ digest }) => leafHash(digest));
    for (const leaf of leaves)
      range.append(leaf, (node) => {
        if (isKept(node)) nodes.push(node);
      });
    await tx.execute(
      `INSERT INTO evidence_leaves (index, entry_id, hash)
       SELECT $1::bigint + n - 1, id, hash FROM unnest($2::uuid[], $3::bytea[]) WITH ORDINALITY AS l (id, hash, n)`,
      [first, batch.map(({ id }) => id), leaves],
      'keep-leaves',
    );
    await keepNodes(tx, nodes);
    await tx.execute(
      `INSERT INTO evidence_keys (verifier, since) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
      [signer.verifier.text, clock.now()],
      'keep-evidence-key',
    );
    const root = range.root();
    await keepCheckpoint(tx, {
      size: range.size,
      root,
      edge: range.bytes(),
      note: signCheckpoint(range.size, root, signer),
      sealedAt: clock.now(),
      horizon: last.horizon,
    });
    return { sealed: batch.length, more: batch.length === BATCH };
  });
}

const NEXT = `
  SELECT e.id, e.digest, CASE WHEN e.xid < s.coming THEN e.xid ELSE s.open END::text AS horizon
  FROM evidence_entries e,
       (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS open, pg_snapshot_xmax(pg_current_snapshot()) AS coming) s
  WHERE NOT EXISTS (SELECT FROM evidence_leaves l WHERE l.entry_id = e.id)`;
const IN_ORDER = `ORDER BY e.xid, e.id LIMIT ${BATCH}`;

/**
 * The next entries of the log, in its order. A dump that was restored on another server brings that one's numbers along:
 * where the last one is still to come here, all entries are looked through, and those of such numbers are finished.
 */
async function unsealed(tx: Transaction, end: LogEnd | undefined): Promise<Unsealed[]> {
  const horizon = end?.horizon ?? '0';
  const restored = await tx.row<{ restored: boolean }>(
    `SELECT $1::xid8 > pg_snapshot_xmax(pg_current_snapshot()) AS restored`,
    [horizon],
    'evidence-restored',
  );
  if (restored?.restored === true)
    return tx.rows<Unsealed>(`${NEXT} AND (e.xid < s.open OR e.xid >= s.coming) ${IN_ORDER}`);
  return tx.rows<Unsealed>(
    `${NEXT} AND e.xid >= $1::xid8 AND e.xid < pg_snapshot_xmin(pg_current_snapshot()) ${IN_ORDER}`,
    [horizon],
    'unsealed-entries',
  );
}
