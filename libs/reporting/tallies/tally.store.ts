import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { addedUp, histogramOf } from '../domain/histogram';
import type { TallyGrain, TallySpan } from '../domain/tally-spans';
import { COUNTS, counterNames, judgedRecipients, type Counter } from '../judged-recipients';

/** Whose recipients a tally counts, and of which span. */
interface TallyKey {
  readonly grain: TallyGrain;
  readonly firstDay: string;
  readonly senderId: Uuid;
  readonly organisationId: Uuid;
  readonly kind: string;
  readonly priority: string;
}

export interface Tally extends TallyKey, Readonly<Record<Counter, number>> {
  readonly toAcknowledge: Uint8Array;
  readonly toDecide: Uint8Array;
}

/** What the days of an operation are counted by. */
export interface DaysCounted {
  readonly operationId: string;
  readonly timeZone: string;
  readonly days: readonly string[];
  readonly now: Date;
  readonly decidedKinds: readonly string[];
  /** Never tallied: who may see them is not a matter of the body alone. */
  readonly hiddenKinds: readonly string[];
}

/** Tallies of some days, and when a day will next count otherwise though nobody does anything. */
export interface CountedDays {
  readonly tallies: readonly Tally[];
  readonly changesAt: ReadonlyMap<string, Date>;
}

/** The column of a counter. */
export const columnOf = (counter: Counter): string => counter.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const KEYS = `sender_id AS "senderId", organisation_id AS "organisationId", kind, priority`;

/** Counts days from the rows. They are found by the bodies that received, whose index is in the order of time. */
export async function countDays(tx: Transaction, asked: DaysCounted): Promise<CountedDays> {
  const rows = await tx.rows<
    Omit<Tally, 'toAcknowledge' | 'toDecide'> & {
      readonly acknowledgeHours: number[] | null;
      readonly decideHours: number[] | null;
      readonly changesAt: Date | null;
    }
  >(
    `WITH ${judgedRecipients({
      groups: 'd.day, r.sender_id, r.organisation_id, r.kind, r.priority',
      source: `FROM unnest($2::date[]) AS d (day) CROSS JOIN organisations o CROSS JOIN LATERAL (
         SELECT k.id, k.sender_id, k.organisation_id, k.kind, k.priority, k.capacity, k.state, k.routed_at, k.due_at,
                k.acknowledged_at, k.decided_at
         FROM recipients k
         WHERE k.organisation_id = o.id AND k.operation_id = $1 AND k.message_status = 'actual' AND k.kind <> ALL ($6)
           AND k.routed_at >= d.day::timestamp AT TIME ZONE $3::text
           AND k.routed_at < (d.day + 1)::timestamp AT TIME ZONE $3::text
         -- Keeps it a look into the index for each day and body, whatever PostgreSQL expects.
         OFFSET 0) r`,
      now: '$4',
      decidedKinds: '$5',
    })}
     SELECT 'day' AS grain, day::text AS "firstDay", ${KEYS}, ${COUNTS},
            array_agg(to_acknowledge) FILTER (WHERE to_acknowledge IS NOT NULL) AS "acknowledgeHours",
            array_agg(to_decide) FILTER (WHERE to_decide IS NOT NULL) AS "decideHours",
            min(changes_at) AS "changesAt"
     FROM judged GROUP BY day, sender_id, organisation_id, kind, priority`,
    [asked.operationId, asked.days, asked.timeZone, asked.now, asked.decidedKinds, asked.hiddenKinds],
  );
  const changesAt = new Map<string, Date>();
  for (const { firstDay, changesAt: at } of rows) {
    const earliest = changesAt.get(firstDay);
    if (at && (!earliest || at < earliest)) changesAt.set(firstDay, at);
  }
  const tallies = rows.map(({ acknowledgeHours, decideHours, ...row }) => ({
    ...row,
    toAcknowledge: histogramOf(acknowledgeHours ?? []),
    toDecide: histogramOf(decideHours ?? []),
  }));
  return { tallies, changesAt };
}

