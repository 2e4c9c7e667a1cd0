import { HubError } from '#kernel';
import {
  exceptionEvents,
  exceptionLifecycle,
  exceptionStates,
  exceptionStep,
  legalExceptionEvents,
  type ExceptionState,
} from './exception-lifecycle';

describe('the life of an exception', () => {
  it('reaches every state from a request', () => {
    const reached = new Set<ExceptionState>(['requested']);
    for (const state of reached) for (const { to } of Object.values(exceptionLifecycle[state])) reached.add(to);
    expect([...reached].sort()).toEqual([...exceptionStates].sort());
  });

  it('lets nothing become approved but by a second person', () => {
    for (const state of exceptionStates)
      for (const event of exceptionEvents) {
        const step = exceptionLifecycle[state][event];
        if (step?.to === 'approved')
          expect({ state, event, by: step.by }).toEqual({ state: 'requested', event: 'approve', by: 'second' });
      }
  });

  it('ends whatever was asked for or approved when its time is over, by the hub alone', () => {
    for (const state of ['requested', 'approved'] as const)
      expect(exceptionStep(state, 'expire')).toEqual({ to: 'expired', by: 'hub' });
    for (const state of exceptionStates) expect(legalExceptionEvents(state)).not.toContain('expire');
  });

  it('refuses every other move with the state and the legal ones', () => {
    for (const state of exceptionStates)
      for (const event of exceptionEvents) {
        if (exceptionLifecycle[state][event]) continue;
        let refusal: unknown;
        try {
          exceptionStep(state, event);
        } catch (error) {
          refusal = error;
        }
        expect(refusal).toBeInstanceOf(HubError);
        expect((refusal as HubError).code).toBe('illegal_transition');
        expect((refusal as HubError).extra).toEqual({ state, event, legal: legalExceptionEvents(state) });
      }
  });

  it.each(['refused', 'revoked', 'expired'] as const)('is final once it is %s', (state) => {
    expect(exceptionLifecycle[state]).toEqual({});
  });
});
