import { invalidInput, type HubError } from '#kernel';
import { dateIn, isCalendarDate } from '#directory';
import { dayAfter } from './days';

/** Days of an operation, `YYYY-MM-DD` in its time zone, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** So many days are counted when no beginning is named. */
const USUAL_DAYS = 90;

/**
 * The period that is asked for: up to today, and from 90 days before its end, where nothing else is said.
 *
 * @throws HubError `invalid_input` for a day that does not exist, or an end before the beginning.
 */
export function periodOf(timeZone: string, now: Date, asked: Partial<Period>): Period {
  const to = existing('/to', asked.to ?? dateIn(timeZone, now));
  const from = existing('/from', asked.from ?? dayAfter(to, 1 - USUAL_DAYS));
  if (from > to) throw refused('/from', 'period', 'must not lie after "to"');
  return { from, to };
}

function existing(pointer: string, day: string): string {
  if (!isCalendarDate(day)) throw refused(pointer, 'date', 'must be a day that exists, as YYYY-MM-DD');
  return day;
}

function refused(pointer: string, code: string, message: string): HubError {
  return invalidInput([{ pointer, code, message }]);
}
