import { capacities } from '#directory';
import { declineReasons, messageStates, outcomes, recipientStates } from '#messages';
import { decisions } from '#referrals';
import { PRIORITIES, STATUSES } from '../../referrals/referral.dto';
import { exampleIds, exampleReference, exampleTimes } from './example-ids';
import { exampleReferralBody } from './referral-body.schema';
import { answer, count, flag, listOf, oneOf, orNull, ref, reference, slug, time, uuid, type Schemas } from './schema';

const recipientExample = {
  organisation: 'iom',
  capacity: 'lead',
  state: 'accepted',
  dueAt: exampleTimes.due,
  overdue: false,
  delivery: { state: 'delivered', attempts: 1, lastAttemptAt: exampleTimes.submitted },
  deliveredAt: exampleTimes.submitted,
  acknowledgedAt: exampleTimes.acknowledged,
  decidedAt: exampleTimes.decided,
  decision: 'accepted',
  reason: null,
  outcome: null,
};

const summaryExample = {
  id: exampleIds.message,
  reference: exampleReference,
  operation: 'afghanistan',
  state: 'routed',
  priority: 'urgent',
  status: 'exercise',
  version: 3,
  createdAt: exampleTimes.created,
  submittedAt: exampleTimes.submitted,
  recipients: [recipientExample],
};

const summary: Schemas = {
  id: uuid('Id of the referral.'),
  reference,
  operation: slug('The operation.'),
  state: oneOf(messageStates, 'State of the referral as a whole; what becomes of it is told per recipient.'),
  priority: oneOf(PRIORITIES, 'How soon a recipient is to acknowledge.'),
  status: oneOf(STATUSES, 'Whether this is an actual case, an exercise or a test.'),
  version: count('Number of the version, as in the ETag.', 1),
  createdAt: time('When the draft was written.'),
  submittedAt: orNull(time('When it was sent on its way; null for a draft.')),
  recipients: listOf(ref('RecipientView'), 'The bodies that it went to. Empty before it is routed.'),
};

export const referralSchemas: Schemas = {
  RecipientView: answer(
    'One recipient as the sender sees it. Delivery, acknowledgement, decision and outcome are separate facts.',
    {
      organisation: slug('The body that received it.'),
      capacity: oneOf(capacities, 'In which role it received it; `information` asks for no decision.'),
      state: oneOf(recipientStates, 'Where the case stands at this body.'),
      dueAt: time('Until when it is to acknowledge.'),
      overdue: flag('Whether that time passed without an acknowledgement.'),
      delivery: answer('How the body was told.', {
        state: oneOf(
          ['no_endpoint', 'pending', 'held', 'delivered', 'exhausted', 'superseded'],
          'What became of the webhook. Whatever it is, the message is in the inbox of the body.',
        ),
        attempts: count('Attempts so far.'),
        lastAttemptAt: orNull(time('The newest attempt.')),
      }),
      deliveredAt: orNull(time('When it reached the body: by webhook, or fetched from its inbox.')),
      acknowledgedAt: orNull(time('When the body acknowledged.')),
      decidedAt: orNull(time('When the body decided.')),
      decision: orNull(oneOf(decisions, 'What the body decided.')),
      reason: orNull(oneOf(declineReasons, 'Why it declined.')),
      outcome: orNull(oneOf(outcomes, 'How the case ended there.')),
    },
    { examples: [recipientExample] },
  ),
  ReferralSummary: answer('A referral as its sender sees it in a list: no content.', summary, {
    examples: [summaryExample],
  }),
  Referral: answer(
    'A referral as its sender sees it, with its content.',
    {
      ...summary,
      to: listOf(slug('A body.'), 'The bodies that it is addressed to. Empty: the rules decide alone.'),
      ruleSetVersion: orNull(count('Version of the rules that it was submitted under; null for a draft.', 1)),
      consentId: orNull(uuid('The consent record that it rests on; null for a draft that names none.')),
      refused: listOf(ref('RefusedBody'), 'Bodies that a rule kept it from, each with its reasons.'),
      body: { anyOf: [ref('ReferralBody'), { type: 'null' }], description: 'The case; null once it was erased.' },
    },
    {
      examples: [
        {
          ...summaryExample,
          to: ['iom'],
          ruleSetVersion: 1,
          consentId: exampleIds.consent,
          refused: [
            {
              organisation: 'afghan-security-forces',
              reasons: [
                { rule: 'CONSENT-INVESTIGATION', text: 'Without consent to an investigation it gets nothing.' },
              ],
            },
          ],
          body: exampleReferralBody,
        },
      ],
    },
  ),
  Submitted: answer(
    'A referral that is on its way.',
    {
      id: uuid('Id of the referral.'),
      reference,
      state: { type: 'string', const: 'submitted', description: 'Its state now.' },
    },
    { examples: [{ id: exampleIds.message, reference: exampleReference, state: 'submitted' }] },
  ),
};
