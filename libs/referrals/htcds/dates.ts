/** A date read from a cell, or why it cannot be. */
export type DateReading = { readonly date: string } | { readonly code: string; readonly message: string };

/** What decides how a date is read. */
export interface DateRules {
  readonly dates1904: boolean;
  readonly order?: 'day-first' | 'month-first';
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAY = 86_400_000;
/** 9999-12-31 as a serial. */
const LAST_SERIAL = 2_958_465;

const unreadable = { code: 'date_unreadable', message: 'Not a date that can be read. Write it as YYYY-MM-DD.' };
const ambiguous = {
  code: 'date_ambiguous',
  message: 'The day and the month could be swapped. Write the date as YYYY-MM-DD.',
};
const yearOnly = {
  code: 'date_incomplete',
  message: 'Only a year. Write a whole date as YYYY-MM-DD, or leave it empty and give the age group.',
};
const otherCalendar = {
  code: 'date_calendar',
  message: 'The year looks like the Solar Hijri calendar. Convert it to a Gregorian date, YYYY-MM-DD.',
};

/** Reads a date from the number that a spreadsheet keeps for it; the time of day is dropped. */
export function dateOfSerial(serial: number, rules: DateRules): DateReading {
  const days = Math.floor(serial);
  // 1900–2100 would be a day in 1905: somebody typed a year. 1300–1450 is a year of the Afghan calendar.
  if (Number.isInteger(serial) && days >= 1900 && days <= 2100) return yearOnly;
  if (Number.isInteger(serial) && days >= 1300 && days <= 1450) return otherCalendar;
  if (days < 1 || days > LAST_SERIAL) return unreadable;
  if (rules.dates1904) return { date: isoOf(Date.UTC(1904, 0, 1) + days * DAY) };
  // Excel counts a 29 February 1900 that never was.
  if (days === 60) return unreadable;
  return { date: isoOf(Date.UTC(1899, 11, days < 60 ? 31 : 30) + days * DAY) };
}

/** Reads a date from text in the usual ways of writing one. What could be two dates is neither. */
export function dateOfText(text: string, rules: DateRules): DateReading {
  const plain = westernDigits(text)
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?(Z|[+-]\d{2}:?\d{2})?$/i, '');
  if (/^\d{4}$/.test(plain)) return yearOnly;
  return numericDate(plain, rules) ?? namedDate(plain) ?? unreadable;
}

function numericDate(text: string, rules: DateRules): DateReading | undefined {
  const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (yearFirst) return calendarDate(Number(yearFirst[1]), Number(yearFirst[3]), Number(yearFirst[4]));
  const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(text);
  if (!yearLast) return undefined;
  const [first, second, year] = [Number(yearLast[1]), Number(yearLast[3]), Number(yearLast[4])];
  // Points are only used where the day comes first.
  const dayFirst = yearLast[2] === '.' || rules.order === 'day-first' || first > 12 || first === second;
  if (dayFirst) return calendarDate(year, second, first);
  if (rules.order === 'month-first' || second > 12) return calendarDate(year, first, second);
  return ambiguous;
}

function namedDate(text: string): DateReading | undefined {
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})$/i.exec(text);
  if (dayFirst) return withMonth(dayFirst[3], dayFirst[2], dayFirst[1]);
  const monthFirst = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/i.exec(text);
  return monthFirst ? withMonth(monthFirst[3], monthFirst[1], monthFirst[2]) : undefined;
}

const FULL_MONTHS = 'january february march april may june july august september october november december'.split(' ');

function withMonth(year = '', name = '', day = ''): DateReading | undefined {
  const lower = name.toLowerCase();
  const month = lower === 'sept' ? 9 : MONTHS.indexOf(lower.slice(0, 3)) + 1;
  const known = lower === 'sept' || lower.length === 3 || FULL_MONTHS[month - 1] === lower;
  return month > 0 && known ? calendarDate(Number(year), month, Number(day)) : undefined;
}

function calendarDate(year: number, month: number, day: number): DateReading {
  if (year >= 1300 && year <= 1450) return otherCalendar;
  if (year < 1880 || year > 2200) return unreadable;
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? { date: isoOf(time) } : unreadable;
}

const isoOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Arabic-Indic and Persian digits, as Dari and Pashto keyboards type them. */
function westernDigits(text: string): string {
  return text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
}
