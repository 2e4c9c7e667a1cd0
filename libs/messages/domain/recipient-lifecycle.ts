import { HubError } from '#kernel';

/** Who may cause an event: the sender, the recipient, or the hub itself. */
export type Party = 'sender' | 'recipient' | 'hub';

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
}

const R = ['recipient'] as const;
const S = ['sender'] as const;

/** Accepting or declining without acknowledging first acknowledges implicitly. */
const decisions = {
  accept: { to: 'accepted', by: R },
  decline: { to: 'declined', by: R },
  refer_onward: { to: 'onward_referred', by: R },
} as const;
const endings = {
  complete: { to: 'completed', by: R },
  fail: { to: 'failed', by: R },
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
    cancel: { to: 'cancelled', by: S },
    ...withdrawal,
  },
  acknowledged: { ...decisions, ...interruption },
  accepted: { start: { to: 'in_progress', by: R }, hold: { to: 'on_hold', by: R }, ...endings, ...interruption },
  in_progress: { hold: { to: 'on_hold', by: R }, ...endings, ...interruption },
  on_hold: { resume: { to: 'in_progress', by: R }, ...endings, ...interruption },
  // Who declined has read the case all the same: a withdrawal reaches them too.
  declined: { reroute: { to: 'closed', by: S }, ...closing, ...withdrawal },
  onward_referred: { ...closing, ...withdrawal },
  completed: { ...closing, ...withdrawal },
  failed: { ...closing, ...withdrawal },
  cancel_requested: { confirm_cancel: { to: 'cancelled', by: R }, ...withdrawal },
  cancelled: closing,
  recalled: { confirm_recall: { to: 'recall_confirmed', by: R } },
  recall_confirmed: {},
  closed: { reopen: { to: 'acknowledged', by: ['sender', 'recipient'] }, ...withdrawal },
};

/** The events that a party may cause in a state. */
export function legalEvents(state: RecipientState, party: Party): RecipientEvent[] {
  return recipientEvents.filter((event) => recipientLifecycle[state][event]?.by.includes(party) === true);
}

/**
 * The state after an event.
 *
 * @throws HubError `illegal_transition` with the current state and the events that are legal for that party.
 */
export function nextRecipientState(state: RecipientState, event: RecipientEvent, party: Party): RecipientState {
  const step = recipientLifecycle[state][event];
  if (step?.by.includes(party) !== true) {
    const legal = legalEvents(state, party);
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
  'other',
] as const;
export type Outcome = (typeof outcomes)[number];
