import {
  checkpointLine,
  entryLine,
  headerLine,
  hiddenLine,
  openCheckpoint,
  subtreesOf,
  timestampLine,
  verifierKey,
} from '#evidence-log';
import { HubError } from '#kernel';
import type { Transaction } from '#platform/database';
import { checkpointsOf, lastCheckpoint, type CheckpointRow } from './checkpoints.store';
import { ENTRY_COLUMNS, canonicalEntry, type EntryRow } from './entry-columns';
import { nameOf, subtreeHashes } from './log-hashes';
import { requireCheckpoint } from './prove';
import { stampedSizes, timestampOf } from './timestamps.store';

/** Runs work in a transaction of its own, under the context of who asked. */
export type InTransaction = <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;

/** Places of the log that are looked at in one transaction. */
const WINDOW = 4_096;
/** A checkpoint stands between entries after so many at least. */
const SPACING = 1_000;

interface Placed extends EntryRow {
  readonly index: number;
}

export interface ExportPlan {
  readonly end: CheckpointRow;
  readonly between: readonly CheckpointRow[];
  /** The sizes of those checkpoints that are stamped, ascending. */
  readonly stamped: readonly number[];
  readonly keys: readonly string[];
}

/**
 * What an export will hold: the log up to its newest checkpoint. Who sees all entries gets checkpoints between them, and all
 * that are stamped; who does not gets the newest that is stamped, and the one named by `since`, so that the export can be
 * compared with it.
 *
 * @throws HubError `not_sealed` when nothing is sealed yet; `not_found` when there is no checkpoint `since`.
 */
export async function planExport(
  tx: Transaction,
  { since, whole }: { readonly since?: number; readonly whole: boolean },
): Promise<ExportPlan> {
  const end = await lastCheckpoint(tx);
  if (!end) throw new HubError('not_sealed', 'Nothing is sealed yet. Sealing takes two seconds; ask again.');
  const named = since === undefined ? [] : [await requireCheckpoint(tx, since)];
  const spaced = whole ? await spacedCheckpoints(tx, end.size) : [];
  const sizes = (await stampedSizes(tx, end.size, whole ? undefined : 1)).reverse();
  const stamped = await checkpointsOf(tx, sizes);
  const between = [...new Map([...spaced, ...stamped, ...named].map((one) => [one.size, one])).values()]
    .filter(({ size }) => size < end.size)
    .sort((one, other) => one.size - other.size);
  const known = await tx.rows<{ verifier: string }>(`SELECT verifier FROM evidence_keys ORDER BY since`);
  const keys = known.map(({ verifier }) => verifierKey(verifier));
  const used = new Set([...between, end].map(({ note }) => openCheckpoint(note, keys)?.key.text));
  return { end, between, stamped: sizes, keys: keys.map(({ text }) => text).filter((text) => used.has(text)) };
}

/** The lines of an export, each with its line break. What the reader does not see is there as the hashes of subtrees. */
export async function* exportLog(
  run: InTransaction,
  { end, between, stamped, keys }: ExportPlan,
): AsyncGenerator<string> {
  const checkpoint = async ({ size, note }: CheckpointRow): Promise<string> =>
    `${checkpointLine(note)}\n${stamped.includes(size) ? await run((tx) => stampLine(tx, size)) : ''}`;
  yield `${headerLine({ keys, checkpoints: between.map(({ size }) => size), timestamps: stamped })}\n`;
  yield await checkpoint(end);
  let from = 0;
  for (const stop of [...between, end]) {
    // Where the entries that were not seen since begin.
    let unseen = from;
    for (let at = from; at < stop.size; at += WINDOW) {
      const to = Math.min(at + WINDOW, stop.size);
      const { lines, next } = await run((tx) => windowOf(tx, at, to, unseen));
      unseen = next;
      if (lines !== '') yield lines;
    }
    if (unseen < stop.size) yield await run((tx) => hidden(tx, unseen, stop.size));
    if (stop !== end) yield await checkpoint(stop);
    from = stop.size;
  }
}

async function windowOf(
  tx: Transaction,
  at: number,
  to: number,
  unseen: number,
): Promise<{ lines: string; next: number }> {
  const entries = await tx.rows<Placed>(
    `SELECT l.index::float8 AS index, ${ENTRY_COLUMNS} FROM evidence_leaves l JOIN evidence_entries e ON e.id = l.entry_id
     WHERE l.index >= $1 AND l.index < $2 ORDER BY l.index`,
    [at, to],
    'export-window',
  );
  let [lines, next] = ['', unseen];
  for (const { index, ...entry } of entries) {
    if (next < index) lines += await hidden(tx, next, index);
    lines += `${entryLine(index, entry.digest, canonicalEntry(entry))}\n`;
    next = index + 1;
  }
  return { lines, next };
}

async function stampLine(tx: Transaction, size: number): Promise<string> {
  const stamp = await timestampOf(tx, size);
  if (!stamp) throw new Error(`the evidence log has no time stamp over ${size} entries`);
  return `${timestampLine(size, stamp.token)}\n`;
}

async function hidden(tx: Transaction, from: number, to: number): Promise<string> {
  const subtrees = subtreesOf({ from, to });
  const hashes = await subtreeHashes(tx, subtrees);
  return subtrees
    .map((subtree) => {
      const width = 2 ** subtree.level;
      const hash = hashes.get(nameOf(subtree));
      if (!hash) throw new Error(`the evidence log has no hash ${nameOf(subtree)}`);
      return `${hiddenLine({ from: subtree.index * width, to: (subtree.index + 1) * width }, hash)}\n`;
    })
    .join('');
}

async function spacedCheckpoints(tx: Transaction, size: number): Promise<CheckpointRow[]> {
  return tx.rows<CheckpointRow>(
    `WITH RECURSIVE spaced AS (
       SELECT min(size) AS size FROM evidence_checkpoints WHERE size >= $1
       UNION ALL
       SELECT (SELECT min(c.size) FROM evidence_checkpoints c WHERE c.size >= s.size + $1) FROM spaced s WHERE s.size < $2)
     SELECT size::float8 AS size, root, note, sealed_at AS "sealedAt" FROM evidence_checkpoints
     WHERE size IN (SELECT size FROM spaced) AND size < $2 ORDER BY size`,
    [SPACING, size],
  );
}
