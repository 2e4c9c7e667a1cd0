import { capacities, fieldGroups, profileAges, provisionEffects, purposes, standingRuleIds } from '#directory';
import { exampleIds, exampleReference } from './example-ids';
import { answer, count, digest, flag, listOf, oneOf, orNull, ref, reference, slug, text, time, uuid } from './schema';
import type { Schemas } from './schema';

const exampleDigest = 'a'.repeat(64);
const reasonExample = { rule: 'AFG-R1', provision: 'AFG-P2', text: 'The lead agency takes the lead in every referral' };
const provisionExample = { id: 'AFG-P2', effect: 'permits', text: 'The lead agency takes the lead in every case.' };
const iomBefore = { outcome: 'recipient', capacity: 'lead', profile: 'lead-agency-full', groups: ['case', 'request'] };

const outcome = oneOf(['recipient', 'refused', 'not_concerned', 'sender'], 'What the rules say of it.');
const capacity = orNull(oneOf(capacities, 'In which capacity it receives the message; null when it does not.'));
const profile = orNull(text('The field profile that decides what it sees; null when it sees nothing.'));

const provision = {
  id: text('Id, as rules and reasons name it.'),
  effect: oneOf(provisionEffects, 'Whether it permits or forbids.'),
  text: text('What it says, in our own words.'),
};

const decided = {
  anyOf: [ref('DecidedBody'), { type: 'null' }],
};

