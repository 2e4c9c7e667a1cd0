import { Temporal } from 'temporal-polyfill';
import type { WallTime } from '../domain/wall-time';

/** How a wall time was found in its zone: as it stands, moved out of a gap, or as the first of two. */
export type Found = 'exact' | 'gap' | 'ambiguous';

/** A moment at which the clocks of a zone change. Offsets are minutes east of Greenwich. */
export interface Transition {
  readonly at: Date;
  readonly before: number;
  readonly after: number;
}

/** What the clocks of the world show: the time zone database in one version of it. */
export interface Zones {
  /** Version of the database, for example `2026a`. */
  readonly version: string;
  /** When a wall time is; one that a zone skips is moved forward, of one that comes twice it is the first. */
  instantOf(zone: string, wall: WallTime): { readonly at: Date; readonly found: Found };
  wallOf(zone: string, at: Date): WallTime;
  offsetAt(zone: string, at: Date): number;
  /** Changes of the clocks within a time, and the last two before it. */
  transitions(zone: string, from: Date, to: Date): readonly Transition[];
}

const MINUTE_NS = 60_000_000_000;

function zoned(zone: string, at: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
}

function transitionAt(instant: Temporal.ZonedDateTime): Transition {
  const before = instant.subtract({ nanoseconds: 1 });
  return {
    at: new Date(instant.epochMilliseconds),
    before: before.offsetNanoseconds / MINUTE_NS,
    after: instant.offsetNanoseconds / MINUTE_NS,
  };
}

/** A time within which the clocks of a zone stay as they are, milliseconds. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

const DAY = 86_400_000;
/** By zone, the spans that were asked for: a zone has about two a year, and a series asks for the same ones again and again. */
const spans = new Map<string, Span[]>();

function spanAt(zone: string, at: number): Span {
  const known = spans.get(zone) ?? [];
  const found = known.find(({ from, to }) => at >= from && at < to);
  if (found) return found;
  const moment = zoned(zone, new Date(at));
  const span = {
    from: moment.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds ?? -Infinity,
    to: moment.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity,
    offset: moment.offsetNanoseconds / 1_000_000,
  };
  spans.set(zone, [...known, span]);
  return span;
}

/** When a wall time is that no change of the clocks is near; undefined where one is. */
function farFromChanges(zone: string, wall: WallTime): Date | undefined {
  const onWall = Date.parse(`${wall}Z`);
  const span = spanAt(zone, onWall - DAY);
  return onWall + DAY < span.to ? new Date(onWall - span.offset) : undefined;
}

/** The database that this Node.js was built with. */
export const systemZones: Zones = {
  version: process.versions['tz'] ?? 'unknown',
  instantOf: (zone, wall) => {
    const far = farFromChanges(zone, wall);
    if (far) return { at: far, found: 'exact' };
    const plain = Temporal.PlainDateTime.from(wall);
    const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
    const later = plain.toZonedDateTime(zone, { disambiguation: 'later' });
    const at = new Date(plain.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds);
    if (earlier.equals(later)) return { at, found: 'exact' };
    return { at, found: earlier.toPlainDateTime().equals(plain) ? 'ambiguous' : 'gap' };
  },
  wallOf: (zone, at) => zoned(zone, at).toPlainDateTime().toString({ smallestUnit: 'minute' }),
  offsetAt: (zone, at) => zoned(zone, at).offsetNanoseconds / MINUTE_NS,
  transitions: (zone, from, to) => {
    const found: Transition[] = [];
    let before = zoned(zone, from).getTimeZoneTransition('previous');
    for (let index = 0; index < 2 && before !== null; index += 1) {
      found.unshift(transitionAt(before));
      before = before.getTimeZoneTransition('previous');
    }
    let next = zoned(zone, from).getTimeZoneTransition('next');
    while (next !== null && next.epochMilliseconds <= to.getTime()) {
      found.push(transitionAt(next));
      next = next.getTimeZoneTransition('next');
    }
    return found;
  },
};
