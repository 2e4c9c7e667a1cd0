import { bothDecisions } from './both-decisions';
import type { RoutingDecision, RoutingResult } from './routing-result';

const reasons = [{ rule: 'AFG-R1', text: 'A rule.' }];
const refusal = [{ rule: 'CONSENT-NOT-NAMED', text: 'Another body is named.' }];
const received = (groups: readonly ('case' | 'identity' | 'contact')[]): RoutingDecision => ({
  organisation: 'iom',
  outcome: 'recipient',
  as: 'lead',
  profile: 'full',
  groups,
  reasons,
});
const refused: RoutingDecision = { organisation: 'iom', outcome: 'refused', reasons: refusal };
const result = (...decisions: RoutingDecision[]): RoutingResult => ({ ruleSetVersion: 'v', decisions });

describe('two results at once', () => {
  it('let a body receive what both let it see', () => {
    const both = bothDecisions(result(received(['case', 'identity'])), result(received(['contact', 'case'])));
    expect(both.decisions).toEqual([received(['case'])]);
  });

  it.each([
    ['the first', result(refused), result(received(['case']))],
    ['the second', result(received(['case'])), result(refused)],
  ])('keep a body from what %s keeps it from, with the reason', (_, left, right) => {
    expect(bothDecisions(left, right).decisions).toEqual([refused]);
  });

  it('keep a body from what leaves it no case to take up', () => {
    for (const [left, right] of [
      [['case', 'identity'], ['identity']],
      [['contact'], ['identity']],
    ] as const)
      expect(bothDecisions(result(received(left)), result(received(right))).decisions).toMatchObject([
        { outcome: 'refused', reasons: [{ rule: 'CONSENT-GROUPS' }] },
      ]);
  });

  it('let a body that knows the case have what the first alone lets it see', () => {
    expect(bothDecisions(result(received(['case'])), result(refused), 'iom').decisions).toEqual([received(['case'])]);
  });
});
