import type { ReactNode } from 'react';
import { t } from '../../i18n';
import { clockTime } from '../../ui/time';

interface MeetingTimeProps {
  readonly at: string;
  readonly timeZone: string;
}

/** When it is on the clocks of its place, and on the reader's when those show something else. */
export function MeetingTime({ at, timeZone }: MeetingTimeProps): ReactNode {
  const there = clockTime(at, timeZone);
  const here = clockTime(at);
  return (
    <>
      <time dateTime={at}>{there}</time>
      {here === there ? null : (
        <span className="soft small cell-line">{t('meetings.whereYouAre', { time: here })}</span>
      )}
    </>
  );
}
