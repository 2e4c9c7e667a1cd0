import { locale } from '../i18n';

const whole = new Intl.NumberFormat(locale.formats, { style: 'percent', maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(locale.formats, { style: 'percent', maximumFractionDigits: 1 });

/** A share, 0 to 1, in per cent; a dash where there is none. */
export function shareWords(share: number | null | undefined, to: 'whole' | 'tenths' = 'whole'): string {
  if (share == null) return '–';
  return (to === 'whole' ? whole : tenths).format(share);
}