/** Weeks and months, added up from the tallies of their days. */
export async function addUpDays(
  tx: Transaction,
  operationId: string,
  spans: readonly TallySpan[],
): Promise<readonly Tally[]> {
  const sums = counterNames.map((name) => `sum(${columnOf(name)})::int AS "${name}"`).join(', ');
  const rows = await tx.rows<Tally>(
    `SELECT s.grain, s.first::text AS "firstDay", ${KEYS}, ${sums},
            string_agg(to_acknowledge, '') AS "toAcknowledge", string_agg(to_decide, '') AS "toDecide"
     FROM unnest($2::text[], $3::date[], $4::date[]) AS s (grain, first, last)
     JOIN answer_tallies t ON t.operation_id = $1 AND t.grain = 'day' AND t.first_day BETWEEN s.first AND s.last
     GROUP BY s.grain, s.first, sender_id, organisation_id, kind, priority`,
    [operationId, spans.map(({ grain }) => grain), spans.map(({ first }) => first), spans.map(({ last }) => last)],
  );
  return rows.map((row) => ({
    ...row,
    toAcknowledge: addedUp(row.toAcknowledge),
    toDecide: addedUp(row.toDecide),
  }));
}

const FIGURES = [...counterNames.map(columnOf), 'to_acknowledge', 'to_decide'];
const KEY = 'operation_id, grain, first_day, sender_id, organisation_id, kind, priority';
const GIVEN = `
  SELECT $1 AS operation_id, * FROM unnest($4::text[], $5::date[], $6::uuid[], $7::uuid[], $8::text[], $9::text[],
    ${counterNames.map((_, index) => `$${index + 10}::int[]`).join(', ')},
    $${counterNames.length + 10}::bytea[], $${counterNames.length + 11}::bytea[])
    AS g (grain, first_day, sender_id, organisation_id, kind, priority, ${FIGURES.join(', ')})`;

/** Has spans hold exactly these tallies. What is as it was is not written again. */
export async function writeTallies(
  tx: Transaction,
  operationId: string,
  spans: readonly TallySpan[],
  tallies: readonly Tally[],
): Promise<void> {
  await tx.execute(
    `WITH given AS MATERIALIZED (${GIVEN}), gone AS (
       DELETE FROM answer_tallies t USING unnest($2::text[], $3::date[]) AS s (grain, first_day)
       WHERE t.operation_id = $1 AND t.grain = s.grain AND t.first_day = s.first_day AND NOT EXISTS (
         SELECT FROM given g WHERE (g.grain, g.first_day, g.sender_id, g.organisation_id, g.kind, g.priority)
                                 = (t.grain, t.first_day, t.sender_id, t.organisation_id, t.kind, t.priority))
     )
     INSERT INTO answer_tallies AS t (${KEY}, ${FIGURES.join(', ')})
     SELECT ${KEY}, ${FIGURES.join(', ')} FROM given ORDER BY ${KEY}
     ON CONFLICT (${KEY}) DO UPDATE SET ${FIGURES.map((column) => `${column} = excluded.${column}`).join(', ')}
     WHERE (${FIGURES.map((column) => `t.${column}`).join(', ')})
       IS DISTINCT FROM (${FIGURES.map((column) => `excluded.${column}`).join(', ')})`,
    [
      operationId,
      spans.map(({ grain }) => grain),
      spans.map(({ first }) => first),
      tallies.map(({ grain }) => grain),
      tallies.map(({ firstDay }) => firstDay),
      tallies.map(({ senderId }) => senderId),
      tallies.map(({ organisationId }) => organisationId),
      tallies.map(({ kind }) => kind),
      tallies.map(({ priority }) => priority),
      ...counterNames.map((name) => tallies.map((tally) => tally[name])),
      tallies.map(({ toAcknowledge }) => Buffer.from(toAcknowledge)),
      tallies.map(({ toDecide }) => Buffer.from(toDecide)),
    ],
  );
}
