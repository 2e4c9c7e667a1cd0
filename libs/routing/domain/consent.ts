import { isCalendarDate, type FieldGroup, type Purpose, type Slug } from '#directory';
import type { ConsentFacts, ConsentGrant } from './routing-input';

/** Small questions about a consent and its parts; a date that cannot be read answers "no". `today` is `YYYY-MM-DD`. */

export function isGiven(consent: ConsentFacts | undefined, today: string): consent is ConsentFacts {
  if (consent?.given !== 'yes') return false;
  return consent.date === undefined || (isCalendarDate(consent.date) && consent.date <= today);
}

/** The parts of a consent. One that was given as a whole is one part, over all groups of fields. */
export function partsOf({ grants, purposes, recipients }: ConsentFacts): readonly ConsentGrant[] {
  return grants ?? [{ purposes, ...(recipients === undefined ? {} : { recipients }) }];
}

/** Whether a consent, or a part of one, has not run out. A part never outlasts the whole: ask both. */
export function isUnexpired({ expires }: Pick<ConsentGrant, 'expires'>, today: string): boolean {
  return expires === undefined || (isCalendarDate(expires) && today <= expires);
}

export function coversPurpose(part: ConsentGrant, anyOf: readonly Purpose[]): boolean {
  return anyOf.some((purpose) => part.purposes.includes(purpose));
}

export function coversGroup(part: ConsentGrant, group: FieldGroup): boolean {
  return part.groups === undefined || part.groups.includes(group);
}

/** Whether the part names the body, or names no body in particular. */
export function leavesRoomFor(part: ConsentGrant, body: Slug): boolean {
  return part.recipients === undefined || part.recipients.includes(body);
}

export function names(part: ConsentGrant, body: Slug): boolean {
  return part.recipients?.includes(body) === true;
}
