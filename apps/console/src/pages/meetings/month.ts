/** "2026-03". */
export type Month = string;

const DAY = 86_400_000;
const WEEK = 7;

export function isMonth(text: unknown): text is Month {
  return typeof text === 'string' && /^\d{4}-(?:0[1-9]|1[0-2])$/.test(text);
}

/** So many months later, or earlier. */
export function monthFrom(month: Month, by: number): Month {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** The days of whole weeks, Monday first, in which the month lies: "2026-03-01" and so on. */
export function daysOf(month: Month): string[] {
  const first = Date.parse(`${month}-01`);
  const from = first - ((new Date(first).getUTCDay() + WEEK - 1) % WEEK) * DAY;
  const end = Date.parse(`${monthFrom(month, 1)}-01`);
  const count = Math.ceil((end - from) / DAY / WEEK) * WEEK;
  return Array.from({ length: count }, (_, day) => new Date(from + day * DAY).toISOString().slice(0, 10));
}
