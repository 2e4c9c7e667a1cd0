const DAY = 86_400_000;

/** The beginning of a day, `YYYY-MM-DD`, in UTC, milliseconds: for counting days, whatever zone they are of. */
export function timeOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** The day that lies so many days after another, or before it where `days` is negative. */
export function dayAfter(day: string, days: number): string {
  return new Date(timeOf(day) + days * DAY).toISOString().slice(0, 10);
}
