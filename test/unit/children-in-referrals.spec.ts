import { exampleCases } from '#referrals';
import type { JsonObject, MessageRow } from '#messages';
import { messageInput } from '#routing';
import { afghanistan, decisionsOf, kosovo } from '#test/routing-questions';

const envelope: Pick<MessageRow, 'kind' | 'addressees' | 'keywords' | 'areas' | 'marks'> = {
  kind: 'referral',
  addressees: [],
  keywords: [],
  areas: [],
  marks: { tlp: 'AMBER', classification: 'UNCLASSIFIED' },
};

describe('the procedure for children', () => {
  it('is read from a referral as yes or no, never as the words of the note', () => {
    const [example] = exampleCases().filter(({ body }) => body.child !== undefined);
    const factsOf = (over: object) =>
      messageInput({ ...envelope, priority: 'normal' }, { ...example!.body, child: over } as unknown as JsonObject, {
        operation: afghanistan,
        sender: 'isaf-hq',
        at: new Date(),
      }).facts.childProcedure;
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
      const input = messageInput({ ...envelope, priority }, body as unknown as JsonObject, {
        operation: theatre,
        sender,
        at: new Date('2026-06-01T12:00:00Z'),
      });
      const reasons = [...decisionsOf(input).values()].flatMap((decision) => decision.reasons);
      expect(reasons.map(({ rule }) => rule)).not.toContain('CHILD-PROCEDURE');
    }
  });
});
