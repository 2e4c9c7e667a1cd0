import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { locale, t } from '../../i18n';
import { Chip } from '../../ui/chip';
import { daysOf, type Month } from './month';
import { meetingTones, type Meeting } from './words';

const dayName = new Intl.DateTimeFormat(locale.formats, { weekday: 'long', timeZone: 'UTC' });
const dayShort = new Intl.DateTimeFormat(locale.formats, { weekday: 'short', timeZone: 'UTC' });
const dayWords = new Intl.DateTimeFormat(locale.formats, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const number = new Intl.NumberFormat(locale.formats);
const WEEK = 7;

interface CalendarProps {
  readonly month: Month;
  readonly meetings: readonly Meeting[];
}

/** A month by weeks. A meeting stands on the day of its own clocks: that is the day people speak of. */
export function Calendar({ month, meetings }: CalendarProps): ReactNode {
  const days = daysOf(month);
  const weeks = Array.from({ length: days.length / WEEK }, (_, week) => days.slice(week * WEEK, (week + 1) * WEEK));
  return (
    <table className="calendar">
      <caption className="sr">{t('calendar.title')}</caption>
      <thead>
        <tr>
          {days.slice(0, WEEK).map((day) => (
            <th key={day} scope="col" abbr={dayName.format(new Date(day))}>
              {dayShort.format(new Date(day))}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <Day
                key={day}
                day={day}
                isOutside={!day.startsWith(month)}
                meetings={meetings.filter(({ start }) => start.startsWith(day))}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface DayProps {
  readonly day: string;
  readonly isOutside: boolean;
  readonly meetings: readonly Meeting[];
}

function Day({ day, isOutside, meetings }: DayProps): ReactNode {
  const at = new Date(day);
  return (
    <td data-outside={isOutside} data-empty={meetings.length === 0}>
      <time dateTime={day}>
        <span className="calendar-number" aria-hidden="true">
          {number.format(at.getUTCDate())}
        </span>
        <span className="calendar-day">{dayWords.format(at)}</span>
      </time>
      {meetings.map(({ id, title, start, state }) => (
        <div key={id} className="calendar-meeting">
          <Link to="/meetings/$id" params={{ id }}>
            {t('calendar.meeting', { time: start.slice(11), title })}
          </Link>
          {state === 'scheduled' ? null : <Chip tone={meetingTones[state]}>{t(`meetings.state.${state}`)}</Chip>}
        </div>
      ))}
    </td>
  );
}
