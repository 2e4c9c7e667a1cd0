import { invalidInput, type InputProblem } from '#kernel';
import { isCalendarDate, type Operation } from '#directory';
import type { ReferralConsent } from '#messages';
import type { ConsentGrant } from '#routing';

/** What a body wrote of a consent, as far as it can contradict itself. */
export interface WrittenConsent {
  readonly given: 'yes' | 'no' | 'pending';
  readonly date?: string;
  readonly expires?: string;
  readonly grants: readonly ConsentGrant[];
}

/** @throws HubError `invalid_input` with every problem by its pointer */
export function requireSoundConsent(operation: Operation, consent: WrittenConsent): void {
  const known = operation.bodies.map(({ slug }) => slug);
  const problems: InputProblem[] = [];
  const refuse = (pointer: string, code: string, message: string): void => {
    problems.push({ pointer, code, message });
  };
  const day = (pointer: string, text: string | undefined): void => {
    if (text !== undefined && !isCalendarDate(text)) refuse(pointer, 'wrong_format', 'must be a day that exists');
  };
  day('/date', consent.date);
  day('/expires', consent.expires);
  if (consent.date !== undefined && consent.expires !== undefined && consent.expires < consent.date)
    refuse('/expires', 'contradiction', 'the consent runs out before it was given; correct one of the two days');
  if (consent.given === 'yes' && consent.grants.length === 0)
    refuse(
      '/grants',
      'contradiction',
      'consent is given for nothing; name at least one part, or set given to "pending"',
    );
  for (const [index, { recipients = [], expires }] of consent.grants.entries()) {
    day(`/grants/${index}/expires`, expires);
    for (const [position, slug] of recipients.entries())
      if (!known.includes(slug))
        refuse(
          `/grants/${index}/recipients/${position}`,
          'organisation_unknown',
          `is no body of operation ${operation.id}. Known: ${known.join(', ')}.`,
        );
  }
  if (problems.length > 0) throw invalidInput(problems);
}

const sameMembers = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((one) => right.includes(one));

/**
 * Where a referral's own section and the record that it rests on say two things. Nothing is guessed: neither the wider
 * nor the narrower of the two is taken. A member that the section leaves out is taken from the record.
 */
export function contradictionsWith(record: ReferralConsent, section: ReferralConsent): InputProblem[] {
  const members = [
    ['given', section.given === record.given],
    ['purposes', sameMembers(section.purposes, record.purposes)],
    [
      'recipients',
      section.recipients === undefined ||
        (record.recipients !== undefined && sameMembers(section.recipients, record.recipients)),
    ],
    ['date', section.date === undefined || section.date === record.date],
    ['expires', section.expires === undefined || section.expires === record.expires],
    ['restrictions', section.restrictions === undefined || section.restrictions === record.restrictions],
  ] as const;
  return members
    .filter(([, agrees]) => !agrees)
    .map(([member]) => ({
      pointer: `/body/consent/${member}`,
      code: 'contradiction',
      message: `is not what the consent record says. Leave "${member}" out, or record a new consent and name that one.`,
    }));
}
