import { eventTypes } from '#delivery';
import { STATUSES } from '../../referrals/referral.dto';
import { exampleIds, exampleReference, exampleTimes } from './example-ids';
import { answer, count, oneOf, orNull, reference, slug, text, time, uuid, type Schemas } from './schema';

/** What an example of an event looks like. */
export function exampleEvent(type: string): unknown {
  return {
    type,
    timestamp: exampleTimes.submitted,
    data: {
      messageId: exampleIds.message,
      reference: exampleReference,
      kind: 'referral',
      operation: 'afghanistan',
      sequence: 1,
      thread: exampleIds.message,
      status: 'exercise',
      dueAt: exampleTimes.due,
      href: `https://hub.example/v1/inbox/${exampleIds.message}`,
    },
  };
}

export const webhookBodySchemas: Schemas = {
  WebhookBody: answer(
    'What the hub sends to a webhook endpoint: ids, codes and times, never content.',
    {
      type: oneOf(Object.keys(eventTypes), 'The event.'),
      timestamp: time('When it happened.'),
      data: answer('What it is about.', {
        messageId: uuid('Id of the message.'),
        reference,
        kind: text('Kind of the message, as GET /v1/message-kinds lists them; `test` for a test event.'),
        operation: slug('The operation; `none` for a test event.'),
        sequence: count(
          'Number of the event in its thread at this endpoint: a gap means that one is still to come.',
          1,
        ),
        thread: uuid('What belongs together has the same thread.'),
        status: oneOf(STATUSES, 'Whether this is an actual case, an exercise or a test.'),
        dueAt: orNull(time('Until when to acknowledge; null when there is nothing to.')),
        href: {
          type: 'string',
          format: 'uri-reference',
          description: 'Where to fetch the content, with your API key.',
        },
      }),
    },
    { examples: [exampleEvent('referral.routed')] },
  ),
};
