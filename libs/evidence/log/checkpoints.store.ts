import type { Transaction } from '#platform/database';

export interface CheckpointRow {
  readonly size: number;
  readonly root: Buffer;
  /** The checkpoint as the hub signed it. */
  readonly note: string;
  readonly sealedAt: Date;
}

/** The newest checkpoint, with what the sealer goes on from. */
export interface LogEnd extends CheckpointRow {
  readonly edge: Buffer;
  /** Entries of earlier transactions are in the log. */
  readonly horizon: string;
}

const COLUMNS = `size::float8 AS size, root, note, sealed_at AS "sealedAt"`;

export function lastCheckpoint(tx: Transaction): Promise<LogEnd | undefined> {
  return tx.row<LogEnd>(
    `SELECT ${COLUMNS}, edge, horizon::text FROM evidence_checkpoints ORDER BY size DESC LIMIT 1`,
    [],
    'last-checkpoint',
  );
}

export function checkpointOf(tx: Transaction, size: number): Promise<CheckpointRow | undefined> {
  return tx.row<CheckpointRow>(`SELECT ${COLUMNS} FROM evidence_checkpoints WHERE size = $1`, [size]);
}

export function checkpointsOf(tx: Transaction, sizes: readonly number[]): Promise<CheckpointRow[]> {
  return tx.rows<CheckpointRow>(`SELECT ${COLUMNS} FROM evidence_checkpoints WHERE size = ANY ($1::bigint[])`, [sizes]);
}

/** A checkpoint as it is listed, with the time stamp over it where there is one. */
export interface ListedCheckpoint extends CheckpointRow {
  readonly token: Buffer | null;
  readonly stampedAt: Date | null;
}

/** Checkpoints, newest first, of trees smaller than `before`; those that are stamped alone, or all. */
export function listCheckpoints(
  tx: Transaction,
  { before, stamped = false, limit }: { readonly before?: number; readonly stamped?: boolean; readonly limit: number },
): Promise<ListedCheckpoint[]> {
  return tx.rows<ListedCheckpoint>(
    `SELECT c.size::float8 AS size, c.root, c.note, c.sealed_at AS "sealedAt", t.token, t.stamped_at AS "stampedAt"
     FROM evidence_checkpoints c ${stamped ? 'JOIN' : 'LEFT JOIN'} evidence_timestamps t ON t.size = c.size
     WHERE $1::bigint IS NULL OR c.size < $1 ORDER BY c.size DESC LIMIT $2`,
    [before ?? null, limit],
  );
}

export async function keepCheckpoint(tx: Transaction, end: LogEnd): Promise<void> {
  await tx.execute(
    `INSERT INTO evidence_checkpoints (size, root, edge, note, sealed_at, horizon) VALUES ($1, $2, $3, $4, $5, $6::xid8)`,
    [end.size, end.root, end.edge, end.note, end.sealedAt, end.horizon],
    'keep-checkpoint',
  );
}
