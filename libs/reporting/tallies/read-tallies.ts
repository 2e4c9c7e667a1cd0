import type { Transaction } from '#platform/database';
import type { CountedGroup, CountingScope } from '../acknowledgement.store';
import type { FigureGroup } from '../domain/acknowledgement-definitions';
import { percentiles, type Histogram } from '../domain/histogram';
import { runsOf } from '../domain/tally-spans';
import { counterNames, type Counter } from '../judged-recipients';
import { tallyBasis } from './tally-basis';
import { columnOf } from './tally.store';

/** When tallies answer instead of the rows. */
export interface TallyUse {
  /** A period that holds more recipients than this, of those that the caller sees. */
  readonly above: number;
  /** No tallies that are older than this, milliseconds: slow and right rather than quick and stale. */
  readonly oldest: number;
}

/**
 * So many rows cost as much again as an answer of nothing, so that no period takes more than twice as long for what it holds;
 * and the worker brings tallies up to date every minute.
 */
export const USUAL_USE: TallyUse = { above: 500, oldest: 600_000 };

export interface Tallied {
  /** Every change up to then is counted. */
  readonly asOf: Date;
  readonly groups: CountedGroup[];
}

/** The tallies of a period that the body sees: those that it sent, and those that it received of others. */
const SEEN = `FROM unnest($3::text[], $4::date[], $5::date[]) AS s (grain, first, last) CROSS JOIN LATERAL (
    SELECT * FROM answer_tallies
    WHERE sender_id = $1 AND operation_id = $2 AND grain = s.grain AND first_day BETWEEN s.first AND s.last
    UNION ALL
    SELECT * FROM answer_tallies
    WHERE organisation_id = $1 AND sender_id <> $1 AND operation_id = $2 AND grain = s.grain
      AND first_day BETWEEN s.first AND s.last) t`;
const SUMMED = [...counterNames.map(columnOf), 'to_acknowledge', 'to_decide'].map((column) => `t.${column}`).join(', ');

/** What a period counts up to, when it is long enough and its tallies are of now; otherwise undefined. */
export async function readTallies(tx: Transaction, scope: CountingScope, use: TallyUse): Promise<Tallied | undefined> {
  const runs = runsOf(scope.period);
  // The columns are our own words for them, never the caller's.
  const columns = scope.by.join(', ');
  const column = (group: FigureGroup): string => (scope.by.includes(group) ? group : `NULL::text`);
  const sums = counterNames.map((name) => `sum(${columnOf(name)})::int AS "${name}"`).join(', ');
  // Who is let know of allegations may see what no tally holds.
  const found = await tx.rows<{ asOf: Date } & (TalliedRow | { recipients: null })>(
    `SELECT as_of AS "asOf",
            ${column('organisation')} AS organisation, ${column('priority')} AS priority, ${column('kind')} AS kind, ${sums},
            string_agg(to_acknowledge, '') AS "toAcknowledge", string_agg(to_decide, '') AS "toDecide"
     FROM answer_tally_states LEFT JOIN (SELECT o.slug AS organisation, t.kind, t.priority, ${SUMMED} ${SEEN}
                                         JOIN organisations o ON o.id = t.organisation_id) AS seen ON true
     WHERE operation_id = $2 AND basis = $6 AND as_of >= $7 AND coalesce(current_setting('app.room', true), '') = ''
     GROUP BY as_of, ${columns} ORDER BY ${columns}`,
    [
      scope.bodyId,
      scope.operationId,
      runs.map(({ grain }) => grain),
      runs.map(({ from }) => from),
      runs.map(({ to }) => to),
      tallyBasis(scope.timeZone),
      new Date(scope.now.getTime() - use.oldest),
    ],
    `tallies-by-${scope.by.join('-')}`,
  );
  const [first] = found;
  // Of a period that holds nothing there is one row, of nothing.
  const rows = found.filter((row) => row.recipients !== null);
  const all = total(rows);
  if (!first || all.recipients <= use.above) return undefined;
  return { asOf: first.asOf, groups: [...rows.map((row) => counted(false, row, [row])), all] };
}

interface TalliedRow extends Pick<CountedGroup, FigureGroup>, Readonly<Record<Counter, number>> {
  readonly toAcknowledge: Histogram;
  readonly toDecide: Histogram;
}

function total(rows: readonly TalliedRow[]): CountedGroup {
  const sum = (name: Counter): number => rows.reduce((all, row) => all + row[name], 0);
  const sums = Object.fromEntries(counterNames.map((name) => [name, sum(name)])) as Record<Counter, number>;
  return counted(true, { organisation: null, priority: null, kind: null, ...sums }, rows);
}

function counted(
  isTotal: boolean,
  group: Pick<CountedGroup, FigureGroup> & Readonly<Record<Counter, number>>,
  rows: readonly TalliedRow[],
): CountedGroup {
  const { organisation, priority, kind } = group;
  const counts = Object.fromEntries(counterNames.map((name) => [name, group[name]])) as Record<Counter, number>;
  return {
    ...{ total: isTotal, organisation, priority, kind, ...counts },
    hoursToAcknowledge: hours(rows.map(({ toAcknowledge }) => toAcknowledge)),
    hoursToDecide: hours(rows.map(({ toDecide }) => toDecide)),
  };
}

function hours(histograms: readonly Histogram[]): [median: number, ninetieth: number] | null {
  const [median, ninetieth] = percentiles(histograms, [0.5, 0.9]) ?? [];
  return median === undefined || ninetieth === undefined ? null : [median, ninetieth];
}