export const routingRulesSchemas: Schemas = {
  RoutingRule: answer(
    'A rule of an operation, as people read it.',
    {
      id: text('Id, as reasons name it.'),
      title: text('What it is for.'),
      provision: text('Id of the provision that it rests on.'),
      conditions: listOf(text('A condition.'), 'When it applies: all of them must hold. None: always.'),
      effect: oneOf(
        ['include', 'allow', 'refuse'],
        'It sends to bodies, lets them be addressed, or keeps it from them.',
      ),
      bodies: listOf(slug('A body or a role.'), 'For whom it speaks.'),
      capacity,
      profile,
      consequence: text('What it does, in a sentence.'),
    },
    {
      examples: [
        {
          id: 'AFG-R1',
          title: 'The lead agency takes the lead in every referral',
          provision: 'AFG-P2',
          conditions: ['The message is of kind referral or referral-update.'],
          effect: 'include',
          bodies: ['iom'],
          capacity: 'lead',
          profile: 'lead-agency-full',
          consequence: 'It is sent to iom in the capacity "lead" with the profile "lead-agency-full".',
        },
      ],
    },
  ),
  FieldProfile: answer(
    'Which groups of fields a body sees.',
    {
      id: slug('Id of the profile.'),
      title: text('What it is for.'),
      purpose: oneOf(purposes, 'What the data may be used for.'),
      ages: oneOf(profileAges, 'Whose cases it shows; a presumed minor is a child.'),
      bodies: listOf(slug('A body or a role.'), 'For whom it was made.'),
      kinds: listOf(slug('A kind of message.'), 'Kinds that it serves; left out: every kind.'),
      groups: listOf(oneOf(fieldGroups, 'A group of fields.'), 'What it shows.'),
    },
    { optional: ['kinds'] },
  ),
  Provision: answer(
    "A provision of the operation's policy.",
    {
      ...provision,
      version: count('Version of its text.', 1),
      source: answer(
        'Where it comes from.',
        {
          document: text('The document.'),
          section: text('The section.'),
          begins: text('First words of the sentence it rests on.'),
        },
        { optional: ['begins'] },
      ),
      enforces: listOf(oneOf(standingRuleIds, 'A release rule.'), 'The release rules that carry it out.'),
    },
    { optional: ['enforces'] },
  ),
  ReleaseRule: answer('A rule that holds in every operation and cannot be switched off.', {
    id: oneOf(standingRuleIds, 'Id, as reasons name it.'),
    provision: orNull(text('Id of the provision that it rests on in this operation.')),
    bodies: oneOf(['every', 'security', 'other'], 'For whom: every body, police and security forces, or all others.'),
    messages: oneOf(['every', 'case'], "For which messages: every one, or those about a person's case."),
    otherwise: text('Why a body for which it does not hold is refused.'),
  }),
  RuleSet: answer('The rules of an operation under one version.', {
    operation: slug('The operation.'),
    version: count('Number of the version.', 1),
    digest: digest('Of the operation file in canonical form.'),
    inForce: flag('Whether messages are routed by it now.'),
    since: time('When the hub took it over.'),
    rules: listOf(ref('RoutingRule'), 'The rules. Their order means nothing.'),
    profiles: listOf(ref('FieldProfile'), 'What each profile shows.'),
    provisions: listOf(ref('Provision'), 'The policy that the rules rest on.'),
    releaseRules: listOf(ref('ReleaseRule'), 'What holds above the rules.'),
  }),
  ExplainedBody: answer('What the rules say of one body.', {
    organisation: slug('The body.'),
    outcome,
    capacity,
    profile,
    groups: listOf(
      oneOf(fieldGroups, 'A group of fields.'),
      'What it would see: of the profile, what consent or an exception covers.',
    ),
    reasons: listOf(ref('RoutingReason'), 'Every rule that decided, the decisive one first.'),
  }),
  RoutingExplanation: answer(
    'Who would receive such a message, and why.',
    {
      operation: slug('The operation.'),
      kind: slug('Kind of message.'),
      sender: slug('Your body.'),
      ruleSetVersion: count("Version of the operation's rules.", 1),
      digest: digest('Of the rules.'),
      bodies: listOf(ref('ExplainedBody'), 'One entry for each body of the operation.'),
      provisions: listOf(
        answer('A provision that a reason names.', provision),
        'The provisions that the reasons name.',
      ),
    },
    {
      examples: [
        {
          operation: 'afghanistan',
          kind: 'referral',
          sender: 'isaf-hq',
          ruleSetVersion: 1,
          digest: exampleDigest,
          bodies: [
            {
              organisation: 'iom',
              outcome: 'recipient',
              capacity: 'lead',
              profile: 'lead-agency-full',
              groups: ['case', 'request'],
              reasons: [reasonExample],
            },
          ],
          provisions: [provisionExample],
        },
      ],
    },
  ),
  DecidedBody: answer('What one set of rules decides for a body.', {
    outcome,
    capacity,
    profile,
    groups: listOf(
      oneOf(fieldGroups, 'A group of fields.'),
      'What it sees: of the profile, what consent or an exception covers.',
    ),
  }),
  DecisionChange: answer('A body for which the changed rules decide otherwise.', {
    organisation: slug('The body.'),
    before: { ...decided, description: 'By the rules in force; null when it took no part in the operation.' },
    after: { ...decided, description: 'By the changed rules; null when it would take no part.' },
    reasons: listOf(ref('RoutingReason'), 'The rules behind the new decision.'),
  }),
  RulesPreview: answer(
    'What changed rules would have decided otherwise, for messages that your body sent.',
    {
      operation: slug('The operation.'),
      ruleSetVersion: count('Version of the rules in force, which they are compared with.', 1),
      digest: digest('Of the rules in force.'),
      proposedDigest: digest('Of the changed rules.'),
      considered: count('Messages of your body that both were asked about.'),
      erased: count('Messages of your body of which nothing can be said: their content was erased.'),
      changed: count('Messages for which something changes.'),
      recipients: answer('Changed recipients, over all messages.', {
        added: count('Bodies that would receive a message which they did not.'),
        removed: count('Bodies that would no longer receive a message.'),
        altered: count('Bodies that would receive it in another capacity, or see something else of it.'),
      }),
      messages: listOf(
        answer('A message for which something changes.', {
          id: uuid('Id of the message.'),
          reference,
          status: oneOf(['actual', 'exercise', 'test'], 'Whether it is a real one.'),
          changes: listOf(ref('DecisionChange'), 'The bodies for which something changes.'),
        }),
        'The messages, newest first.',
      ),
    },
    {
      examples: [
        {
          operation: 'afghanistan',
          ruleSetVersion: 1,
          digest: exampleDigest,
          proposedDigest: 'b'.repeat(64),
          considered: 12,
          erased: 0,
          changed: 1,
          recipients: { added: 0, removed: 0, altered: 1 },
          messages: [
            {
              id: exampleIds.message,
              reference: exampleReference,
              status: 'actual',
              changes: [
                {
                  organisation: 'iom',
                  before: iomBefore,
                  after: { ...iomBefore, capacity: 'information' },
                  reasons: [reasonExample],
                },
              ],
            },
          ],
        },
      ],
    },
  ),
};
