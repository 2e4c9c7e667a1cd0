import { HubError } from '#kernel';
import {
  asks,
  legalEvents,
  nextRecipientState,
  recipientEvents,
  recipientLifecycle,
  recipientStates,
  type RecipientState,
} from './recipient-lifecycle';

const partiesAndAsks = (['sender', 'recipient', 'hub'] as const).flatMap((party) =>
  asks.map((asked) => [party, asked] as const),
);

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
        for (const [party, asked] of partiesAndAsks) {
          if (legalEvents(state, party, asked).includes(event)) {
            expect(recipientStates).toContain(nextRecipientState(state, event, party, asked));
            continue;
          }
          let refusal: unknown;
          try {
            nextRecipientState(state, event, party, asked);
          } catch (error) {
            refusal = error;
          }
          expect(refusal).toBeInstanceOf(HubError);
          expect((refusal as HubError).extra).toEqual({ state, event, legal: legalEvents(state, party, asked) });
        }
  });

  it.each([
    ['acknowledgement', ['acknowledge']],
    ['answer', ['acknowledge', 'decline', 'answer', 'start']],
    ['decision', ['acknowledge', 'accept', 'decline', 'refer_onward']],
  ] as const)('offers a recipient of what asks for an %s what is asked, and nothing else', (asked, legal) => {
    expect(legalEvents('pending', 'recipient', asked)).toEqual(legal);
  });

  it.each(asks)('lets every state of what asks for an %s come to an end', (asked) => {
    const ends = new Set<RecipientState>(['recall_confirmed', 'recalled']);
    const reached = new Set<RecipientState>(['pending']);
    for (const state of reached)
      for (const event of recipientEvents)
        for (const party of ['sender', 'recipient', 'hub'] as const)
          if (legalEvents(state, party, asked).includes(event))
            reached.add(nextRecipientState(state, event, party, asked));
    expect(reached).toContain('closed');
    for (const state of reached)
      if (!ends.has(state))
        expect([...legalEvents(state, 'sender', asked), ...legalEvents(state, 'recipient', asked)]).not.toEqual([]);
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
      expect(nextRecipientState(state, 'withdraw_consent', 'sender', 'decision')).toBe('recalled');
  });
});
