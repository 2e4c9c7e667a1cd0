import { HubError } from '#kernel';

/** The life of a message as a whole; what becomes of it at each recipient is the recipient's lifecycle. */
export const messageStates = ['draft', 'submitted', 'routed', 'cancelled', 'withdrawn', 'entered_in_error'] as const;
export type MessageState = (typeof messageStates)[number];
export const messageEvents = ['submit', 'route', 'cancel', 'withdraw_consent', 'enter_in_error'] as const;
export type MessageEvent = (typeof messageEvents)[number];

/** state → event → next state. */
export const messageLifecycle: Readonly<Record<MessageState, Readonly<Partial<Record<MessageEvent, MessageState>>>>> = {
  draft: { submit: 'submitted', enter_in_error: 'entered_in_error' },
  // Not routed yet: nobody has it, and cancelling or withdrawing keeps it so.
  submitted: {
    route: 'routed',
    cancel: 'cancelled',
    withdraw_consent: 'withdrawn',
    enter_in_error: 'entered_in_error',
  },
  routed: { withdraw_consent: 'withdrawn' },
  cancelled: {},
  withdrawn: {},
  entered_in_error: {},
};

/** @throws HubError `illegal_transition` with the current state and the legal events. */
export function nextMessageState(state: MessageState, event: MessageEvent): MessageState {
  const next = messageLifecycle[state][event];
  if (next === undefined) {
    // Routing is the hub's own move: nobody can ask for it.
    const legal = messageEvents.filter(
      (candidate) => candidate !== 'route' && messageLifecycle[state][candidate] !== undefined,
    );
    throw new HubError(
      'illegal_transition',
      `A message in state "${state}" cannot "${event}". ${legal.length > 0 ? `What is possible now: ${legal.join(', ')}.` : 'It is final as a whole; see its recipients.'}`,
      { extra: { state, event, legal } },
    );
  }
  return next;
}
