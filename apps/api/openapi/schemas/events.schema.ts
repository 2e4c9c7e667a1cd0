import { STATUSES } from '../../referrals/referral.dto';
import { exampleIds, exampleReference, exampleTimes } from './example-ids';
import { answer, oneOf, orNull, reference, slug, text, time, uuid, type Schemas } from './schema';

export const exampleEventData = {
  messageId: exampleIds.message,
  reference: exampleReference,
  kind: 'referral',
  operation: 'afghanistan',
  status: 'exercise',
  event: 'accepted',
  organisation: 'iom',
  state: 'accepted',
  at: exampleTimes.decided,
  thread: exampleIds.message,
  dueAt: exampleTimes.due,
  overdue: false,
  href: `https://hub.example/v1/referrals/${exampleIds.message}`,
};

export const eventsSchemas: Schemas = {
  EventData: answer(
    'The data of an event in the stream: ids, codes and times, never content.',
    {
      messageId: uuid('Id of the message.'),
      reference,
      kind: text('Kind of the message, as GET /v1/message-kinds lists them.'),
      operation: slug('The operation.'),
      status: oneOf(STATUSES, 'Whether this is an actual case, an exercise or a test.'),
      event: text('What happened, as the timeline has it: submitted, routed, sent, acknowledged … New ones may come.'),
      organisation: orNull(slug('The recipient that it is about; null when it is about the whole.')),
      state: orNull(text('The state after it, of the recipient or of the whole; null when it changed none.')),
      at: time('When.'),
      thread: uuid('What belongs together has the same thread.'),
      dueAt: orNull(
        time(
          'Until when that recipient is to acknowledge or, once acknowledged, to decide; null when it is about none.',
        ),
      ),
      overdue: { type: 'boolean', description: 'Whether that time has passed, unanswered.' },
      href: { type: 'string', format: 'uri-reference', description: 'Where to read more, with your API key.' },
    },
    { examples: [exampleEventData] },
  ),
};
