import ICAL from 'ical.js';
import { expandRecurringEvent, sync, type VEvent } from 'node-ical';
import { calendarOf, type CalendarEvent } from './icalendar';
import { systemZones } from './zones';

const COUNT = 8;
const party = { name: 'KFOR HQ', mailbox: 'focal-point@kfor-hq.example' };

function written(over: Pick<CalendarEvent, 'timeZone' | 'start'> & Partial<CalendarEvent>): string {
  const event: CalendarEvent = {
    uid: '01980000-0000-7000-8000-00000000000a@liaison-hub',
    ...{ sequence: 0, stamp: new Date('2026-01-01T08:00Z'), cancelled: false, minutes: 60 },
    ...{ title: 'Weekly', description: 'Agenda', place: null, organizer: party, attendees: [party] },
    rule: `FREQ=WEEKLY;COUNT=${COUNT}`,
    ...over,
  };
  return calendarOf('REQUEST', [event], systemZones);
}

const minuteOf = (at: Date): string => at.toISOString().slice(0, 16);

/** By the zone database of the machine that reads it. */
function byNodeIcal(calendar: string): string[] {
  const event = Object.values(sync.parseICS(calendar)).find((part): part is VEvent => part?.type === 'VEVENT');
  if (!event) throw new Error('node-ical finds no event');
  const year = { from: new Date('2026-01-01T00:00Z'), to: new Date('2027-12-31T00:00Z') };
  return expandRecurringEvent(event, year).map(({ start }) => minuteOf(start));
}

/** By the VTIMEZONE that came along, and by nothing of the machine. */
function byIcalJs(calendar: string): string[] {
  const component = new ICAL.Component(ICAL.parse(calendar) as unknown[]);
  const zone = new ICAL.Timezone(component.getFirstSubcomponent('vtimezone') ?? undefined);
  const event = new ICAL.Event(component.getFirstSubcomponent('vevent') ?? undefined);
  const iterator = event.iterator();
  const starts: string[] = [];
  for (let next = iterator.next() as ICAL.Time | undefined; next; next = iterator.next() as ICAL.Time | undefined) {
    const local = next.clone();
    local.zone = zone;
    starts.push(minuteOf(new Date(local.toUnixTime() * 1_000)));
  }
  return starts;
}

describe('an invitation, read by parsers that others wrote', () => {
  it.each<[string, string, string[]]>([
    ['Europe/Belgrade', '2026-03-18T10:00', ['2026-03-18T09:00', '2026-03-25T09:00', '2026-04-01T08:00']],
    ['Europe/Belgrade', '2026-10-21T10:00', ['2026-10-21T08:00', '2026-10-28T09:00', '2026-11-04T09:00']],
    ['Asia/Kabul', '2026-03-25T09:00', ['2026-03-25T04:30', '2026-04-01T04:30', '2026-04-08T04:30']],
    ['Asia/Kabul', '2026-03-25T01:00', ['2026-03-24T20:30', '2026-03-31T20:30']],
    [
      'Africa/El_Aaiun',
      '2026-02-10T10:00',
      [
        ...['2026-02-10T09:00', '2026-02-17T10:00', '2026-02-24T10:00', '2026-03-03T10:00'],
        ...['2026-03-10T10:00', '2026-03-17T10:00', '2026-03-24T09:00'],
      ],
    ],
  ])('begins in %s from %s when it is to', (timeZone, start, starts) => {
    const calendar = written({ timeZone, start });
    for (const read of [byNodeIcal(calendar), byIcalJs(calendar)]) {
      expect(read).toHaveLength(COUNT);
      expect(read.slice(0, starts.length)).toEqual(starts);
    }
  });

  // ical.js has its own mind about a time that the clocks skip, or show twice.
  it.each<[string, string, string[]]>([
    ['Europe/Belgrade', '2026-03-22T02:30', ['2026-03-22T01:30', '2026-03-29T01:30', '2026-04-05T00:30']],
    ['Europe/Belgrade', '2026-10-18T02:30', ['2026-10-18T00:30', '2026-10-25T00:30', '2026-11-01T01:30']],
  ])('begins in %s from %s at a time that is there once, for who knows the zone', (timeZone, start, starts) => {
    expect(byNodeIcal(written({ timeZone, start })).slice(0, starts.length)).toEqual(starts);
  });

  it('leaves out what was excepted and has what was added, by the original start', () => {
    const calendar = written({
      ...{ timeZone: 'Europe/Belgrade', start: '2026-03-18T10:00' },
      ...{ except: ['2026-03-25T10:00'], extra: ['2026-03-27T11:00'] },
    });
    const expected = ['2026-03-18T09:00', '2026-03-27T10:00', '2026-04-01T08:00'];
    expect(byIcalJs(calendar).slice(0, 3)).toEqual(expected);
    expect(byNodeIcal(calendar)).not.toContain('2026-03-25T09:00');
  });
});
