import { locale, t } from '../../i18n';
import type { Series } from './meeting-draft';
import { rhythmOf } from './rhythm';

const weekday = new Intl.DateTimeFormat(locale.formats, { weekday: 'long', timeZone: 'UTC' });
const clock = new Intl.DateTimeFormat(locale.formats, { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

/** When a series meets: "Every Wednesday, 09:00"; a rule that is no rhythm stands as it is. */
export function rhythmWords({ rule, start }: Pick<Series, 'rule' | 'start'>): string {
  const rhythm = rhythmOf(rule, start);
  const at = new Date(`${start}:00Z`);
  const values = { day: weekday.format(at), time: clock.format(at), rule };
  return t(`series.rhythmWords.${rhythm}`, values);
}
