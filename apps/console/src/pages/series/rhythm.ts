/** How often a series meets, as most do; every other rule is written as RFC 5545 has it. */
export const rhythms = ['weekly', 'fortnightly', 'monthly', 'other'] as const;
export type Rhythm = (typeof rhythms)[number];

const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const WEEK = 7;
/** A month may have no fifth such day: the last one is meant. */
const LAST = 5;

/** The rule of a rhythm for a series that begins at that wall clock time; undefined without a day, and for others. */
export function ruleOf(rhythm: Rhythm, start: string): string | undefined {
  const day = new Date(`${start.slice(0, 10)}T00:00:00Z`);
  const name = DAYS[day.getUTCDay()];
  if (name === undefined) return undefined;
  switch (rhythm) {
    case 'weekly':
      return `FREQ=WEEKLY;BYDAY=${name}`;
    case 'fortnightly':
      return `FREQ=WEEKLY;INTERVAL=2;BYDAY=${name}`;
    case 'monthly': {
      const place = Math.ceil(day.getUTCDate() / WEEK);
      return `FREQ=MONTHLY;BYDAY=${place === LAST ? -1 : place}${name}`;
    }
    case 'other':
      return undefined;
  }
}

/** Which rhythm a rule is, for a series that begins then. */
export function rhythmOf(rule: string, start: string): Rhythm {
  return rhythms.find((rhythm) => sorted(ruleOf(rhythm, start)) === sorted(rule)) ?? 'other';
}

/** The parts of a rule have no order. */
function sorted(rule: string | undefined): string | undefined {
  return rule?.split(';').sort().join(';');
}
