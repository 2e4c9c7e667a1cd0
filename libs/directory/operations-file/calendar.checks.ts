import { isCalendarDate, isTimeZone } from '../domain/calendar-date';
import { priorityCodes } from '../domain/directory.codes';
import { durationMilliseconds } from '../domain/duration';
import type { Check, Finding } from './finding';

/** The time zone is one that the machine knows. */
export const timeZoneExists: Check = ({ timeZone }) =>
  isTimeZone(timeZone)
    ? []
    : [
        {
          path: ['timeZone'],
          reason: `"${timeZone}" is not a time zone.`,
          fix: 'Use an IANA name, e.g. "Asia/Kabul".',
        },
      ];

/** Deadlines are durations, and what is more urgent is due sooner. */
export const deadlinesAreDurations: Check = ({ deadlines }) => {
  const lengths = priorityCodes.map((priority) => durationMilliseconds(deadlines[priority]));
  return priorityCodes.flatMap((priority, index): Finding[] => {
    const path = ['deadlines', priority];
    const length = lengths[index];
    const previous = lengths[index - 1];
    if (length === undefined) {
      const reason = `"${deadlines[priority]}" is not a duration.`;
      return [{ path, reason, fix: 'Use weeks, days, hours or minutes as in ISO 8601, e.g. "PT24H" or "P14D".' }];
    }
    if (previous !== undefined && length < previous) {
      const reason = `The deadline of "${priority}" is shorter than that of a more urgent priority.`;
      return [{ path, reason, fix: 'Order the deadlines: emergency, urgent, normal.' }];
    }
    return [];
  });
};

/** Agreements begin and end on days that exist, in this order. */
export const agreementDatesExist: Check = ({ agreements }) =>
  agreements.flatMap(({ from, until }, index) => {
    const wrong = (['from', 'until'] as const).flatMap((key): Finding[] => {
      const date = key === 'from' ? from : until;
      if (date === undefined || isCalendarDate(date)) return [];
      const reason = `"${date}" is not a day that exists.`;
      return [{ path: ['agreements', index, key], reason, fix: 'Write it as YYYY-MM-DD.' }];
    });
    if (wrong.length > 0 || until === undefined || from <= until) return wrong;
    const reason = 'The agreement ends before it begins.';
    return [{ path: ['agreements', index, 'until'], reason, fix: `Choose a day on or after ${from}.` }];
  });
