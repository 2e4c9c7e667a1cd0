import { uuidv7, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/** What a pass over the days of an operation counts by. */
export interface PassAsked {
  readonly operationId: string;
  readonly timeZone: string;
  readonly basis: string;
  readonly now: Date;
}

/** A pass that has begun. Others may be under way: each counts what it finds, and what one has counted is no other's. */
export interface Pass extends PassAsked {
  /** Another one from the moment on at which every day is to be counted anew. */
  readonly filling: Uuid;
}

/** The day of an operation in which a change lies. */
const CHANGED_DAY = `(routed_at AT TIME ZONE $2::text)::date`;

/**
 * Begins a pass. Where days were counted by another basis, or never, every day is to be counted. Nothing is judged as of an
 * earlier time from now on, in whichever pass.
 */
export async function startPass(tx: Transaction, asked: PassAsked): Promise<Pass> {
  const { operationId, timeZone, basis, now } = asked;
  const fresh = uuidv7();
  await tx.execute(
    `INSERT INTO answer_tally_states (operation_id, basis, filling, judged_at) VALUES ($1, '', $2, $3)
     ON CONFLICT (operation_id) DO NOTHING`,
    [operationId, fresh, now],
  );
  const found = await tx.row<{ basis: string; filling: Uuid; judgedAt: Date }>(
    `UPDATE answer_tally_states SET judged_at = greatest(judged_at, $2) WHERE operation_id = $1
     RETURNING basis, filling, judged_at AS "judgedAt"`,
    [operationId, now],
  );
  if (!found) throw new Error(`operation ${operationId} has no state of its tallies`);
  if (found.basis === basis) return { ...asked, filling: found.filling, now: found.judgedAt };
  await markAllDays(tx, operationId, timeZone);
  await tx.execute(`UPDATE answer_tally_states SET basis = $2, filling = $3, as_of = NULL WHERE operation_id = $1`, [
    operationId,
    basis,
    fresh,
  ]);
  return { ...asked, filling: fresh, now: found.judgedAt };
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

/** Days of which this transaction took the changes, and the time as of which it has to judge them. */
export interface DaysTaken {
  readonly days: readonly string[];
  readonly now: Date;
}

/**
 * Takes the changes of some days that are seen now, for this transaction to count them: of those that no other pass has
 * counted meanwhile. Until it ends no other one takes any.
 *
 * @returns undefined when every day is to be counted anew, by another pass
 */
export async function takeDays(tx: Transaction, pass: Pass, days: readonly string[]): Promise<DaysTaken | undefined> {
  const { operationId, timeZone, filling } = pass;
  const state = await tx.row<{ judgedAt: Date }>(
    `SELECT judged_at AS "judgedAt" FROM answer_tally_states WHERE operation_id = $1 AND filling = $2 FOR UPDATE`,
    [operationId, filling],
  );
  if (!state) return undefined;
  const taken = await tx.rows<{ day: string }>(
    `WITH taken AS (
       DELETE FROM answer_changes WHERE operation_id = $1 AND ${CHANGED_DAY} = ANY ($3::date[])
       RETURNING ${CHANGED_DAY} AS day)
     SELECT day::text FROM taken GROUP BY day ORDER BY day`,
    [operationId, timeZone, days],
  );
  return { days: taken.map(({ day }) => day), now: state.judgedAt };
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
export async function endPass(tx: Transaction, { operationId, filling, now }: Pass): Promise<void> {
  await tx.execute(
    `UPDATE answer_tally_states SET as_of = greatest(as_of, $3) WHERE operation_id = $1 AND filling = $2`,
    [operationId, filling, now],
  );
}

/** Up to when the tallies of all these operations count every change; undefined while days of one were never counted. */
export async function countedUpTo(tx: Transaction, operationIds: readonly string[]): Promise<Date | undefined> {
  const row = await tx.row<{ asOf: Date | null }>(
    `SELECT CASE WHEN bool_and(s.as_of IS NOT NULL) THEN min(s.as_of) END AS "asOf"
     FROM unnest($1::text[]) AS o (id) LEFT JOIN answer_tally_states s ON s.operation_id = o.id`,
    [operationIds],
  );
  return row?.asOf ?? undefined;
}
