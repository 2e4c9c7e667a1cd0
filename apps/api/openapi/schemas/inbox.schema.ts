import { capacities } from '#directory';
import { declineReasons, outcomes, recipientEvents, recipientStates } from '#messages';
import { decisions } from '#referrals';
import { PRIORITIES, STATUSES } from '../../referrals/referral.dto';
import { attachmentExample } from './attachment.schema';
import { envelope, exampleEnvelope } from './envelope.schema';
import { exampleIds, exampleReference, exampleTimes } from './example-ids';
import { exampleReferralBody } from './referral-body.schema';
import { answer, count, flag, listOf, oneOf, orNull, ref, reference, slug, time, uuid, type Schemas } from './schema';

const messageId = uuid('Id of the message.');
const state = oneOf(recipientStates, 'Where the case stands at your body.');

const item: Schemas = {
  messageId,
  reference,
  ...envelope,
  operation: slug('The operation.'),
  expiresAt: orNull(time('After this time it is of no use to anybody.')),
  status: oneOf(STATUSES, 'Whether this is an actual case, an exercise or a test.'),
  priority: oneOf(PRIORITIES, 'How soon you are to acknowledge.'),
  capacity: oneOf(capacities, 'In which role you received it; `information` asks for no decision.'),
  state,
  sequence: count('Number in your inbox: ascending, without gaps. The cursor of the list.', 1),
  dueAt: time('Until when you are to acknowledge.'),
  decisionDueAt: orNull(
    time('Until when you are to decide; null before you acknowledged, and when no decision is asked for.'),
  ),
  overdue: flag('Whether the deadline to acknowledge or, once acknowledged, to decide passed unanswered.'),
  routedAt: time('When it was routed to you.'),
  acknowledgedAt: orNull(time('When you acknowledged.')),
  decidedAt: orNull(time('When you decided.')),
  decision: orNull(oneOf(decisions, 'What you decided.')),
  outcome: orNull(oneOf(outcomes, 'How the case ended with you.')),
};

const itemExample = {
  messageId: exampleIds.message,
  reference: exampleReference,
  ...exampleEnvelope,
  operation: 'afghanistan',
  expiresAt: null,
  thread: exampleIds.message,
  status: 'exercise',
  priority: 'urgent',
  capacity: 'lead',
  state: 'pending',
  sequence: 42,
  dueAt: exampleTimes.due,
  decisionDueAt: null,
  overdue: false,
  routedAt: exampleTimes.submitted,
  acknowledgedAt: null,
  decidedAt: null,
  decision: null,
  outcome: null,
};

export const inboxSchemas: Schemas = {
  InboxItem: answer('A message as the body that received it sees it in its list: no content.', item, {
    examples: [itemExample],
  }),
  InboxContent: answer(
    'A message as the body that received it sees it, with its content.',
    {
      ...item,
      sender: slug('The body that sent it.'),
      legal: listOf(oneOf(recipientEvents, 'An event.'), 'What your body may do now.'),
      body: {
        type: ['object', 'null'],
        additionalProperties: true,
        description:
          'The fields that your profile releases: a part of the body of its kind. Null once they were erased.',
      },
      attachments: listOf(ref('Attachment'), 'Those whose group of fields your profile releases, oldest first.'),
    },
    {
      examples: [
        {
          ...itemExample,
          sender: 'isaf-hq',
          legal: ['acknowledge', 'accept', 'decline', 'refer_onward'],
          body: exampleReferralBody,
          attachments: [attachmentExample],
        },
      ],
    },
  ),
  Receipt: answer(
    'Proof that your body acknowledged. The same on every repeat.',
    {
      receiptId: uuid('Id of the receipt: the evidence entry of the acknowledgement.'),
      messageId,
      reference,
      organisation: slug('Your body.'),
      acknowledgedAt: time('When it acknowledged.'),
    },
    {
      examples: [
        {
          receiptId: exampleIds.receipt,
          messageId: exampleIds.message,
          reference: exampleReference,
          organisation: 'iom',
          acknowledgedAt: exampleTimes.acknowledged,
        },
      ],
    },
  ),
  Decided: answer(
    'A decision as kept.',
    {
      messageId,
      reference,
      state,
      decision: oneOf(decisions, 'What your body decided.'),
      reason: orNull(oneOf(declineReasons, 'Why it declined.')),
      decidedAt: time('When it decided.'),
    },
    {
      examples: [
        {
          messageId: exampleIds.message,
          reference: exampleReference,
          state: 'declined',
          decision: 'declined',
          reason: 'capacity',
          decidedAt: exampleTimes.decided,
        },
      ],
    },
  ),
  Progressed: answer(
    'Progress as kept.',
    { messageId, reference, state, outcome: orNull(oneOf(outcomes, 'How the case ended with your body.')) },
    {
      examples: [
        {
          messageId: exampleIds.message,
          reference: exampleReference,
          state: 'completed',
          outcome: 'services_provided',
        },
      ],
    },
  ),
  Confirmed: answer(
    'A confirmation as kept.',
    { messageId, reference, state },
    { examples: [{ messageId: exampleIds.message, reference: exampleReference, state: 'recall_confirmed' }] },
  ),
};
