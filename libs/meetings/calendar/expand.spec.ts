import fc from 'fast-check';
import { readRule } from '../domain/recurrence-rule';
import { occurrencesBetween, wallTimes, type Schedule } from './expand';
import { systemZones } from './zones';

function scheduleOf(timeZone: string, start: string, rule: string, over: Partial<Schedule> = {}): Schedule {
  const read = readRule(rule, (at) => systemZones.wallOf(timeZone, at));
  if (!read.rule) throw new Error(JSON.stringify(read.problems));
  return { timeZone, start, rule: read.rule, except: [], extra: [], ...over };
}

function starts(schedule: Schedule, count: number): string[] {
  const from = new Date(`${schedule.start}Z`).getTime() - 86_400_000;
  return occurrencesBetween(schedule, systemZones, new Date(from), new Date(from + 400 * 86_400_000))
    .slice(0, count)
    .map(({ at }) => at.toISOString().slice(0, 16));
}

describe('a series is held at the same wall clock time', () => {
  it.each<[string, string, string, string[]]>([
    ['Europe/Belgrade', '2026-03-18T10:00', 'WE', ['2026-03-18T09:00', '2026-03-25T09:00', '2026-04-01T08:00']],
    ['Europe/Belgrade', '2026-10-21T10:00', 'WE', ['2026-10-21T08:00', '2026-10-28T09:00', '2026-11-04T09:00']],
    ['Asia/Kabul', '2026-03-25T09:00', 'WE', ['2026-03-25T04:30', '2026-04-01T04:30', '2026-04-08T04:30']],
    ['Asia/Kabul', '2026-03-25T01:00', 'WE', ['2026-03-24T20:30', '2026-03-31T20:30']],
    [
      'Africa/El_Aaiun',
      '2026-02-10T10:00',
      'TU',
      [
        ...['2026-02-10T09:00', '2026-02-17T10:00', '2026-02-24T10:00', '2026-03-03T10:00'],
        ...['2026-03-10T10:00', '2026-03-17T10:00', '2026-03-24T09:00'],
      ],
    ],
    ['Europe/Belgrade', '2026-03-22T02:30', 'SU', ['2026-03-22T01:30', '2026-03-29T01:30', '2026-04-05T00:30']],
    ['Europe/Belgrade', '2026-10-18T02:30', 'SU', ['2026-10-18T00:30', '2026-10-25T00:30', '2026-11-01T01:30']],
  ])('%s, weekly from %s', (zone, start, day, expected) => {
    expect(starts(scheduleOf(zone, start, `FREQ=WEEKLY;BYDAY=${day}`), expected.length)).toEqual(expected);
  });

  it('says which start the clocks skip and which comes twice', () => {
    const found = (start: string) =>
      occurrencesBetween(
        scheduleOf('Europe/Belgrade', start, 'FREQ=WEEKLY'),
        systemZones,
        new Date(`${start}Z`),
        new Date(new Date(`${start}Z`).getTime() + 10 * 86_400_000),
      ).map((one) => one.found);
    expect(found('2026-03-22T02:30')).toEqual(['gap']);
    expect(found('2026-10-18T02:30')).toEqual(['ambiguous']);
  });

  it.each<[string, Schedule, string[]]>([
    [
      'exceptions and further dates',
      scheduleOf('Asia/Kabul', '2026-04-01T09:00', 'FREQ=DAILY;COUNT=3', {
        extra: ['2026-04-05T09:00'],
        except: ['2026-04-02T09:00'],
      }),
      ['2026-04-01', '2026-04-03', '2026-04-05'],
    ],
    [
      'a date that does not exist is left out',
      scheduleOf('Asia/Kabul', '2024-01-31T09:00', 'FREQ=MONTHLY;COUNT=3'),
      ['2024-01-31', '2024-03-31', '2024-05-31'],
    ],
    [
      'every second week, weeks from Monday',
      scheduleOf('America/New_York', '1997-08-05T09:00', 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO'),
      ['1997-08-05', '1997-08-10', '1997-08-19', '1997-08-24'],
    ],
    [
      'every second week, weeks from Sunday',
      scheduleOf('America/New_York', '1997-08-05T09:00', 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU'),
      ['1997-08-05', '1997-08-17', '1997-08-19', '1997-08-31'],
    ],
    [
      'until a moment in UTC, which is a wall time of the zone',
      scheduleOf('Asia/Kabul', '2026-03-25T09:00', 'FREQ=WEEKLY;UNTIL=20260408T043000Z'),
      ['2026-03-25', '2026-04-01', '2026-04-08'],
    ],
    [
      'until one second sooner than the last',
      scheduleOf('Asia/Kabul', '2026-03-25T09:00', 'FREQ=WEEKLY;UNTIL=20260408T042900Z'),
      ['2026-03-25', '2026-04-01'],
    ],
  ])('%s', (_, schedule, days) => {
    expect(wallTimes(schedule, '1990-01-01T00:00', '2030-01-01T00:00').map((wall) => wall.slice(0, 10))).toEqual(days);
  });

  it('finds in parts of a time what it finds in the whole', () => {
    const schedule = scheduleOf('Europe/Belgrade', '2026-01-07T02:30', 'FREQ=WEEKLY;BYDAY=WE,SU');
    const year = [new Date('2026-01-01Z'), new Date('2027-01-01Z')] as const;
    const whole = occurrencesBetween(schedule, systemZones, ...year);
    fc.assert(
      fc.property(fc.date({ min: year[0], max: year[1], noInvalidDate: true }), (middle) => {
        const parts = [
          ...occurrencesBetween(schedule, systemZones, year[0], middle),
          ...occurrencesBetween(schedule, systemZones, middle, year[1]),
        ];
        expect(parts).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });
});
