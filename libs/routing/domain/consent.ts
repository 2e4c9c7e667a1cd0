import { isCalendarDate, type Purpose, type Slug } from '#directory';
import type { ConsentFacts } from './routing-input';

/** Small questions about a consent; a date that cannot be read answers "no". `today` is `YYYY-MM-DD`. */

export function isGiven(consent: ConsentFacts | undefined, today: string): consent is ConsentFacts {
  if (consent?.given !== 'yes') return false;
  return consent.date === undefined || (isCalendarDate(consent.date) && consent.date <= today);
}

export function isUnexpired(consent: ConsentFacts, today: string): boolean {
  return consent.expires === undefined || (isCalendarDate(consent.expires) && today <= consent.expires);
}

export function coversPurpose(consent: ConsentFacts, ...anyOf: readonly Purpose[]): boolean {
  return anyOf.some((purpose) => consent.purposes.includes(purpose));
}

/** Whether the consent names the body, or names no body in particular. */
export function leavesRoomFor(consent: ConsentFacts, body: Slug): boolean {
  return consent.recipients === undefined || consent.recipients.includes(body);
}

export function names(consent: ConsentFacts, body: Slug): boolean {
  return consent.recipients?.includes(body) === true;
}
