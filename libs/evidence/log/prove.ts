import { consistencyPath, inclusionPath, type Leaves, type Receipt } from '#evidence-log';
import { HubError, notFound, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { checkpointOf, lastCheckpoint, type CheckpointRow } from './checkpoints.store';
import { ENTRY_COLUMNS, canonicalEntry, type EntryRow } from './entry-columns';
import { hashesOf } from './log-hashes';

/** That the log at one checkpoint goes on from the log at an earlier one. */
export interface ConsistencyProof {
  readonly from: number;
  readonly to: number;
  /** Base64. */
  readonly proof: readonly string[];
}

/**
 * Proves an entry that the caller may see, against a checkpoint or the newest one.
 *
 * @throws HubError `not_found` when there is no such entry or checkpoint; `not_sealed` while the entry waits to be sealed, and
 *   when that checkpoint is older than the entry.
 */
export async function proveEntry(tx: Transaction, id: Uuid, size?: number): Promise<Receipt> {
  const row = await tx.row<EntryRow & { index: number | null }>(
    `SELECT ${ENTRY_COLUMNS}, l.index::float8 AS index
     FROM evidence_entries e LEFT JOIN evidence_leaves l ON l.entry_id = e.id WHERE e.id = $1`,
    [id],
    'entry-to-prove',
  );
  if (!row) throw notFound('entry of the evidence');
  const { index, ...entry } = row;
  const checkpoint = size === undefined ? await lastCheckpoint(tx) : await requireCheckpoint(tx, size);
  if (index === null || !checkpoint || checkpoint.size <= index)
    throw new HubError(
      'not_sealed',
      'The entry is not sealed at that checkpoint. Sealing takes two seconds; ask again.',
    );
  return {
    format: 'liaison-hub-evidence-receipt/1',
    entry: canonicalEntry(entry),
    index,
    proof: await proofOf(tx, inclusionPath(index, checkpoint.size)),
    checkpoint: checkpoint.note,
  };
}

/** @throws HubError `not_found` when there is no such checkpoint; `invalid_input` when the second is the earlier one. */
export async function proveConsistency(tx: Transaction, from: number, to: number): Promise<ConsistencyProof> {
  if (from > to)
    throw new HubError('invalid_input', '/to: Name the later checkpoint here, and the earlier one in the path.');
  await requireCheckpoint(tx, from);
  await requireCheckpoint(tx, to);
  return { from, to, proof: await proofOf(tx, consistencyPath(from, to)) };
}

export async function requireCheckpoint(tx: Transaction, size: number): Promise<CheckpointRow> {
  const checkpoint = await checkpointOf(tx, size);
  if (!checkpoint) throw notFound('checkpoint');
  return checkpoint;
}

async function proofOf(tx: Transaction, path: readonly Leaves[]): Promise<string[]> {
  return (await hashesOf(tx, path)).map((hash) => hash.toString('base64'));
}
