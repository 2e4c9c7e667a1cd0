/** By what a release counts recipients, in the order in which its parts are divided. */
export const releaseDimensions = ['kind', 'organisation', 'response', 'priority', 'outcome'] as const;
export type ReleaseDimension = (typeof releaseDimensions)[number];

/**
 * How a recipient answered, as of the release; each is counted under one. The description of the API and docs/figures.md
 * say the same.
 */
export const responseDefinitions = {
  decided: 'Asked for a decision, and decided.',
  'acknowledged-without-decision': 'Asked for a decision, acknowledged, and not decided to that day.',
  acknowledged: 'Not asked for a decision, and acknowledged.',
  'no-response': 'Not acknowledged to that day.',
  'taken-back': 'Not acknowledged, and taken back by the sender or with the consent.',
} as const;
export type ReleasedResponse = keyof typeof responseDefinitions;

/** How it ended for a recipient, as of the release. */
export const outcomeDefinitions = {
  services_provided: 'The recipient reported that the services were provided.',
  partially_provided: 'The recipient reported that the services were provided in part.',
  referred_onward: 'The recipient referred the case onward.',
  person_declined: 'The person declined.',
  person_unreachable: 'The person could not be reached.',
  not_needed: 'What was asked for was no longer needed.',
  answered: 'The question was answered.',
  other: 'It ended otherwise.',
  declined: 'The recipient declined.',
  none: 'No end was reported to that day.',
} as const;
