import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { canonicalJson } from '#kernel';
import { calendarOf, systemZones, type CalendarEvent } from '#meetings';
import { meetingVectors } from '#test/meeting-vectors';
import { temporaryDirectory } from '#test/servers';
import { Radicale } from './radicale';

jest.setTimeout(60_000);

/** A Python that has python3-icalendar, khal and radicale: Debian's own, or the one that `npm test` fetched. */
const PYTHON = process.env['CALENDAR_PYTHON'] ?? '/usr/bin/python3';
const INSTALL =
  'This spec needs calendar programs of others: `npm test` fetches them, or apt-get install python3-icalendar khal radicale.';

/**
 * Expands calendars with python3-icalendar, each by the VTIMEZONE that came along. It leaves to others what a time means
 * that the clocks skip, or show twice: as RFC 5545 has it, by the offset before, and the first.
 */
const EXPAND = `
import sys, json, icalendar, pytz
from dateutil import rrule, tz
def moment(zone, wall):
    try:
        return zone.localize(wall, is_dst=None)
    except pytz.AmbiguousTimeError:
        return zone.localize(wall, is_dst=True)
    except pytz.NonExistentTimeError:
        return zone.localize(wall, is_dst=False)
def dates(event, name):
    given = event.get(name, [])
    for one in given if isinstance(given, list) else [given]:
        yield from (date.dt.replace(tzinfo=None) for date in one.dts)
def starts(text):
    calendar = icalendar.Calendar.from_ical(text)
    zones = {str(z['TZID']): z.to_tz() for z in calendar.walk('VTIMEZONE')}
    event, = calendar.walk('VEVENT')
    zone = zones[event['DTSTART'].params['TZID']]
    first = event['DTSTART'].dt.replace(tzinfo=None)
    rule = event['RRULE']
    if 'UNTIL' in rule:
        rule['UNTIL'] = [rule['UNTIL'][0].astimezone(zone).replace(tzinfo=None)]
    days = rrule.rruleset()
    days.rrule(rrule.rrulestr(rule.to_ical().decode(), dtstart=first))
    for wall in dates(event, 'RDATE'):
        days.rdate(wall)
    for wall in dates(event, 'EXDATE'):
        days.exdate(wall)
    return [moment(zone, wall).astimezone(tz.UTC).strftime('%Y-%m-%dT%H:%M') for wall in days]
json.dump([starts(text) for text in json.load(sys.stdin)], sys.stdout)
`;

const single: CalendarEvent = {
  uid: '01980000-0000-7000-8000-00000000000a@liaison-hub',
  ...{ sequence: 2, stamp: new Date('2026-03-01T08:00Z'), cancelled: false, minutes: 60 },
  ...{ timeZone: 'Europe/Belgrade', start: '2026-03-18T10:00' },
  title: 'Weekly coordination meeting; shelter, "school"\\path',
  description: `Join: https://meet.example/${'x'.repeat(100)}\nAgenda: https://hub.example/v1`,
  place: 'Liaison office — پناهگاه',
  organizer: { name: 'KFOR HQ', mailbox: 'focal-point@kfor.example' },
  attendees: [
    { name: 'UNMIK', mailbox: 'focal-point@unmik.example' },
    { name: 'KFOR HQ', mailbox: 'focal-point@kfor.example' },
  ],
};
const event: CalendarEvent = { ...single, rule: 'FREQ=WEEKLY;BYDAY=WE;COUNT=8' };

function written(over: Partial<CalendarEvent> = {}, method: 'REQUEST' | 'CANCEL' | 'PUBLISH' = 'REQUEST'): string {
  return calendarOf(method, [{ ...event, ...over }], systemZones);
}

