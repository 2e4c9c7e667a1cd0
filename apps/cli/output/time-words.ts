const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span in its two largest units, rounded down: `2 d 3 h`, `5 min`. @param ms not negative */
export function spanInWords(ms: number): string {
  if (ms < MINUTE) return 'less than 1 min';
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(ms / DAY), 'd'],
    [Math.floor((ms % DAY) / HOUR), 'h'],
    [Math.floor((ms % HOUR) / MINUTE), 'min'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** How far a deadline is, in words: colour alone would tell some people nothing. */
export function dueInWords(dueAt: string, now: Date): string {
  const left = new Date(dueAt).getTime() - now.getTime();
  return left >= 0 ? `in ${spanInWords(left)}` : `overdue by ${spanInWords(-left)}`;
}

/** A moment on the clock of this computer, with its offset: `2026-03-05 09:05 +01:00`. */
export function localTime(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const two = (value: number): string => String(value).padStart(2, '0');
  const offset = -at.getTimezoneOffset();
  const sign = offset < 0 ? '-' : '+';
  const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())} ${zone}`;
}
