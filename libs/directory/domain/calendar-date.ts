const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Whether a text is a day that exists, as `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined || month < 1 || month > 12 || day < 1)
    return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0));
}

// Making a formatter costs far more than using it, and there are only as many zones as operations.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const made = new Intl.DateTimeFormat('en-US', { calendar: 'gregory', numberingSystem: 'latn', timeZone, ...parts });
  formatters.set(timeZone, made);
  return made;
}

// The rules ask for the same day again and again, body by body. Zones differ by whole seconds, so no day begins within one.
const lastDays = new Map<string, { readonly second: number; readonly day: string }>();

/** The day, as `YYYY-MM-DD`, that it is in a time zone at an instant. Days in this form compare as texts do. */
export function dateIn(timeZone: string, at: Date): string {
  const second = Math.floor(at.getTime() / 1_000);
  const last = lastDays.get(timeZone);
  if (last?.second === second) return last.day;
  const parts = new Map(
    formatterFor(timeZone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  const day = `${(parts.get('year') ?? '').padStart(4, '0')}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''}`;
  lastDays.set(timeZone, { second, day });
  return day;
}

/** The instant at which a day, `YYYY-MM-DD`, is over in a time zone; to the minute. */
export function endOfDay(timeZone: string, day: string): Date {
  // Zones are at most 14 hours ahead of UTC and 12 behind: the day ends between the two.
  let before = Date.parse(`${day}T00:00:00Z`) + 9 * HOUR;
  let after = before + 28 * HOUR;
  while (after - before > MINUTE) {
    const middle = Math.floor((before + after) / 2 / MINUTE) * MINUTE;
    if (dateIn(timeZone, new Date(middle)) > day) after = middle;
    else before = middle;
  }
  return new Date(after);
}

/** Whether the name is a zone of the IANA database that this machine knows. */
export function isTimeZone(name: string): boolean {
  if (!/^(?:UTC|[A-Z][A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+)$/.test(name)) return false;
  try {
    formatterFor(name);
    return true;
  } catch {
    return false;
  }
}
