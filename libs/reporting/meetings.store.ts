import type { Transaction } from '#platform/database';
import type { Period } from './domain/period';

type Measured = readonly [median: number, ninetieth: number] | null;

export interface HeldCounts {
  readonly meetings: number;
  readonly overran: number;
  readonly minutesOver: Measured;
  readonly itemsTimed: number;
  readonly itemsOverran: number;
  readonly itemMinutesOver: Measured;
  readonly approved: number;
  readonly daysToApproval: Measured;
}

export interface BodyCounts {
  readonly organisation: string;
  readonly invited: number;
  readonly attended: number;
  readonly actions: number;
  readonly done: number;
  readonly declined: number;
  readonly open: number;
  readonly overdue: number;
  readonly daysToClose: Measured;
  readonly daysOpen: Measured;
}

export interface MeetingScope {
  readonly operationId: string;
  readonly timeZone: string;
  readonly period: Period;
  readonly now: Date;
}

/** Held in the period, of those that the reader may see. */
const HELD = `held AS MATERIALIZED (
  SELECT id, body_ids, opened_at, closed_at, duration_minutes FROM meetings
  WHERE operation_id = $1 AND state = 'held'
    AND starts_at >= $2::date::timestamp AT TIME ZONE $4::text AND starts_at < ($3::date + 1)::timestamp AT TIME ZONE $4::text)`;
const SPREAD = (measured: string): string => `percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY ${measured})`;
const DAYS = (from: string, to: string): string => `extract(epoch FROM ${to} - ${from})::float8 / 86400`;

/** Counts the meetings of a period. The words for each count are in `meetingDefinitions`. */
export async function countMeetings(
  tx: Transaction,
  { operationId, timeZone, period }: MeetingScope,
): Promise<HeldCounts> {
  const [counts] = await tx.rows<HeldCounts>(
    `WITH ${HELD}, measured AS (
       SELECT extract(epoch FROM h.closed_at - h.opened_at)::float8 / 60 - h.duration_minutes AS over,
         ${DAYS('h.closed_at', 'm.approved_at')} AS to_approval
       FROM held h LEFT JOIN minutes m ON m.meeting_id = h.id
     ), items AS (
       SELECT (i.seconds_spent + coalesce(greatest(0, extract(epoch FROM h.closed_at - i.running_since)), 0))::float8 / 60
         - i.minutes AS over
       FROM held h JOIN agenda_items i ON i.meeting_id = h.id WHERE i.started_at IS NOT NULL
     ), timed AS (
       SELECT count(*)::int AS "itemsTimed", count(*) FILTER (WHERE over > 0)::int AS "itemsOverran",
         ${SPREAD('over')} AS "itemMinutesOver"
       FROM items)
     SELECT count(*)::int AS meetings, count(*) FILTER (WHERE over > 0)::int AS overran, ${SPREAD('over')} AS "minutesOver",
       count(to_approval)::int AS approved, ${SPREAD('to_approval')} AS "daysToApproval",
       (SELECT "itemsTimed" FROM timed), (SELECT "itemsOverran" FROM timed), (SELECT "itemMinutesOver" FROM timed)
     FROM measured`,
    [operationId, period.from, period.to, timeZone],
  );
  if (!counts) throw new Error('counting without groups always gives a row');
  return counts;
}

/** Counts what each body did of what the meetings of a period asked of it. */
export function countBodies(tx: Transaction, scope: MeetingScope): Promise<BodyCounts[]> {
  return tx.rows<BodyCounts>(
    `WITH ${HELD}, attendance AS (
       SELECT b.id, count(*)::int AS invited, count(a.id)::int AS attended
       FROM held h CROSS JOIN unnest(h.body_ids) AS b (id)
       LEFT JOIN meeting_attendance a ON a.meeting_id = h.id AND a.organisation_id = b.id
         AND a.state IN ('present', 'remote', 'substitute')
       GROUP BY b.id
     ), owned AS (
       SELECT a.organisation_id AS id, count(*)::int AS actions, count(*) FILTER (WHERE a.state = 'done')::int AS done,
         count(*) FILTER (WHERE a.state = 'declined')::int AS declined, count(*) FILTER (WHERE a.closed_at IS NULL)::int AS open,
         count(*) FILTER (WHERE a.closed_at IS NULL AND a.due_on < ($5::timestamptz AT TIME ZONE $4::text)::date)::int AS overdue,
         ${SPREAD(DAYS('a.created_at', 'a.closed_at'))} AS "daysToClose",
         ${SPREAD(`CASE WHEN a.closed_at IS NULL THEN ${DAYS('a.created_at', '$5::timestamptz')} END`)} AS "daysOpen"
       FROM held h JOIN meeting_actions a ON a.meeting_id = h.id GROUP BY a.organisation_id
     )
     SELECT o.slug AS organisation, t.invited, t.attended, coalesce(w.actions, 0) AS actions, coalesce(w.done, 0) AS done,
       coalesce(w.declined, 0) AS declined, coalesce(w.open, 0) AS open, coalesce(w.overdue, 0) AS overdue,
       w."daysToClose", w."daysOpen"
     FROM attendance t JOIN organisations o ON o.id = t.id LEFT JOIN owned w ON w.id = t.id ORDER BY o.slug`,
    [scope.operationId, scope.period.from, scope.period.to, scope.timeZone, scope.now],
  );
}
