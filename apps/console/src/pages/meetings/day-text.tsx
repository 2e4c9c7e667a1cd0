import type { ReactNode } from 'react';
import { locale, t } from '../../i18n';

const format = new Intl.DateTimeFormat(locale.formats, { dateStyle: 'medium', timeZone: 'UTC' });

/** The day by which something is due; a day has no zone. */
export function DayText({ day }: { readonly day: string }): ReactNode {
  return <time dateTime={day}>{t('register.dueOn', { day: format.format(new Date(day)) })}</time>;
}
