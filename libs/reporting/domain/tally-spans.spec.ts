import fc from 'fast-check';
import { runsOf, spanOf, spansOf, type TallyRun } from './tally-spans';

const DAY = 86_400_000;
const dayAt = (number: number): string => new Date(number * DAY).toISOString().slice(0, 10);
const numberOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY;
/** From 1970 to 2050, leap years included. */
const somePeriod = fc
  .tuple(fc.integer({ min: 0, max: 29_000 }), fc.integer({ min: 0, max: 900 }))
  .map(([from, length]) => ({ from: dayAt(from), to: dayAt(from + length) }));

/** Every day of a run, span by span. */
function daysOf({ grain, from, to }: TallyRun): string[] {
  const days: string[] = [];
  for (let number = numberOf(from); number <= numberOf(spanOf(grain, to).last); number += 1) days.push(dayAt(number));
  return days;
}

describe('the spans of a period', () => {
  it('hold each of its days once, and no other', () => {
    fc.assert(
      fc.property(somePeriod, (period) => {
        const days = runsOf(period).flatMap(daysOf);
        const wanted = Array.from({ length: numberOf(period.to) - numberOf(period.from) + 1 }, (_, index) =>
          dayAt(numberOf(period.from) + index),
        );
        expect(days).toEqual(wanted);
      }),
    );
  });

  it('begin where a span begins', () => {
    fc.assert(
      fc.property(somePeriod, (period) => {
        for (const { grain, from, to } of runsOf(period)) {
          expect(spanOf(grain, from).first).toBe(from);
          expect(spanOf(grain, to).first).toBe(to);
        }
      }),
    );
  });

  it('are few, however long the period', () => {
    fc.assert(
      fc.property(somePeriod, (period) => {
        const runs = runsOf(period);
        expect(runs.length).toBeLessThanOrEqual(7);
        expect(runs.filter(({ grain }) => grain === 'day').flatMap(daysOf).length).toBeLessThanOrEqual(24);
      }),
    );
  });

  it.each([
    ['a year', { from: '2025-01-01', to: '2025-12-31' }, [['month', '2025-01-01', '2025-12-01']]],
    ['a leap day', { from: '2024-02-29', to: '2024-02-29' }, [['day', '2024-02-29', '2024-02-29']]],
    ['a week', { from: '2026-06-01', to: '2026-06-07' }, [['week', '2026-06-01', '2026-06-01']]],
    [
      'weeks and days at the ends of a month',
      { from: '2026-04-19', to: '2026-06-08' },
      [
        ['day', '2026-04-19', '2026-04-19'],
        ['week', '2026-04-20', '2026-04-20'],
        ['day', '2026-04-27', '2026-04-30'],
        ['month', '2026-05-01', '2026-05-01'],
        ['week', '2026-06-01', '2026-06-01'],
        ['day', '2026-06-08', '2026-06-08'],
      ],
    ],
  ])('of %s', (_, period, runs) => {
    expect(runsOf(period).map(({ grain, from, to }) => [grain, from, to])).toEqual(runs);
  });

  it('of a day are itself, its week and its month', () => {
    expect(spansOf('2028-02-29')).toEqual([
      { grain: 'day', first: '2028-02-29', last: '2028-02-29' },
      { grain: 'week', first: '2028-02-28', last: '2028-03-05' },
      { grain: 'month', first: '2028-02-01', last: '2028-02-29' },
    ]);
  });
});
