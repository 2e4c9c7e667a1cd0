/** A calendar month by its first and last day: "2026-03-01", "2026-03-31". */
export interface MonthSpan {
  readonly from: string;
  readonly to: string;
}

/** So many months, the last of them that of the day; it ends with the day itself. */
export function monthsUpTo(day: string, count: number): MonthSpan[] {
  const [year = 0, month = 1] = day.split('-').map(Number);
  const at = (offset: number, date: number): string =>
    new Date(Date.UTC(year, month - 1 + offset, date)).toISOString().slice(0, 10);
  return Array.from({ length: count }, (_, index) => {
    const offset = index - count + 1;
    // The day before the first of the next month.
    return { from: at(offset, 1), to: offset === 0 ? day : at(offset + 1, 0) };
  });
}
