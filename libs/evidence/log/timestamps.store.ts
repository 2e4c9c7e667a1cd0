import type { Transaction } from '#platform/database';

/** A time stamp of an authority outside, over the signed checkpoint of that size. */
export interface KeptTimestamp {
  readonly size: number;
  /** DER. */
  readonly token: Buffer;
  /** The time that the authority vouches for. */
  readonly at: Date;
}

const COLUMNS = `t.size::float8 AS size, t.token, t.stamped_at AS at`;

/** When the last time stamp was kept, by the hub's own clock, and of which checkpoint. */
export function lastTimestamp(tx: Transaction): Promise<{ size: number; keptAt: Date } | undefined> {
  return tx.row(
    `SELECT size::float8 AS size, kept_at AS "keptAt" FROM evidence_timestamps ORDER BY size DESC LIMIT 1`,
    [],
    'last-timestamp',
  );
}

/** Keeps the first of each checkpoint: another process may have asked as well. */
export async function keepTimestamp(tx: Transaction, { size, token, at }: KeptTimestamp, now: Date): Promise<void> {
  await tx.execute(
    `INSERT INTO evidence_timestamps (size, token, stamped_at, kept_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [size, token, at, now],
    'keep-timestamp',
  );
}

export function timestampOf(tx: Transaction, size: number): Promise<KeptTimestamp | undefined> {
  return tx.row<KeptTimestamp>(`SELECT ${COLUMNS} FROM evidence_timestamps t WHERE t.size = $1`, [size], 'timestamp');
}

/** The sizes of stamped checkpoints up to `end`, newest first. */
export async function stampedSizes(tx: Transaction, end: number, limit?: number): Promise<number[]> {
  const rows = await tx.rows<{ size: number }>(
    `SELECT size::float8 AS size FROM evidence_timestamps WHERE size <= $1 ORDER BY size DESC LIMIT $2`,
    [end, limit ?? null],
    'stamped-sizes',
  );
  return rows.map(({ size }) => size);
}
