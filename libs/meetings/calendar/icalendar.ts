import ICAL from 'ical.js';
import type { WallTime } from '../domain/wall-time';
import { foldLines } from './fold-lines';
import { vtimezone } from './vtimezone';
import type { Zones } from './zones';

export type Method = 'REQUEST' | 'CANCEL' | 'PUBLISH';

/** A body in a calendar: by its role's mailbox, never by a person. */
export interface CalendarParty {
  readonly name: string;
  readonly mailbox: string;
}

/** One VEVENT: a series, one meeting of it, or a meeting by itself. */
export interface CalendarEvent {
  readonly uid: string;
  readonly sequence: number;
  readonly stamp: Date;
  readonly cancelled: boolean;
  readonly timeZone: string;
  readonly start: WallTime;
  readonly minutes: number;
  readonly title: string;
  readonly description: string;
  readonly place: string | null;
  readonly organizer: CalendarParty;
  readonly attendees: readonly CalendarParty[];
  /** Of a series: its rule, and the starts that it has not or has besides. */
  readonly rule?: string;
  readonly except?: readonly WallTime[];
  readonly extra?: readonly WallTime[];
  /** Of one meeting of a series: its original start. */
  readonly recurrenceId?: WallTime;
}

/** A calendar as it leaves the hub (RFC 5545, 5546): each zone that is used stands in it. */
export function calendarOf(method: Method, events: readonly CalendarEvent[], zones: Zones): string {
  const calendar = new ICAL.Component('vcalendar');
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('prodid', '-//Liaison Hub//Meetings//EN');
  calendar.addPropertyWithValue('calscale', 'GREGORIAN');
  calendar.addPropertyWithValue('method', method);
  const earliest = new Map<string, WallTime>();
  for (const { timeZone, start } of events) {
    const known = earliest.get(timeZone);
    if (known === undefined || start < known) earliest.set(timeZone, start);
  }
  for (const [zone, start] of earliest)
    calendar.addSubcomponent(vtimezone(zones, zone, zones.instantOf(zone, start).at));
  for (const event of events) calendar.addSubcomponent(vevent(event, method));
  return foldLines(`${calendar.toString()}\r\n`);
}

/**
 * A rule by the month whose day is that of its first meeting, with that day in it: some programs otherwise hold a meeting of
 * the 31st on the last day of shorter months, where RFC 5545 has none.
 */
function withDay(rule: string, start: WallTime): string {
  const [, frequency] = /(?:^|;)FREQ=(MONTHLY|YEARLY)(?:;|$)/.exec(rule) ?? [];
  if (frequency === undefined || /(?:^|;)BY(?:DAY|MONTHDAY)=/.test(rule)) return rule;
  const [, month, day] = start.slice(0, '2026-03-25'.length).split('-').map(Number);
  return `${rule}${frequency === 'YEARLY' && !rule.includes('BYMONTH=') ? `;BYMONTH=${month}` : ''};BYMONTHDAY=${day}`;
}

function vevent(event: CalendarEvent, method: Method): ICAL.Component {
  const component = new ICAL.Component('vevent');
  const at = (name: string, wall: WallTime): void => {
    const property = new ICAL.Property(name, component);
    property.setParameter('tzid', event.timeZone);
    property.setValue(ICAL.Time.fromDateTimeString(`${wall}:00`));
    component.addProperty(property);
  };
  component.addPropertyWithValue('uid', event.uid);
  component.addPropertyWithValue('dtstamp', ICAL.Time.fromJSDate(event.stamp, true));
  component.addPropertyWithValue('sequence', event.sequence);
  if (event.recurrenceId !== undefined) at('recurrence-id', event.recurrenceId);
  at('dtstart', event.start);
  component.addPropertyWithValue('duration', ICAL.Duration.fromSeconds(event.minutes * 60));
  if (event.rule !== undefined)
    component.addPropertyWithValue('rrule', ICAL.Recur.fromString(withDay(event.rule, event.start)));
  for (const wall of event.except ?? []) at('exdate', wall);
  for (const wall of event.extra ?? []) at('rdate', wall);
  component.addPropertyWithValue('summary', event.title);
  component.addPropertyWithValue('description', event.description);
  if (event.place !== null) component.addPropertyWithValue('location', event.place);
  component.addPropertyWithValue('status', event.cancelled ? 'CANCELLED' : 'CONFIRMED');
  component.addPropertyWithValue('organizer', `mailto:${event.organizer.mailbox}`);
  if (method !== 'PUBLISH')
    for (const { name, mailbox } of event.attendees) {
      const attendee = new ICAL.Property('attendee', component);
      attendee.setParameter('cn', name);
      attendee.setParameter('role', 'REQ-PARTICIPANT');
      if (method === 'REQUEST') {
        attendee.setParameter('partstat', 'NEEDS-ACTION');
        attendee.setParameter('rsvp', 'TRUE');
      }
      attendee.setValue(`mailto:${mailbox}`);
      component.addProperty(attendee);
    }
  return component;
}
