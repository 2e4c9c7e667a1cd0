const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether a text is a day that exists, as `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
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

// The rules ask for the same day again and again, body by body.
const lastDays = new Map<string, { readonly time: number; readonly day: string }>();

/** The day, as `YYYY-MM-DD`, that it is in a time zone at an instant. Days in this form compare as texts do. */
export function dateIn(timeZone: string, at: Date): string {
  const time = at.getTime();
  const last = lastDays.get(timeZone);
  if (last?.time === time) return last.day;
  const parts = new Map(
    formatterFor(timeZone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  const day = `${(parts.get('year') ?? '').padStart(4, '0')}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''}`;
  lastDays.set(timeZone, { time, day });
  return day;
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
