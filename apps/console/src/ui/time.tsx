import type { ReactNode } from 'react';
import { locale, t } from '../i18n';
import { useNow } from './use-now';

const formats = new Map<string, Intl.DateTimeFormat>();
const MINUTE = 60_000;

/** A moment by its clock and date, in that zone; without one, where the reader is. */
export function clockTime(iso: string, timeZone?: string): string {
  const key = timeZone ?? '';
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale.formats, {
      ...{ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
      ...(timeZone === undefined ? {} : { timeZone }),
    });
    formats.set(key, format);
  }
  return format.format(new Date(iso));
}

/** A span in words, of one unit: "3 hours". */
export function durationWords(milliseconds: number): string {
  const minutes = Math.max(1, Math.round(Math.abs(milliseconds) / MINUTE));
  if (minutes < 90) return t('time.minutes', { count: minutes });
  const hours = Math.round(minutes / 60);
  return hours < 48 ? t('time.hours', { count: hours }) : t('time.days', { count: Math.round(hours / 24) });
}

/** A moment, with how long ago or ahead it is. */
export function Time({ at, timeZone }: { readonly at: string; readonly timeZone?: string | undefined }): ReactNode {
  const apart = Date.parse(at) - useNow();
  const duration = durationWords(apart);
  const span = Math.abs(apart) < MINUTE ? t('time.now') : t(apart > 0 ? 'time.in' : 'time.ago', { duration });
  return (
    <time dateTime={at}>
      {clockTime(at, timeZone)} <span className="soft">({span})</span>
    </time>
  );
}
