import { HubError } from '#kernel';
import {
  legalEvents,
  nextRecipientState,
  recipientEvents,
  recipientLifecycle,
  recipientStates,
  type RecipientState,
} from './recipient-lifecycle';

describe('recipient lifecycle', () => {
  it('reaches every state from pending', () => {
    const reached = new Set<RecipientState>(['pending']);
    for (const state of reached) for (const step of Object.values(recipientLifecycle[state])) reached.add(step.to);
    expect([...reached].sort()).toEqual([...recipientStates].sort());
  });

  it('lets only the recipient acknowledge and decide', () => {
    for (const state of recipientStates)
      for (const event of ['acknowledge', 'accept', 'decline', 'complete', 'confirm_cancel'] as const)
        expect(recipientLifecycle[state][event]?.by ?? ['recipient']).toEqual(['recipient']);
  });

  it('refuses every other move with the state and the legal ones', () => {
    for (const state of recipientStates)
      for (const event of recipientEvents)
        for (const party of ['sender', 'recipient', 'hub'] as const) {
          if (legalEvents(state, party).includes(event)) {
            expect(recipientStates).toContain(nextRecipientState(state, event, party));
            continue;
          }
          let refusal: unknown;
          try {
            nextRecipientState(state, event, party);
          } catch (error) {
            refusal = error;
          }
          expect(refusal).toBeInstanceOf(HubError);
          expect((refusal as HubError).extra).toEqual({ state, event, legal: legalEvents(state, party) });
        }
  });

  it('withdraws consent from whoever may hold the case', () => {
    for (const state of [
      'pending',
      'acknowledged',
      'accepted',
      'in_progress',
      'on_hold',
      'declined',
      'completed',
      'closed',
    ] as const)
      expect(nextRecipientState(state, 'withdraw_consent', 'sender')).toBe('recalled');
  });
});
