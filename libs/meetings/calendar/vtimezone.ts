import ICAL from 'ical.js';
import { toBasic } from '../domain/wall-time';
import type { Transition, Zones } from './zones';

const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;
/** So many years of a zone are told: what is later is told by the updates to come. */
const YEARS = 10;
/** Clocks that were left alone for so long before, and are not to change, never change: two years. */
const SETTLED_MS = 2 * 366 * 86_400_000;

interface Onset {
  /** On the clocks as they were just before, which is how RFC 5545 wants it. */
  readonly local: Date;
  readonly from: number;
  readonly to: number;
}

/**
 * The zone as RFC 5545 has it: each change of the clocks that comes back every year as one rule; changes that follow no
 * yearly rule one by one; a zone whose clocks never change as one standard time.
 */
export function vtimezone(zones: Zones, zone: string, from: Date): ICAL.Component {
  const component = new ICAL.Component('vtimezone');
  component.addPropertyWithValue('tzid', zone);
  const to = new Date(Date.UTC(from.getUTCFullYear() + YEARS, 11, 31));
  const transitions = zones.transitions(zone, from, to);
  const onsets = transitions.map(onsetOf);
  if (!transitions.some(({ at }) => at.getTime() > from.getTime() - SETTLED_MS)) {
    const offset = zones.offsetAt(zone, from);
    component.addSubcomponent(observance('standard', [{ local: new Date(0), from: offset, to: offset }], undefined));
    return component;
  }
  for (const group of groupsOf(onsets)) {
    const name = isSummer(group) ? 'daylight' : 'standard';
    component.addSubcomponent(observance(name, group, yearlyRule(group, to)));
  }
  return component;
}

function onsetOf({ at, before, after }: Transition): Onset {
  return { local: new Date(at.getTime() + before * 60_000), from: before, to: after };
}

/** Changes between the same two offsets. */
function groupsOf(onsets: readonly Onset[]): Onset[][] {
  const groups = new Map<string, Onset[]>();
  for (const onset of onsets) {
    const key = `${onset.from}/${onset.to}`;
    groups.set(key, [...(groups.get(key) ?? []), onset]);
  }
  return [...groups.values()];
}

function isSummer([first]: readonly Onset[]): boolean {
  return first !== undefined && first.to > first.from;
}

/** The rule by which a change comes back: the same hour of the n-th, or last, such day of a month, in every year. */
function yearlyRule(group: readonly Onset[], to: Date): string | undefined {
  const [first] = group;
  const last = group.at(-1);
  if (!first || !last || group.length < 3) return undefined;
  const month = first.local.getUTCMonth();
  const day = first.local.getUTCDay();
  const time = first.local.toISOString().slice(11, 16);
  const year = first.local.getUTCFullYear();
  const same = group.every(
    ({ local }, index) =>
      local.getUTCFullYear() === year + index &&
      local.getUTCMonth() === month &&
      local.getUTCDay() === day &&
      local.toISOString().slice(11, 16) === time,
  );
  if (!same || to.getUTCFullYear() - last.local.getUTCFullYear() > 1) return undefined;
  const nth = [...new Set(group.map(({ local }) => Math.ceil(local.getUTCDate() / 7)))];
  const isLast = group.every(({ local }) => local.getUTCDate() + 7 > daysOf(local));
  const place = nth.length === 1 ? nth[0] : isLast ? -1 : undefined;
  // A day that is always the fourth and always the last of its month is the last: that is how laws put it.
  return place === undefined
    ? undefined
    : `FREQ=YEARLY;BYMONTH=${month + 1};BYDAY=${isLast ? -1 : place}${DAYS[day] ?? ''}`;
}

function daysOf(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

function observance(name: string, group: readonly Onset[], rule: string | undefined): ICAL.Component {
  const component = new ICAL.Component(name);
  const [first] = group;
  if (!first) throw new Error('a change of the clocks begins at some time');
  component.addPropertyWithValue('dtstart', floating(first.local));
  component.addPropertyWithValue('tzoffsetfrom', ICAL.UtcOffset.fromSeconds(first.from * 60));
  component.addPropertyWithValue('tzoffsetto', ICAL.UtcOffset.fromSeconds(first.to * 60));
  if (rule !== undefined) component.addPropertyWithValue('rrule', ICAL.Recur.fromString(rule));
  // The first among them too: readers such as ical.js overlook a DTSTART beside other dates, and RFC 5545 counts it once.
  else if (group.length > 1) for (const { local } of group) component.addPropertyWithValue('rdate', floating(local));
  return component;
}

function floating(local: Date): ICAL.Time {
  const text = toBasic(local.toISOString().slice(0, 16));
  return ICAL.Time.fromDateTimeString(
    `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}T${text.slice(9, 11)}:${text.slice(11, 13)}:00`,
  );
}
