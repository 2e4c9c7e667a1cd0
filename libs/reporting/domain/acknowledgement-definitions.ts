/** What acknowledgement figures can be split by. */
export const figureGroups = ['organisation', 'priority', 'kind'] as const;
export type FigureGroup = (typeof figureGroups)[number];

/**
 * What each figure counts, in words: the description of the API and docs/figures.md say the same. A recipient is one
 * body to which one message was routed; only actual messages are counted, never an exercise or a test.
 */
export const acknowledgementDefinitions = {
  recipients: 'Recipients to which a message was routed in the period.',
  acknowledged: 'Of these, those that acknowledged, sooner or later. Deciding acknowledges too.',
  decided: 'Of these, those that were asked for a decision (a referral, capacity lead or action) and decided.',
  takenBack: 'Of these, those from which the sender took the message back, or consent was withdrawn.',
  overdue: 'Waiting now: past the deadline, not acknowledged, and not taken back.',
  due: 'The deadline to acknowledge has passed, and the message was not taken back, unanswered, before it passed.',
  noResponse: 'Of those due: never acknowledged, to this day. An acknowledgement after the deadline is a response.',
  noResponseRate: 'noResponse / due; null while nothing is due.',
  decisionDue:
    'Asked for a decision (a referral, capacity lead or action), and the time to decide has passed: the deadline to acknowledge and as long again, counted from routing; the message was not taken back, undecided, before that.',
  acknowledgedWithoutDecision: 'Of those with a decision due: acknowledged, and not decided to this day.',
  acknowledgedWithoutDecisionRate: 'acknowledgedWithoutDecision / decisionDue; null while no decision is due.',
  hoursToAcknowledge:
    'Hours from routing to acknowledgement, over those that acknowledged: median and 90th percentile, interpolated.',
  hoursToDecide:
    'Hours from routing to decision, over those asked for a decision that decided: median and 90th percentile, interpolated.',
} as const;
export type AcknowledgementFigure = keyof typeof acknowledgementDefinitions;
