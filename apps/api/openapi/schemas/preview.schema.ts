import { capacities, capacityLevels } from '#directory';
import { leafGroups } from '#messages';
import { exampleTimes } from './example-ids';
import { answer, count, listOf, oneOf, orNull, ref, slug, text, time, type Schemas } from './schema';

const releasedExample = {
  organisation: 'iom',
  outcome: 'recipient',
  capacity: 'lead',
  profile: 'assistance',
  reasons: [{ rule: 'LEAD-AGENCY', provision: 'P-1', text: 'It is the lead agency of the operation.' }],
  dueAt: exampleTimes.due,
  body: { person: { caseCode: 'AFG-DEMO-001', isMinor: 'no' } },
  withheld: [{ pointer: '/person/name/family', group: 'identity' }],
};

export const previewSchemas: Schemas = {
  SuggestedBody: answer('A body that could be asked next.', {
    organisation: slug('The body.'),
    capacity: oneOf(capacityLevels, 'The best that it last said of the services asked for.'),
    reasons: listOf(ref('RoutingReason'), 'The rules by which it would receive it.'),
  }),
  RoutingReason: answer(
    'One rule that led to a decision, and the provision that it rests on.',
    {
      rule: text('Id of the rule: of the operation, or one of the standing rules, such as CONSENT-MISSING.'),
      provision: text("Id of the provision in the operation's policy."),
      version: count('The version of the provision that was applied.', 1),
      text: text('The reason in a sentence.'),
    },
    { optional: ['provision', 'version'] },
  ),
  RefusedBody: answer('A body that a rule kept a referral from.', {
    organisation: slug('The body.'),
    reasons: listOf(ref('RoutingReason'), 'Every rule that refused.'),
  }),
  PreviewedBody: answer(
    'What one body would get of a referral, or why it would not.',
    {
      organisation: slug('The body.'),
      outcome: oneOf(['recipient', 'refused', 'not_concerned', 'sender'], 'What the rules say of it.'),
      capacity: orNull(oneOf(capacities, 'In which role it would receive it; null when it would not.')),
      profile: orNull(text('The field profile that decides what it would see; null when it would see nothing.')),
      reasons: listOf(ref('RoutingReason'), 'The rules that decided.'),
      dueAt: orNull(time('Until when it would have to acknowledge.')),
      body: {
        type: ['object', 'null'],
        additionalProperties: true,
        description: 'Exactly what it would see: a part of ReferralBody. Null when it is no recipient.',
      },
      withheld: listOf(
        answer('A field that it would not see.', {
          pointer: { type: 'string', format: 'json-pointer', description: 'The field, in the body.' },
          group: orNull(oneOf(leafGroups, 'The group that its profile lacks.')),
        }),
        'The fields that it would not see.',
      ),
    },
    { examples: [releasedExample] },
  ),
  ReferralPreview: answer(
    'What would happen if the referral were submitted now.',
    {
      ruleSetVersion: count("Version of the operation's rules.", 1),
      recipients: listOf(ref('PreviewedBody'), 'One entry for each body of the operation and for each addressee.'),
    },
    { examples: [{ ruleSetVersion: 1, recipients: [releasedExample] }] },
  ),
};
