import { locale } from '../../i18n';

/** The day on which a moment falls where the operation is; without its zone, where the reader is. */
export function dayWords(iso: string, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat(locale.formats, {
    dateStyle: 'medium',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(new Date(iso));
}
