import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ICAL from 'ical.js';
import { calendarOf, systemZones, type CalendarEvent } from '#meetings';

jest.setTimeout(60_000);

/** Debian's own Python, for which its packages are installed. */
const PYTHON = '/usr/bin/python3';
const INSTALL = 'This spec needs calendar programs of others: apt-get install python3-icalendar khal.';

/** Expands what the hub wrote with another program's parser and zone database. */
const EXPAND = `
import sys, icalendar
from dateutil import rrule, tz
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
zones = {str(z['TZID']): z.to_tz() for z in calendar.walk('VTIMEZONE')}
for event in calendar.walk('VEVENT'):
    start = event['DTSTART']
    zone = zones[start.params['TZID']]
    naive = start.dt.replace(tzinfo=None)
    rule = event.get('RRULE')
    walls = [naive] if rule is None else list(rrule.rrulestr(rule.to_ical().decode(), dtstart=naive))
    for wall in walls[:8]:
        print(zone.localize(wall).astimezone(tz.UTC).strftime('%Y-%m-%dT%H:%M'))
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

function expanded(calendar: string): string[] {
  const { status, stdout, stderr } = spawnSync(PYTHON, ['-c', EXPAND], { input: calendar, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${INSTALL}\n${stderr}`);
  return stdout.trim().split('\n');
}

describe('invitations, read by calendar programs of others', () => {
  it.each<[string, string, string[]]>([
    ['Europe/Belgrade', '2026-03-18T10:00', ['2026-03-18T09:00', '2026-03-25T09:00', '2026-04-01T08:00']],
    ['Europe/Belgrade', '2026-10-21T10:00', ['2026-10-21T08:00', '2026-10-28T09:00', '2026-11-04T09:00']],
    ['Asia/Kabul', '2026-03-25T09:00', ['2026-03-25T04:30', '2026-04-01T04:30']],
    ['Asia/Kabul', '2026-03-25T01:00', ['2026-03-24T20:30', '2026-03-31T20:30']],
    [
      'Africa/El_Aaiun',
      '2026-02-10T10:00',
      [
        ...['2026-02-10T09:00', '2026-02-17T10:00', '2026-02-24T10:00', '2026-03-03T10:00'],
        ...['2026-03-10T10:00', '2026-03-17T10:00', '2026-03-24T09:00'],
      ],
    ],
  ])('say by their own VTIMEZONE when a series in %s from %s begins', (timeZone, start, starts) => {
    const calendar = written({ timeZone, start, rule: 'FREQ=WEEKLY;COUNT=8' });
    expect(expanded(calendar).slice(0, starts.length)).toEqual(starts);
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

  it('are taken by khal, which shows each meeting but the excepted one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'khal-'));
    try {
      mkdirSync(join(folder, 'calendar'));
      writeFileSync(
        join(folder, 'config'),
        `[calendars]\n[[hub]]\npath = ${join(folder, 'calendar')}\n[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ntimeformat = %H:%M\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = ${join(folder, 'khal.db')}\n`,
      );
      const file = join(folder, 'invitation.ics');
      writeFileSync(file, written({ except: ['2026-03-25T10:00'], title: 'Weekly' }));
      const khal = (...words: string[]) => {
        const { status, stdout, stderr } = spawnSync('khal', ['-c', join(folder, 'config'), ...words], {
          encoding: 'utf8',
          env: { ...process.env, LC_ALL: 'C.UTF-8', HOME: folder },
        });
        if (status !== 0) throw new Error(`${INSTALL}\n${stdout}${stderr}`);
        return stdout;
      };
      khal('import', '--batch', '-a', 'hub', file);
      const listed = khal('list', '--format', '{start}', '2026-03-16', '20d');
      expect(listed.match(/\d{4}-\d\d-\d\d \d\d:\d\d/g)).toEqual(['2026-03-18 09:00', '2026-04-01 08:00']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
