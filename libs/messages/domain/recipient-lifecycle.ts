import { HubError } from '#kernel';

/** Who may cause an event: the sender, the recipient, or the hub itself. */
export type Party = 'sender' | 'recipient' | 'hub';

/**
 * What a message asks of its recipients: to take note, to answer a question, or to decide on a case. Each has its part of
 * the lifecycle.
 */
export const asks = ['acknowledgement', 'answer', 'decision'] as const;
export type Asks = (typeof asks)[number];

export const recipientStates = [
  'pending',
  'acknowledged',
  'accepted',
  'declined',
  'onward_referred',
  'in_progress',
  'on_hold',
  'completed',
  'failed',
  'cancel_requested',
  'cancelled',
  'recalled',
  'recall_confirmed',
  'closed',
] as const;
export type RecipientState = (typeof recipientStates)[number];

export const recipientEvents = [
  'acknowledge',
  'accept',
  'decline',
  'refer_onward',
  'answer',
  'start',
  'hold',
  'resume',
  'complete',
  'fail',
  'close',
  'reroute',
  'reopen',
  'cancel',
  'confirm_cancel',
  'withdraw_consent',
  'confirm_recall',
] as const;
export type RecipientEvent = (typeof recipientEvents)[number];

interface Step {
  readonly to: RecipientState;
  readonly by: readonly Party[];
  /** Only for messages that ask this. Absent: whatever is asked. */
  readonly asks?: readonly Asks[];
}

const R = ['recipient'] as const;
const S = ['sender'] as const;

/** Accepting or declining without acknowledging first acknowledges implicitly. */
const decisions = {
  accept: { to: 'accepted', by: R, asks: ['decision'] },
  decline: { to: 'declined', by: R, asks: ['answer', 'decision'] },
  refer_onward: { to: 'onward_referred', by: R, asks: ['decision'] },
} as const;
/** A question is answered by a message that replies to it; an answer in parts keeps it open. */
const answering = {
  answer: { to: 'completed', by: R, asks: ['answer'] },
  start: { to: 'in_progress', by: R, asks: ['answer'] },
} as const;
const endings = {
  complete: { to: 'completed', by: R, asks: ['decision'] },
  fail: { to: 'failed', by: R, asks: ['decision'] },
} as const;
const withdrawal = { withdraw_consent: { to: 'recalled', by: ['sender', 'hub'] } } as const;
const interruption = { cancel: { to: 'cancel_requested', by: S }, ...withdrawal } as const;
const closing = { close: { to: 'closed', by: ['sender', 'hub'] } } as const;

/**
 * The life of one recipient of a message, as data: state → event → next state and who may cause it. API, docs and
 * console derive from it. Overdue is a flag, never a state.
 */
export const recipientLifecycle: Readonly<Record<RecipientState, Readonly<Partial<Record<RecipientEvent, Step>>>>> = {
  // Before acknowledgement nobody holds the case yet: a cancellation takes effect at once.
  pending: {
    acknowledge: { to: 'acknowledged', by: R },
    ...decisions,
    ...answering,
    cancel: { to: 'cancelled', by: S },
    ...withdrawal,
  },
  acknowledged: {
    ...decisions,
    ...answering,
    // Taking note is all that a notice asks for.
    close: { to: 'closed', by: ['sender', 'hub'], asks: ['acknowledgement'] },
    ...interruption,
  },
  accepted: { start: { to: 'in_progress', by: R }, hold: { to: 'on_hold', by: R }, ...endings, ...interruption },
  in_progress: {
    hold: { to: 'on_hold', by: R, asks: ['decision'] },
    answer: answering.answer,
    ...endings,
    ...interruption,
  },
  on_hold: { resume: { to: 'in_progress', by: R }, ...endings, ...interruption },
  // Who declined has read the case all the same: a withdrawal reaches them too.
  declined: { reroute: { to: 'closed', by: S }, ...closing, ...withdrawal },
  onward_referred: { ...closing, ...withdrawal },
  completed: { ...closing, ...withdrawal },
  failed: { ...closing, ...withdrawal },
  cancel_requested: { confirm_cancel: { to: 'cancelled', by: R }, ...withdrawal },
  // Called off after it was read, and maybe passed on: a withdrawal reaches them, and whom they told, all the same.
  cancelled: { ...closing, ...withdrawal },
  recalled: { confirm_recall: { to: 'recall_confirmed', by: R } },
  recall_confirmed: {},
  closed: { reopen: { to: 'acknowledged', by: ['sender', 'recipient'] }, ...withdrawal },
};

/** The events that a party may cause in a state of a message that asks this. */
export function legalEvents(state: RecipientState, party: Party, asked: Asks): RecipientEvent[] {
  return recipientEvents.filter((event) => stepOf(state, event, party, asked) !== undefined);
}

/**
 * The state after an event.
 *
 * @throws HubError `illegal_transition` with the current state and the events that are legal for that party.
 */
export function nextRecipientState(
  state: RecipientState,
  event: RecipientEvent,
  party: Party,
  asked: Asks,
): RecipientState {
  const step = stepOf(state, event, party, asked);
  if (!step) {
    const legal = legalEvents(state, party, asked);
    throw new HubError(
      'illegal_transition',
      `A recipient in state "${state}" cannot "${event}". ${
        legal.length > 0 ? `What is possible now: ${legal.join(', ')}.` : 'Nothing more is possible here.'
      }`,
      { extra: { state, event, legal } },
    );
  }
  return step.to;
}

function stepOf(state: RecipientState, event: RecipientEvent, party: Party, asked: Asks): Step | undefined {
  const step = recipientLifecycle[state][event];
  return step?.by.includes(party) === true && (step.asks?.includes(asked) ?? true) ? step : undefined;
}

/** Codes for declining (domain: after 360X and the inter-agency referral form). */
export const declineReasons = [
  'capacity',
  'lack_of_resources',
  'missing_documentation',
  'out_of_area',
  'outside_mandate',
  'not_eligible',
  'insufficient_information',
  'already_served',
  'declined_by_survivor',
  'conflict_of_interest',
  'unsafe_to_receive',
  'duplicate',
  'consent_missing',
  'expired',
  'other',
] as const;
export type DeclineReason = (typeof declineReasons)[number];

/** Codes for how a taken-up case ended. */
export const outcomes = [
  'services_provided',
  'partially_provided',
  'referred_onward',
  'person_declined',
  'person_unreachable',
  'not_needed',
  // Of a question.
  'answered',
  'other',
] as const;
export type Outcome = (typeof outcomes)[number];
