import type { InputProblem } from '#kernel';
import { isWallTime, type WallTime } from './wall-time';

export const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof frequencies)[number];

/** When a series takes place, as RFC 5545 says it, in wall time. */
export interface RecurrenceRule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count?: number;
  /** The last wall time at which it may begin; a day alone means all of that day. */
  readonly until?: WallTime;
  readonly byDay?: readonly string[];
  readonly byMonthDay?: readonly number[];
  readonly byMonth?: readonly number[];
  readonly bySetPosition?: readonly number[];
  readonly weekStart?: string;
}

/** A series that is to end after more meetings than this has another purpose than meeting. */
export const MOST_OCCURRENCES = 1_000;
const LONGEST_RULE = 300;
const DAY = /^(?:[+-]?\d{1,2})?(?:MO|TU|WE|TH|FR|SA|SU)$/;
const WEEK_DAY = /^(?:MO|TU|WE|TH|FR|SA|SU)$/;
const UNTIL = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/;
const KNOWN = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'WKST'];

export type ReadRule =
  | { readonly rule: RecurrenceRule; readonly problems: readonly [] }
  | { readonly rule: undefined; readonly problems: readonly InputProblem[] };

/**
 * Reads an RRULE, for example `FREQ=WEEKLY;BYDAY=WE`.
 *
 * @param toWall the wall time of an instant in the zone of the series: UNTIL comes in UTC
 */
export function readRule(text: string, toWall: (at: Date) => WallTime, pointer = '/rule'): ReadRule {
  const problems: InputProblem[] = [];
  const wrong = (code: string, message: string): void => {
    problems.push({ pointer, code, message });
  };
  const parts = partsOf(text, wrong);
  const frequency = frequencies.find((one) => one === parts.get('FREQ'));
  if (!frequency) wrong('unknown_code', `FREQ must be one of ${frequencies.join(', ')}`);
  const numbers = (name: string, lowest: number, highest: number): number[] | undefined => {
    const values = parts.get(name)?.split(',').map(Number);
    if (values?.some((value) => !Number.isInteger(value) || value === 0 || value < lowest || value > highest))
      wrong('out_of_bounds', `${name} must hold whole numbers from ${lowest} to ${highest}, and no 0`);
    return values;
  };
  const interval = numbers('INTERVAL', 1, 100)?.[0];
  const count = numbers('COUNT', 1, MOST_OCCURRENCES)?.[0];
  const byMonthDay = numbers('BYMONTHDAY', -31, 31);
  const byMonth = numbers('BYMONTH', 1, 12);
  const bySetPosition = numbers('BYSETPOS', -366, 366);
  const byDay = parts.get('BYDAY')?.split(',');
  if (byDay?.some((day) => !DAY.test(day))) wrong('malformed', 'BYDAY must hold days such as WE, or 1MO and -1FR');
  if (frequency === 'WEEKLY' && byDay?.some((day) => !WEEK_DAY.test(day)))
    wrong('contradiction', 'BYDAY of a weekly rule holds days without a number');
  const weekStart = parts.get('WKST');
  if (weekStart !== undefined && !WEEK_DAY.test(weekStart)) wrong('malformed', 'WKST must be a day such as MO');
  const until = untilOf(parts.get('UNTIL'), toWall, wrong);
  if (count !== undefined && parts.has('UNTIL')) wrong('contradiction', 'a rule has COUNT or UNTIL, not both');
  if (problems.length > 0 || !frequency) return { rule: undefined, problems };
  const rule = {
    frequency,
    interval: interval ?? 1,
    ...(count === undefined ? {} : { count }),
    ...(until === undefined ? {} : { until }),
    ...(byDay ? { byDay } : {}),
    ...(byMonthDay ? { byMonthDay } : {}),
    ...(byMonth ? { byMonth } : {}),
    ...(bySetPosition ? { bySetPosition } : {}),
    ...(weekStart === undefined ? {} : { weekStart }),
  };
  return { rule, problems: [] };
}

/** The rule as RRULE. @param until how the end is written; a series with a zone has it in UTC. */
export function ruleText(rule: RecurrenceRule, until: (wall: WallTime) => string): string {
  const list = (name: string, values: readonly (string | number)[] | undefined): string[] =>
    values ? [`${name}=${values.join(',')}`] : [];
  return [
    `FREQ=${rule.frequency}`,
    ...(rule.interval === 1 ? [] : [`INTERVAL=${rule.interval}`]),
    ...(rule.count === undefined ? [] : [`COUNT=${rule.count}`]),
    ...(rule.until === undefined ? [] : [`UNTIL=${until(rule.until)}`]),
    ...list('BYMONTH', rule.byMonth),
    ...list('BYMONTHDAY', rule.byMonthDay),
    ...list('BYDAY', rule.byDay),
    ...list('BYSETPOS', rule.bySetPosition),
    ...(rule.weekStart === undefined ? [] : [`WKST=${rule.weekStart}`]),
  ].join(';');
}

function partsOf(text: string, wrong: (code: string, message: string) => void): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  if (text.length > LONGEST_RULE) {
    wrong('too_long', `must have at most ${LONGEST_RULE} signs`);
    return parts;
  }
  for (const part of text
    .replace(/^RRULE:/i, '')
    .toUpperCase()
    .split(';')) {
    const [name = '', value = '', ...more] = part.split('=');
    if (!KNOWN.includes(name)) wrong('unknown_part', `knows these parts only: ${KNOWN.join(', ')}`);
    else if (value === '' || more.length > 0) wrong('malformed', `${name} needs one value`);
    else if (parts.has(name)) wrong('contradiction', `${name} comes twice`);
    else parts.set(name, value);
  }
  return parts;
}

function untilOf(
  text: string | undefined,
  toWall: (at: Date) => WallTime,
  wrong: (code: string, message: string) => void,
): WallTime | undefined {
  if (text === undefined) return undefined;
  const [, year, month, day, hour, minute, second, utc] = UNTIL.exec(text) ?? [];
  const date = `${year ?? ''}-${month ?? ''}-${day ?? ''}`;
  const wall = `${date}T${hour ?? '23'}:${minute ?? '59'}`;
  if (!isWallTime(wall)) wrong('malformed', 'UNTIL must be a day (20261231) or a time in UTC (20261231T090000Z)');
  else if (hour === undefined) return wall;
  else if (utc !== 'Z') wrong('malformed', 'UNTIL with a time is in UTC and ends with Z');
  else return toWall(new Date(`${date}T${hour}:${minute ?? '00'}:${second ?? '00'}Z`));
  return undefined;
}
