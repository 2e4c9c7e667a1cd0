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

/** Checkpoints, newest first, of trees smaller than `before`. */
export function listCheckpoints(
  tx: Transaction,
  { before, limit }: { readonly before?: number; readonly limit: number },
): Promise<CheckpointRow[]> {
  return tx.rows<CheckpointRow>(
    `SELECT ${COLUMNS} FROM evidence_checkpoints WHERE $1::bigint IS NULL OR size < $1 ORDER BY size DESC LIMIT $2`,
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
