import type { AgeGroup, IsoDate } from './referral-body';

/** Completed years at a date; negative when it lies before birth. Both Gregorian, `YYYY-MM-DD`. */
export function ageAt(birth: IsoDate, on: IsoDate): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
  return on.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** The age group of an age in completed years. */
export function ageGroupOf(years: number): AgeGroup {
  if (years <= 5) return '0-5';
  if (years <= 11) return '6-11';
  if (years <= 14) return '12-14';
  if (years <= 17) return '15-17';
  if (years <= 24) return '18-24';
  return years <= 59 ? '25-59' : '60+';
}

/** Whether an age group lies under 18; undefined when the age is unknown. */
export function isMinorAgeGroup(group: AgeGroup): boolean | undefined {
  if (group === 'unknown') return undefined;
  return ['0-5', '6-11', '12-14', '15-17'].includes(group);
}
