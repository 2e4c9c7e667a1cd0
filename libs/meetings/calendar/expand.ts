import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { RecurrenceRule } from '../domain/recurrence-rule';
import type { WallTime } from '../domain/wall-time';
import type { Found, Zones } from './zones';

/** When a series takes place, on the wall of its zone. */
export interface Schedule {
  readonly timeZone: string;
  /** The first meeting. */
  readonly start: WallTime;
  readonly rule: RecurrenceRule;
  /** Original starts that do not take place. */
  readonly except: readonly WallTime[];
  /** Further starts. */
  readonly extra: readonly WallTime[];
}

export interface Occurrence {
  /** Its start as the rule has it: what an occurrence is known by. */
  readonly wall: WallTime;
  readonly at: Date;
  readonly found: Found;
}

/** Never more at once: a window is asked for, not a century. */
export const MOST_AT_ONCE = 1_000;
/** Where a rule finds nothing for so many of its periods, there is nothing. */
const MAX_ITERATIONS = 20_000;

/**
 * The starts of a series from one wall time up to another, both included. The rule is expanded on the wall, where every day
 * has each time once; only then each start is found in its zone. A start that the clocks skip is kept, moved forward.
 */
export function wallTimes(schedule: Schedule, from: WallTime, to: WallTime): WallTime[] {
  const { rule, start } = schedule;
  const last = rule.until !== undefined && rule.until < to ? rule.until : to;
  const ruled = last < start ? [] : between(schedule, from < start ? start : from, last);
  const extra = schedule.extra.filter((wall) => wall >= from && wall <= to);
  const except = new Set(schedule.except);
  return [...new Set([...ruled, ...extra])].filter((wall) => !except.has(wall)).sort();
}

/** The occurrences whose start lies in a time, its beginning included and its end not. */
export function occurrencesBetween(schedule: Schedule, zones: Zones, from: Date, to: Date): Occurrence[] {
  const { timeZone } = schedule;
  // A day more on each side: what is moved out of a gap begins on another minute than the rule says.
  const walls = wallTimes(schedule, wallOf(zones, timeZone, from, -1), wallOf(zones, timeZone, to, 1));
  return walls.map((wall) => ({ wall, ...zones.instantOf(timeZone, wall) })).filter(({ at }) => at >= from && at < to);
}

function wallOf(zones: Zones, zone: string, at: Date, days: number): WallTime {
  return zones.wallOf(zone, new Date(at.getTime() + days * 86_400_000));
}

function between({ rule, start }: Schedule, from: WallTime, to: WallTime): WallTime[] {
  const wall = (text: WallTime): Temporal.ZonedDateTime => Temporal.PlainDateTime.from(text).toZonedDateTime('UTC');
  const { frequency, interval, count, byDay, byMonthDay, byMonth, bySetPosition, weekStart } = rule;
  const expanded = new RRuleTemporal({
    freq: frequency,
    interval,
    dtstart: wall(start),
    tzid: 'UTC',
    maxIterations: MAX_ITERATIONS,
    ...(count === undefined ? {} : { count }),
    ...(byDay ? { byDay: [...byDay] } : {}),
    ...(byMonthDay ? { byMonthDay: [...byMonthDay] } : {}),
    ...(byMonth ? { byMonth: [...byMonth] } : {}),
    ...(bySetPosition ? { bySetPos: [...bySetPosition] } : {}),
    ...(weekStart === undefined ? {} : { wkst: weekStart }),
  });
  // Expanded in UTC, where the wall is the moment: writing that is ten times cheaper than writing a Temporal date.
  return expanded
    .between(wall(from), wall(to), true)
    .slice(0, MOST_AT_ONCE)
    .map(({ epochMilliseconds }) => new Date(epochMilliseconds).toISOString().slice(0, '2026-03-25T09:00'.length));
}
