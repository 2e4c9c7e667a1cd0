/** By what a release counts recipients, in the order in which its parts are divided. */
export const releaseDimensions = ['kind', 'organisation', 'response', 'priority'] as const;
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
