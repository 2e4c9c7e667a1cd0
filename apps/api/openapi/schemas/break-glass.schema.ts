import { LONGEST_OPENING, openingStates } from '#referrals';
import { exampleIds, exampleTimes } from './example-ids';
import { answer, listOf, oneOf, orNull, slug, text, time, uuid, type Schemas } from './schema';

export const breakGlassSchemas: Schemas = {
  Opening: answer(
    'That one person sees all of one record in an emergency: asked for by them, agreed to by a person of another body.',
    {
      id: uuid('Id of the opening.'),
      operation: slug('The operation.'),
      messageId: uuid('The record: one message.'),
      sender: slug('The body that sent the record.'),
      organisation: slug('The body of whoever asks.'),
      state: oneOf(openingStates, 'Where it stands, by the clock.'),
      minutes: {
        type: 'integer',
        minimum: 1,
        maximum: LONGEST_OPENING,
        description: 'For how many minutes it is open, from the approval on.',
      },
      reason: orNull(text('Why it cannot wait; null once the record was erased.')),
      requestedBy: orNull(uuid('The person who asks; null to other bodies.')),
      decidedBy: orNull(uuid('The person who decided; null to the body that asks.')),
      requestedAt: time('When it was asked for.'),
      decidedAt: orNull(time('When it was decided.')),
      expiresAt: orNull(time('Until when the record is open.')),
      endedAt: orNull(time('When it was ended before its time.')),
      legal: listOf(oneOf(['approve', 'refuse', 'end'], 'A move.'), 'What your body may do now.'),
    },
    {
      examples: [
        {
          id: exampleIds.exception,
          operation: 'afghanistan',
          messageId: exampleIds.message,
          sender: 'isaf-hq',
          organisation: 'iom',
          state: 'requested',
          minutes: 30,
          reason: 'She is on her way to the place that the rest of the record names.',
          requestedBy: exampleIds.key,
          decidedBy: null,
          requestedAt: exampleTimes.created,
          decidedAt: null,
          expiresAt: null,
          endedAt: null,
          legal: [],
        },
      ],
    },
  ),
  OpenedRecord: answer('A record as its sender wrote it, while it is open.', {
    opening: uuid('Id of the opening.'),
    messageId: uuid('Id of the message.'),
    sender: slug('The body that sent it.'),
    expiresAt: orNull(time('Until when it is open.')),
    body: { type: 'object', description: 'All of the body, of whatever kind the message is.' },
  }),
};
