import type { InputProblem } from '#kernel';
import { isMinorAgeGroup } from './age';
import type { ReferralBody } from './referral-body';

/** What contradicts itself in a case: its age, and its consent. */
export function contradictionsOf({ person, consent }: Pick<ReferralBody, 'person' | 'consent'>): InputProblem[] {
  const problems: InputProblem[] = [];
  const refuse = (pointer: string, message: string): void => {
    problems.push({ pointer: `/body${pointer}`, code: 'contradiction', message });
  };
  const minorByGroup = person.ageGroup === undefined ? undefined : isMinorAgeGroup(person.ageGroup);
  if (minorByGroup === true && person.isMinor === 'no') {
    refuse('/person/isMinor', 'The age group is under 18 but isMinor is "no". Correct whichever is wrong.');
  }
  if (minorByGroup === false && person.isMinor === 'yes') {
    refuse('/person/isMinor', 'The age group is 18 or over but isMinor is "yes". Correct whichever is wrong.');
  }
  if (consent.given === 'yes' && consent.purposes.length === 0) {
    refuse('/consent/purposes', 'Consent is given for no purpose. Name at least one, or set given to "pending".');
  }
  if (consent.date !== undefined && consent.expires !== undefined && consent.expires < consent.date) {
    refuse('/consent/expires', 'Consent expires before it was given. Correct one of the two dates.');
  }
  return problems;
}
