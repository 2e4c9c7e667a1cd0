import fc from 'fast-check';
import { readRule } from '../domain/recurrence-rule';
import { meetingVectors, ruleVectors } from '#test/meeting-vectors';
import { occurrencesBetween, type Schedule } from './expand';
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
  it.each(meetingVectors)('$name', ({ timeZone, start, rule, starts: expected, ...over }) => {
    expect(starts(scheduleOf(timeZone, start, rule, over), expected.length + 1).slice(0, expected.length)).toEqual(
      expected,
    );
  });

  it.each(ruleVectors)('$name: and at no other time', ({ timeZone, start, rule, starts: expected, ...over }) => {
    expect(starts(scheduleOf(timeZone, start, rule, over), 100)).toEqual(expected);
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
