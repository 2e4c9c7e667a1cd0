import { dayAfter, timeOf } from './days';
import type { Period } from './period';

/** What days are added up to. */
export const tallyGrains = ['day', 'week', 'month'] as const;
export type TallyGrain = (typeof tallyGrains)[number];

/** A day, a week from Monday on or a month of the calendar: its first and its last day. */
export interface TallySpan {
  readonly grain: TallyGrain;
  readonly first: string;
  readonly last: string;
}

/** One after the other, of one grain: the first day of the first one, and of the last one. */
export interface TallyRun {
  readonly grain: TallyGrain;
  readonly from: string;
  readonly to: string;
}

/** The spans of every grain that a day lies in. */
export function spansOf(day: string): TallySpan[] {
  return tallyGrains.map((grain) => spanOf(grain, day));
}

/** The week or month that a day lies in, or the day itself. */
export function spanOf(grain: TallyGrain, day: string): TallySpan {
  switch (grain) {
    case 'day':
      return { grain, first: day, last: day };
    case 'week': {
      const first = dayAfter(day, -((new Date(timeOf(day)).getUTCDay() + 6) % 7));
      return { grain, first, last: dayAfter(first, 6) };
    }
    case 'month': {
      const [year, month] = [day.slice(0, 4), day.slice(5, 7)];
      const last = new Date(timeOf(`${year}-${month}-01`));
      last.setUTCMonth(last.getUTCMonth() + 1, 0);
      return { grain, first: `${year}-${month}-01`, last: last.toISOString().slice(0, 10) };
    }
  }
}

/**
 * A period in as few spans as it takes: the months that lie whole within, at both ends of them the weeks that do, and single
 * days for the rest. Each day of the period is in exactly one.
 */
export function runsOf(period: Period): TallyRun[] {
  return withWhole('month', period, (outside) =>
    withWhole('week', outside, ({ from, to }) => [{ grain: 'day', from, to }]),
  );
}

/** The spans of a grain that lie whole within a period, and what `rest` makes of the days before and after them. */
function withWhole(grain: TallyGrain, period: Period, rest: (outside: Period) => TallyRun[]): TallyRun[] {
  const { from, to } = period;
  const [head, tail] = [spanOf(grain, from), spanOf(grain, to)];
  const first = head.first === from ? head.first : dayAfter(head.last, 1);
  const afterLast = tail.last === to ? dayAfter(to, 1) : tail.first;
  if (first >= afterLast) return rest(period);
  return [
    ...(from < first ? rest({ from, to: dayAfter(first, -1) }) : []),
    { grain, from: first, to: spanOf(grain, dayAfter(afterLast, -1)).first },
    ...(afterLast <= to ? rest({ from: afterLast, to }) : []),
  ];
}
