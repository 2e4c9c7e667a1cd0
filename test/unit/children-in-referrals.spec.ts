import { exampleCases } from '#referrals';
import { referralInput } from '#routing';
import { afghanistan, decisionsOf, kosovo } from '#test/routing-questions';

describe('the procedure for children', () => {
  it('is read from a referral as yes or no, never as the words of the note', () => {
    const [example] = exampleCases().filter(({ body }) => body.child !== undefined);
    const message = { kind: 'referral', priority: 'normal', addressees: [], keywords: [] } as const;
    const factsOf = (over: object) =>
      referralInput(
        { ...message, addressees: [], keywords: [] },
        { ...example!.body, child: over },
        {
          operation: afghanistan,
          sender: 'isaf-hq',
          at: new Date(),
        },
      ).facts.childProcedure;
    expect(factsOf(example!.body.child!)).toEqual({ bestInterestsNote: true, assent: true, guardian: true });
    expect(factsOf({ bestInterestsNote: ' ', guardian: '' })).toEqual({
      bestInterestsNote: false,
      assent: false,
      guardian: false,
    });
  });

  it('keeps none of the forty example cases from anybody', () => {
    const children = exampleCases().filter(({ body }) => body.person.isMinor !== 'no');
    expect(children.length).toBeGreaterThan(10);
    for (const { operation, priority, body } of children) {
      const theatre = operation === 'kosovo' ? kosovo : afghanistan;
      const sender = operation === 'kosovo' ? 'kfor-hq' : 'isaf-hq';
      const input = referralInput({ kind: 'referral', priority, addressees: [], keywords: [] }, body, {
        operation: theatre,
        sender,
        at: new Date('2026-06-01T12:00:00Z'),
      });
      const reasons = [...decisionsOf(input).values()].flatMap((decision) => decision.reasons);
      expect(reasons.map(({ rule }) => rule)).not.toContain('CHILD-PROCEDURE');
    }
  });
});
