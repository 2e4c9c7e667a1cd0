import { HubError } from '#kernel';

export const meetingStates = ['scheduled', 'open', 'held', 'cancelled'] as const;
export type MeetingState = (typeof meetingStates)[number];
export type MeetingMove = 'change' | 'reschedule' | 'cancel' | 'open' | 'close';

/** The life of a meeting, as data. What was held, or called off, stays as it was. */
export const meetingLifecycle: Readonly<Record<MeetingState, Readonly<Partial<Record<MeetingMove, MeetingState>>>>> = {
  scheduled: { change: 'scheduled', reschedule: 'scheduled', cancel: 'cancelled', open: 'open' },
  open: { close: 'held' },
  held: {},
  cancelled: {},
};

/** The state after a move. @throws HubError `illegal_transition` with what is possible instead. */
export function nextMeetingState(state: MeetingState, move: MeetingMove): MeetingState {
  const next = meetingLifecycle[state][move];
  if (next) return next;
  const legal = Object.keys(meetingLifecycle[state]);
  throw new HubError(
    'illegal_transition',
    `A meeting in state "${state}" cannot be asked to "${move}". ${
      legal.length > 0 ? `What is possible now: ${legal.join(', ')}.` : 'Nothing more is possible here.'
    }`,
    { extra: { state, event: move, legal } },
  );
}
