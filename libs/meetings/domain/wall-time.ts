/** A time on the wall of a zone, without the zone: `2026-03-25T09:00`. In this form texts sort as times do. */
export type WallTime = string;

const WALL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;

/** Whether a text is a wall time on a day that exists. Whether the clocks of a zone ever show it is another question. */
export function isWallTime(text: string): boolean {
  const [, year, month, day, hour, minute] = WALL.exec(text) ?? [];
  if (year === undefined || Number(hour) > 23 || Number(minute) > 59) return false;
  const date = new Date(`${year}-${month ?? ''}-${day ?? ''}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${year}-${month ?? ''}-${day ?? ''}`);
}

/** The form of RFC 5545: `20260325T090000`. */
export function toBasic(wall: WallTime): string {
  return `${wall.replaceAll(/[-:]/g, '')}00`;
}
