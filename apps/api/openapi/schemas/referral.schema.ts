import { capacities } from '#directory';
import { asks, declineReasons, distributions, messageStates, outcomes, recipientStates } from '#messages';
import { decisions } from '#referrals';
import { PRIORITIES, STATUSES } from '../../referrals/referral.dto';
import { envelope, exampleEnvelope, marks } from './envelope.schema';
import { attachmentExample } from './attachment.schema';
import { exampleIds, exampleReference, exampleTimes } from './example-ids';
import { exampleReferralBody } from './referral-body.schema';
import {
  answer,
  count,
  flag,
  listOf,
  oneOf,
  orNull,
  ref,
  reference,
  slug,
  text,
  time,
  uuid,
  type Schemas,
} from './schema';

const recipientExample = {
  organisation: 'iom',
  capacity: 'lead',
  state: 'accepted',
  dueAt: exampleTimes.due,
  decisionDueAt: exampleTimes.decisionDue,
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
  ...exampleEnvelope,
  thread: exampleIds.message,
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
  id: uuid('Id of the message.'),
  reference,
  ...envelope,
  operation: slug('The operation.'),
  state: oneOf(messageStates, 'State of the message as a whole; what becomes of it is told per recipient.'),
  priority: oneOf(PRIORITIES, 'How soon a recipient is to acknowledge.'),
  status: oneOf(STATUSES, 'Whether this is an actual case, an exercise or a test.'),
  version: count('Number of the version, as in the ETag.', 1),
  createdAt: time('When the draft was written.'),
  submittedAt: orNull(time('When it was sent on its way; null for a draft.')),
  recipients: listOf(ref('RecipientView'), 'The bodies that it went to. Empty before it is routed.'),
};

const details: Schemas = {
  ...summary,
  to: listOf(slug('A body.'), 'The bodies that it is addressed to. Empty: the rules decide alone.'),
  keywords: listOf(text('A keyword.'), 'Keywords that routing rules may name.'),
  areas: listOf(text('ISO 3166-1 alpha-2.'), 'The target area.'),
  language: text('Language of the free texts, BCP 47.'),
  expiresAt: orNull(time('After this time it is of no use to anybody.')),
  ruleSetVersion: orNull(count('Version of the rules that it was submitted under; null for a draft.', 1)),
  consentId: orNull(uuid('The consent record that it rests on; null for a draft that names none.')),
  refused: listOf(ref('RefusedBody'), 'Bodies that a rule kept it from, each with its reasons.'),
};

const detailsExample = {
  ...summaryExample,
  to: ['iom'],
  keywords: [],
  areas: [],
  language: 'en',
  expiresAt: null,
  ruleSetVersion: 1,
  consentId: exampleIds.consent,
  refused: [
    {
      organisation: 'afghan-security-forces',
      reasons: [{ rule: 'CONSENT-INVESTIGATION', text: 'Without consent to an investigation it gets nothing.' }],
    },
  ],
};

export const referralSchemas: Schemas = {
  RecipientView: answer(
    'One recipient as the sender sees it. Delivery, acknowledgement, decision and outcome are separate facts.',
    {
      organisation: slug('The body that received it.'),
      capacity: oneOf(capacities, 'In which role it received it; `information` asks for no decision.'),
      state: oneOf(recipientStates, 'Where the case stands at this body.'),
      dueAt: time('Until when it is to acknowledge.'),
      decisionDueAt: orNull(
        time('Until when it is to decide; null before it acknowledged, and when no decision is asked for.'),
      ),
      overdue: flag('Whether the deadline to acknowledge or, once acknowledged, to decide passed unanswered.'),
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
  ReferralSummary: answer('A message as its sender sees it in a list: no content.', summary, {
    examples: [summaryExample],
  }),
  Referral: answer(
    'A referral as its sender sees it, with its content.',
    {
      ...details,
      body: { anyOf: [ref('ReferralBody'), { type: 'null' }], description: 'The case; null once it was erased.' },
      attachments: listOf(ref('Attachment'), 'The files that belong to it, oldest first.'),
    },
    { examples: [{ ...detailsExample, body: exampleReferralBody, attachments: [attachmentExample] }] },
  ),
  Message: answer(
    'A message as its sender sees it, with its content.',
    {
      ...details,
      body: {
        type: ['object', 'null'],
        additionalProperties: true,
        description: 'The content after the schema of its kind; null once it was erased.',
      },
      attachments: listOf(ref('Attachment'), 'The files that belong to it, oldest first.'),
    },
    { examples: [{ ...detailsExample, body: exampleReferralBody, attachments: [attachmentExample] }] },
  ),
  ThreadMessage: answer(
    'A message of a thread, without content.',
    {
      messageId: uuid('Id of the message.'),
      reference,
      kind: text('Its kind.'),
      direction: oneOf(['sent', 'received'], 'Whether your body sent or received it.'),
      sender: slug('The body that sent it.'),
      inReplyTo: orNull(uuid('The message that it replies to.')),
      supersedes: orNull(uuid('The earlier message that it takes the place of.')),
      subject: orNull(text('What it is about, without personal data.')),
      status: oneOf(STATUSES, 'Whether it is actual, an exercise or a test.'),
      state: oneOf(
        [...new Set([...messageStates, ...recipientStates])],
        'Sent: the state of the message. Received: where it stands at your body.',
      ),
      at: time('When it was sent, or routed to you.'),
    },
    {
      examples: [
        {
          messageId: exampleIds.message,
          reference: exampleReference,
          kind: 'information-request',
          direction: 'received',
          sender: 'isaf-hq',
          inReplyTo: null,
          supersedes: null,
          subject: 'Recruitment at a border crossing',
          status: 'exercise',
          state: 'acknowledged',
          at: exampleTimes.submitted,
        },
      ],
    },
  ),
  MessageKind: answer('A kind of message.', {
    name: slug('Its name, as `kind` of a message.'),
    version: count('Version of its schema.', 1),
    title: text('Its name for people.'),
    summary: text('What it is for.'),
    distribution: oneOf(distributions, 'What it is in the words of OASIS EDXL-DE.'),
    asks: oneOf(asks, 'What a recipient is asked for.'),
    carriesCase: flag("Whether it is about a person's case, so that consent is needed."),
    addressing: oneOf(['rules', 'reply'], '`rules`: addressees and rules decide; `reply`: who is replied to.'),
    repliesTo: {
      type: ['array', 'null'],
      items: { type: 'string' },
      description: 'Kinds that it may reply to; null: any.',
    },
    mustReply: flag('Whether it cannot be sent but as a reply.'),
    marks: ref('Marks'),
    schema: { type: 'object', additionalProperties: true, description: 'JSON Schema (draft 2020-12) of its body.' },
  }),
  ...marks,
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
