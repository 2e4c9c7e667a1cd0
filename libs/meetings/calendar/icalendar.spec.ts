import ICAL from 'ical.js';
import { expandRecurringEvent, sync, type VEvent } from 'node-ical';
import { edgeVectors, ruleVectors, zoneVectors } from '#test/meeting-vectors';
import { calendarOf, type CalendarEvent } from './icalendar';
import { systemZones } from './zones';

const party = { name: 'KFOR HQ', mailbox: 'focal-point@kfor-hq.example' };

function written(over: Pick<CalendarEvent, 'timeZone' | 'start'> & Partial<CalendarEvent>): string {
  const event: CalendarEvent = {
    uid: '01980000-0000-7000-8000-00000000000a@liaison-hub',
    ...{ sequence: 0, stamp: new Date('2026-01-01T08:00Z'), cancelled: false, minutes: 60 },
    ...{ title: 'Weekly', description: 'Agenda', place: null, organizer: party, attendees: [party] },
    ...over,
  };
  return calendarOf('REQUEST', [event], systemZones);
}

const minuteOf = (at: Date): string => at.toISOString().slice(0, 16);

/** By the zone database of the machine that reads it. */
function byNodeIcal(calendar: string): string[] {
  const event = Object.values(sync.parseICS(calendar)).find((part): part is VEvent => part?.type === 'VEVENT');
  if (!event) throw new Error('node-ical finds no event');
  const years = { from: new Date('1997-01-01T00:00Z'), to: new Date('2027-12-31T00:00Z') };
  return expandRecurringEvent(event, years).map(({ start }) => minuteOf(start));
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
  it.each(zoneVectors)('begins when it is to: $name', ({ starts, ...vector }) => {
    const calendar = written(vector);
    for (const read of [byNodeIcal(calendar), byIcalJs(calendar)]) expect(read.slice(0, starts.length)).toEqual(starts);
  });

  // ical.js has its own mind about a time that the clocks skip, or show twice.
  it.each(edgeVectors)(
    'begins at a time that is there once, for who knows the zone: $name',
    ({ starts, ...vector }) => {
      expect(byNodeIcal(written(vector)).slice(0, starts.length)).toEqual(starts);
    },
  );

  it.each(ruleVectors)('begins on the days of its rule and on no other: $name', ({ starts, ...vector }) => {
    expect(byIcalJs(written(vector))).toEqual(starts);
    // node-ical knows no RDATE.
    expect(byNodeIcal(written(vector))).toEqual(
      starts.filter((start) => !start.startsWith(vector.extra?.[0]?.slice(0, 10) ?? '-')),
    );
  });

  it('leaves out what was excepted and has what was added, by the original start', () => {
    const calendar = written({
      ...{ timeZone: 'Europe/Belgrade', start: '2026-03-18T10:00', rule: 'FREQ=WEEKLY;COUNT=8' },
      ...{ except: ['2026-03-25T10:00'], extra: ['2026-03-27T11:00'] },
    });
    const expected = ['2026-03-18T09:00', '2026-03-27T10:00', '2026-04-01T08:00'];
    expect(byIcalJs(calendar).slice(0, 3)).toEqual(expected);
    expect(byNodeIcal(calendar)).not.toContain('2026-03-25T09:00');
  });
});