/** Each vector as an invitation of its own. */
const invitations = meetingVectors.map(({ name, starts, ...vector }, index) => ({
  ...{ name, starts, uid: `vector-${index}@liaison-hub` },
  calendar: written({ ...vector, uid: `vector-${index}@liaison-hub`, title: `vector-${index}` }),
}));
/** Where a program takes the second of two times that the clocks show: RFC 5545 has the first. */
const TWICE = 'Europe/Belgrade, weekly from 2026-10-18T02:30';
const OWN_MIND = /El_Aaiun|T02:30/;

function run(words: readonly string[], input = '', environment: Readonly<Record<string, string>> = {}): string {
  const { status, stdout, stderr } = spawnSync(PYTHON, [...words], {
    ...{ input, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8', ...environment } },
  });
  if (status !== 0) throw new Error(`${INSTALL}\n${stdout}${stderr}`);
  return stdout;
}

describe('invitations, read by calendar programs of others', () => {
  let scratch: string;

  beforeAll(() => {
    scratch = temporaryDirectory('calendars');
  });
  afterAll(() => {
    rmSync(scratch, { recursive: true });
  });

  describe('by python3-icalendar, by their own VTIMEZONE', () => {
    let read: string[][];

    beforeAll(() => {
      read = JSON.parse(run(['-c', EXPAND], JSON.stringify(invitations.map(({ calendar }) => calendar)))) as string[][];
    });

    it.each(invitations.map(({ name, starts }, index) => ({ name, starts, index })))('$name', ({ starts, index }) => {
      expect(read[index]?.slice(0, starts.length)).toEqual(starts);
    });
  });

  describe('by khal', () => {
    const read = new Map<string, string[]>();

    /** One calendar of all, imported once and listed once. */
    beforeAll(() => {
      mkdirSync(join(scratch, 'khal/calendar'), { recursive: true });
      const config = join(scratch, 'khal/config');
      writeFileSync(config, khalConfig(join(scratch, 'khal')));
      const files = invitations.map(({ calendar }, index) => {
        const file = join(scratch, `${index}.ics`);
        writeFileSync(file, calendar);
        return file;
      });
      const khal = (...words: string[]): string => run(['-m', 'khal', '-c', config, ...words], '', { HOME: scratch });
      khal('import', '--batch', '-a', 'hub', ...files);
      const years = ['1997-01-01', '2024-01-01', '2026-01-01'];
      for (const line of years.flatMap((from) => listed(khal, from))) {
        const [uid = '', day = '', time = ''] = line.split(' ');
        read.set(uid, [...(read.get(uid) ?? []), `${day}T${time}`]);
      }
    });
    const listed = (khal: (...words: string[]) => string, from: string): string[] =>
      khal('list', '--day-format', '', '--format', '{uid} {start}', from, '366d').split('\n').filter(Boolean);

    it.each(invitations)('$name', ({ name, starts, uid }) => {
      const [first = '', twice, ...others] = starts;
      const theirs = name === TWICE ? [first, '2026-10-25T01:30', ...others.slice(0, 1)] : [first, twice, ...others];
      expect(read.get(uid)?.slice(0, starts.length)).toEqual(theirs);
    });
  });

  describe('by radicale, which keeps them', () => {
    let radicale: Radicale;

    beforeAll(async () => {
      radicale = await Radicale.start(PYTHON, join(scratch, 'radicale'));
      await radicale.make('vectors');
      for (const [index, { calendar }] of invitations.entries()) await radicale.put(`vectors/${index}.ics`, calendar);
    });
    afterAll(() => radicale.stop());

    const stored = invitations.map((invitation, index) => ({ ...invitation, path: `vectors/${index}.ics` }));

    it.each(stored)('gives back what it was given: $name', async ({ calendar, path }) => {
      expect(eventsOf(await radicale.get(path))).toEqual(eventsOf(calendar));
    });

    // What it expands by itself to answer a search has the first offset of a zone without yearly rules for ever, and its
    // own mind about times that the clocks skip or show twice.
    it.each(stored.filter(({ name }) => !OWN_MIND.test(name)))(
      'finds it when it begins and not before: $name',
      async ({ starts, path }) => {
        for (const start of starts) {
          expect(await radicale.at('vectors', start)).toContain(`/hub/${path}`);
          expect(await radicale.at('vectors', before(start))).not.toContain(`/hub/${path}`);
        }
      },
    );

    it('takes a feed as a whole: series, a meeting that was moved, and one by itself', async () => {
      const moved = { ...single, uid: event.uid, recurrenceId: '2026-04-08T10:00', start: '2026-04-09T11:00' };
      const alone = { ...single, uid: 'alone@liaison-hub' };
      const feed = calendarOf('PUBLISH', [event, moved, alone], systemZones);
      await radicale.put('feed/', feed);
      expect(eventsOf(await radicale.get('feed/'))).toEqual(eventsOf(feed));
      expect(await radicale.at('feed', '2026-04-09T09:00')).toHaveLength(1);
      expect(await radicale.at('feed', '2026-04-08T08:00')).toEqual([]);
    });
  });

  it('keep each text as it was, on lines that are short enough', () => {
    const calendar = written();
    expect(calendar.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(calendar).not.toMatch(/[^\r]\n/);
    const [read] = new ICAL.Component(ICAL.parse(calendar) as unknown[]).getAllSubcomponents('vevent');
    for (const [name, value] of [
      ['summary', event.title],
      ['description', event.description],
      ['location', event.place],
    ] as const)
      expect(read?.getFirstPropertyValue(name)).toBe(value);
  });

  it('have one standard time for a zone that never changes, and two yearly rules for one that does', () => {
    const kabul = written({ timeZone: 'Asia/Kabul', start: '2026-03-25T09:00' });
    expect(kabul.match(/BEGIN:(?:STANDARD|DAYLIGHT)/g)).toEqual(['BEGIN:STANDARD']);
    const belgrade = written();
    expect(belgrade).toContain('RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU');
    expect(belgrade).toContain('RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU');
    expect(written({ timeZone: 'Africa/El_Aaiun', start: '2026-02-10T10:00' })).toContain('RDATE');
  });

  it('name one meeting of a series by its original start in its zone, and call it off alone', () => {
    const calendar = calendarOf(
      'CANCEL',
      [{ ...single, cancelled: true, sequence: 3, recurrenceId: '2026-03-25T10:00', start: '2026-03-25T10:00' }],
      systemZones,
    );
    expect(calendar).toContain('METHOD:CANCEL');
    expect(calendar).toContain('RECURRENCE-ID;TZID=Europe/Belgrade:20260325T100000');
    expect(calendar).toContain('STATUS:CANCELLED');
    expect(calendar).toContain('ORGANIZER:mailto:focal-point@kfor.example');
    expect(calendar).not.toContain('RRULE:FREQ=WEEKLY');
  });
});

function khalConfig(folder: string): string {
  return [
    ...[
      '[calendars]',
      '[[hub]]',
      `path = ${join(folder, 'calendar')}`,
      '[sqlite]',
      `path = ${join(folder, 'khal.db')}`,
    ],
    ...['[locale]', 'local_timezone = UTC', 'default_timezone = UTC', 'dateformat = %Y-%m-%d'],
    ...['longdateformat = %Y-%m-%d', 'timeformat = %H:%M', 'datetimeformat = %Y-%m-%d %H:%M'],
    ...['longdatetimeformat = %Y-%m-%d %H:%M', ''],
  ].join('\n');
}

/** Each event of a calendar by its properties, in no order: a program may put them, and their parameters, in another. */
function eventsOf(calendar: string): string[] {
  return new ICAL.Component(ICAL.parse(calendar) as unknown[])
    .getAllSubcomponents('vevent')
    .map((one) =>
      one
        .getAllProperties()
        .map((property) => canonicalJson(property.toJSON()))
        .sort()
        .join('\n'),
    )
    .sort();
}

function before(start: string): string {
  return new Date(Date.parse(`${start}Z`) - 60_000).toISOString().slice(0, start.length);
}
