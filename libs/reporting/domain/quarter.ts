import { invalidInput } from '#kernel';

/** Three months of an operation, `2026-Q1`. The texts compare as the quarters do. */
export type Quarter = string;

export const QUARTER = /^(\d{4})-Q([1-4])$/;
const DAY = 86_400_000;

/** The days of a quarter, `YYYY-MM-DD`, both included. */
export function daysOf(quarter: Quarter): { readonly from: string; readonly to: string } {
  const [, year = '', number = ''] = QUARTER.exec(quarter) ?? [];
  const [from, after] = [beginning(Number(year), Number(number)), beginning(Number(year), Number(number) + 1)];
  return { from: dayOf(from), to: dayOf(after - DAY) };
}

/** All quarters from one to another, both included. @throws HubError `invalid_input` for an end before the beginning. */
export function quartersFrom(from: Quarter, to: Quarter): Quarter[] {
  const [first, last] = [indexOf(from), indexOf(to)];
  if (first > last)
    throw invalidInput([{ pointer: '/from', code: 'period', message: 'must not be a quarter after "to"' }]);
  if (last - first >= MOST_QUARTERS)
    throw invalidInput([{ pointer: '/from', code: 'period', message: `must be at most ${MOST_QUARTERS} quarters` }]);
  return Array.from({ length: last - first + 1 }, (_, more) => named(first + more));
}

/** So many quarters can be added up at once: twenty years. */
const MOST_QUARTERS = 80;

function indexOf(quarter: Quarter): number {
  const [, year = '', number = ''] = QUARTER.exec(quarter) ?? [];
  return Number(year) * 4 + Number(number) - 1;
}

function named(index: number): Quarter {
  return `${String(Math.floor(index / 4)).padStart(4, '0')}-Q${(index % 4) + 1}`;
}

function beginning(year: number, number: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, (number - 1) * 3, 1);
  return date.getTime();
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
