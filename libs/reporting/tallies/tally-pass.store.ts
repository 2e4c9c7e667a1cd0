import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/** A pass over the days of an operation. Another one that begins ends it. */
export interface Pass {
  readonly id: Uuid;
  readonly operationId: string;
  readonly timeZone: string;
  readonly basis: string;
  /** The time as of which it counts; never before that of an earlier pass. */
  readonly now: Date;
}

/** The day of an operation in which a change lies. */
const CHANGED_DAY = `(routed_at AT TIME ZONE $2::text)::date`;

/** Begins a pass. Where days were counted by another basis, or never, every day is to be counted. */
export async function startPass(tx: Transaction, asked: Pass): Promise<Pass> {
  const { id, operationId, timeZone, basis, now } = asked;
  await tx.execute(
    `INSERT INTO answer_tally_states (operation_id, basis, pass) VALUES ($1, '', $2) ON CONFLICT (operation_id) DO NOTHING`,
    [operationId, id],
  );
  const found = await tx.row<{ basis: string; asOf: Date | null }>(
    `SELECT basis, as_of AS "asOf" FROM answer_tally_states WHERE operation_id = $1 FOR UPDATE`,
    [operationId],
  );
  if (found?.basis !== basis) {
    await markAllDays(tx, operationId, timeZone);
    await tx.execute(`UPDATE answer_tally_states SET basis = $2, pass = $3, as_of = NULL WHERE operation_id = $1`, [
      operationId,
      basis,
      id,
    ]);
    return asked;
  }
  await tx.execute(`UPDATE answer_tally_states SET pass = $2 WHERE operation_id = $1`, [operationId, id]);
  return found.asOf !== null && found.asOf > now ? { ...asked, now: found.asOf } : asked;
}

/** From the first recipient on to the last, of any operation: whether a day holds any is cheaper to count than to ask. */
async function markAllDays(tx: Transaction, operationId: string, timeZone: string): Promise<void> {
  const end = (order: 'ASC' | 'DESC'): string =>
    `SELECT k.routed_at FROM recipients k WHERE k.organisation_id = o.id ORDER BY k.routed_at ${order} LIMIT 1`;
  await tx.execute(
    `INSERT INTO answer_changes (operation_id, routed_at)
     SELECT $1, day AT TIME ZONE $2::text FROM (
       SELECT min(f.routed_at) AS first, max(l.routed_at) AS last
       FROM organisations o CROSS JOIN LATERAL (${end('ASC')}) f CROSS JOIN LATERAL (${end('DESC')}) l) AS ends
     -- A day more at each end: by another time zone there may have been recipients.
     CROSS JOIN LATERAL generate_series(((first AT TIME ZONE $2::text)::date - 1)::timestamp,
       ((last AT TIME ZONE $2::text)::date + 1)::timestamp, interval '1 day') AS day`,
    [operationId, timeZone],
  );
}

/** The days that are to be counted again, in the order of time. */
export async function staleDays(tx: Transaction, { operationId, timeZone, now }: Pass): Promise<string[]> {
  const rows = await tx.rows<{ day: string }>(
    `SELECT DISTINCT ${CHANGED_DAY}::text AS day FROM answer_changes WHERE operation_id = $1 AND since <= $3 ORDER BY day`,
    [operationId, timeZone, now],
  );
  return rows.map(({ day }) => day);
}

/**
 * Takes the changes of some days that are seen now, for this transaction to count them. Until it ends no other pass begins.
 *
 * @returns false when another pass has begun
 */
export async function takeDays(tx: Transaction, pass: Pass, days: readonly string[]): Promise<boolean> {
  const { operationId, timeZone, id } = pass;
  const own = await tx.row(`SELECT FROM answer_tally_states WHERE operation_id = $1 AND pass = $2 FOR UPDATE`, [
    operationId,
    id,
  ]);
  if (!own) return false;
  await tx.execute(`DELETE FROM answer_changes WHERE operation_id = $1 AND ${CHANGED_DAY} = ANY ($3::date[])`, [
    operationId,
    timeZone,
    days,
  ]);
  return true;
}

/** Notes when days will be stale again. */
export async function leaveChanges(
  tx: Transaction,
  { operationId, timeZone }: Pass,
  changesAt: ReadonlyMap<string, Date>,
): Promise<void> {
  await tx.execute(
    `INSERT INTO answer_changes (operation_id, routed_at, since)
     SELECT $1, day::timestamp AT TIME ZONE $2::text, since FROM unnest($3::date[], $4::timestamptz[]) AS c (day, since)`,
    [operationId, timeZone, [...changesAt.keys()], [...changesAt.values()]],
  );
}

/** Every change that was committed before the pass began is in the tallies now. */
export async function endPass(tx: Transaction, { operationId, id, now }: Pass): Promise<void> {
  await tx.execute(`UPDATE answer_tally_states SET as_of = $3 WHERE operation_id = $1 AND pass = $2`, [
    operationId,
    id,
    now,
  ]);
}
