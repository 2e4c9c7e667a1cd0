import type { Schemas } from '#api-client';

export type DeclineReason = NonNullable<Schemas['DecisionDto']['reason']>;
export type Outcome = NonNullable<Schemas['ProgressDto']['outcome']>;

/** Each code once: the compiler refuses the list when the API document has another. */
const each = <Code extends string>(codes: Readonly<Record<Code, true>>): readonly Code[] =>
  Object.keys(codes) as Code[];

export const declineReasons = each<DeclineReason>({
  capacity: true,
  lack_of_resources: true,
  out_of_area: true,
  outside_mandate: true,
  not_eligible: true,
  insufficient_information: true,
  missing_documentation: true,
  consent_missing: true,
  already_served: true,
  duplicate: true,
  declined_by_survivor: true,
  conflict_of_interest: true,
  unsafe_to_receive: true,
  expired: true,
  other: true,
});

/** "Answered" is the outcome of a question, not of a case. */
export const outcomes = each<Exclude<Outcome, 'answered'>>({
  services_provided: true,
  partially_provided: true,
  referred_onward: true,
  person_declined: true,
  person_unreachable: true,
  not_needed: true,
  other: true,
});
