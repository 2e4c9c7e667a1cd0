import { loadOperations, type RoutingRule } from '#directory';
import { join } from 'node:path';
import { describeRule } from './describe-rule';

const rules = loadOperations(join(__dirname, '../../../config/operations')).flatMap((operation) => operation.rules);
const rule = (id: string): RoutingRule => rules.find((each) => each.id === id)!;

describe('a rule in words', () => {
  it('says when it applies, one sentence for each condition', () => {
    expect(describeRule(rule('AFG-R19')).conditions).toEqual([
      'The message is of kind referral or referral-update.',
      'It is sent by coordinator.',
      'The person is a child or is presumed to be a child.',
    ]);
    expect(describeRule(rule('AFG-R3')).conditions).toContain('It asks for protection, shelter or core-relief-items.');
  });

  it('says which capacity it asks of its bodies', () => {
    const asking: RoutingRule = { ...rule('AFG-R3'), when: { capacity: ['open', 'unknown'] } };
    expect(describeRule(asking).conditions).toEqual(['The capacity of the body for it is open or unknown.']);
  });

  it.each([
    ['AFG-R1', 'It is sent to iom in the capacity "lead" with the profile "lead-agency-full".'],
    [
      'AFG-R11',
      'The sender may address coordinator in the capacity "information" with the profile "information-only".',
    ],
    ['AFG-R18', 'It is kept from partner and law-enforcement, whatever other rules say.'],
  ])('says what %s does', (id, consequence) => {
    expect(describeRule(rule(id)).consequence).toBe(consequence);
  });

  it('has words for every condition of every rule that the hub ships', () => {
    for (const each of rules) expect(describeRule(each).conditions).toHaveLength(Object.keys(each.when).length);
  });

  it('gives a rule that refuses neither capacity nor profile', () => {
    expect(describeRule(rule('AFG-R18'))).toMatchObject({ effect: 'refuse', capacity: null, profile: null });
  });
});
