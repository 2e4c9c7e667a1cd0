import { HubError } from '#kernel';

export const exceptionStates = ['requested', 'approved', 'refused', 'revoked', 'expired'] as const;
export type ExceptionState = (typeof exceptionStates)[number];

export const exceptionEvents = ['approve', 'refuse', 'revoke', 'expire'] as const;
export type ExceptionEvent = (typeof exceptionEvents)[number];

/** `second`: an officer of the body other than the one who asked. `officer`: any who may approve. */
export type ExceptionParty = 'second' | 'officer' | 'hub';

interface Step {
  readonly to: ExceptionState;
  readonly by: ExceptionParty;
}

/** state → event → next state and who may cause it. A right to be taken back by fewer persons than it is given by. */
export const exceptionLifecycle: Readonly<Record<ExceptionState, Readonly<Partial<Record<ExceptionEvent, Step>>>>> = {
  requested: {
    approve: { to: 'approved', by: 'second' },
    refuse: { to: 'refused', by: 'second' },
    expire: { to: 'expired', by: 'hub' },
  },
  approved: { revoke: { to: 'revoked', by: 'officer' }, expire: { to: 'expired', by: 'hub' } },
  refused: {},
  revoked: {},
  expired: {},
};

/** What people may still do in a state. */
export function legalExceptionEvents(state: ExceptionState): ExceptionEvent[] {
  return exceptionEvents.filter((event) => (exceptionLifecycle[state][event]?.by ?? 'hub') !== 'hub');
}

/**
 * The step that an event takes.
 *
 * @throws HubError `illegal_transition` with the state and what is possible.
 */
export function exceptionStep(state: ExceptionState, event: ExceptionEvent): Step {
  const step = exceptionLifecycle[state][event];
  if (step) return step;
  const legal = legalExceptionEvents(state);
  throw new HubError(
    'illegal_transition',
    `An exception that is ${state} cannot "${event}". ${
      legal.length > 0 ? `What is possible now: ${legal.join(', ')}.` : 'It is final; ask for a new one.'
    }`,
    { extra: { state, event, legal } },
  );
}
