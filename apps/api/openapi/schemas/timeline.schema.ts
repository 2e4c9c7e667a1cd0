import { exampleTimes } from './example-ids';
import { answer, orNull, slug, text, time, type Schemas } from './schema';

export const timelineSchemas: Schemas = {
  TimelineLine: answer(
    'One thing that happened to a referral.',
    {
      at: time('When.'),
      event: {
        type: 'string',
        maxLength: 64,
        description:
          'What: for example drafted, submitted, routed, acknowledged, accepted, declined. New ones may come.',
      },
      organisation: orNull(slug('The recipient that it is about; null when it is about the whole.')),
      actor: orNull(slug('The body that did it; null when the hub did.')),
      from: orNull(text('The state before.')),
      to: orNull(text('The state after.')),
      detail: {
        type: 'object',
        additionalProperties: true,
        description: 'Codes and counts that belong to the event. Never personal data.',
      },
      note: orNull(text('What a person wrote about it; null when nothing, or when it was erased.')),
    },
    {
      examples: [
        {
          at: exampleTimes.decided,
          event: 'accepted',
          organisation: 'iom',
          actor: 'iom',
          from: 'acknowledged',
          to: 'accepted',
          detail: {},
          note: 'We meet on Tuesday.',
        },
      ],
    },
  ),
};
