import { meetingLifecycle, meetingStates, nextMeetingState, type MeetingState } from './meeting-lifecycle';

describe('the life of a meeting', () => {
  it('reaches every state from the first', () => {
    const reached = new Set<MeetingState>(['scheduled']);
    for (const state of reached) for (const next of Object.values(meetingLifecycle[state])) reached.add(next);
    expect([...reached].sort()).toEqual([...meetingStates].sort());
  });

  it.each(['held', 'cancelled'] as const)('leaves what is %s as it was', (state) => {
    for (const move of ['change', 'reschedule', 'cancel', 'open', 'close'] as const)
      expect(() => nextMeetingState(state, move)).toThrow('illegal_transition');
  });

  it('tells what is possible instead', () => {
    expect(() => nextMeetingState('open', 'cancel')).toThrow('What is possible now: close.');
  });
});
