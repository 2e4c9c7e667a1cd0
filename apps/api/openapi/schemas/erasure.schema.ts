import { erasureCauses, erasureStates } from '#referrals';
import { exampleIds, exampleTimes } from './example-ids';
import { answer, listOf, oneOf, orNull, text, time, uuid, type Schemas } from './schema';

export const erasureSchemas: Schemas = {
  Erasure: answer(
    'That content is erased for good: asked for by one person and decided by another, or because its time was over.',
    {
      id: uuid('Id of the erasure.'),
      operation: text('The operation.'),
      cause: oneOf(erasureCauses, 'Who wanted it: the body that sent it, the person, or the policy of retention.'),
      state: oneOf(erasureStates, 'Where it stands. Approved is erased within seconds.'),
      messages: listOf(uuid('Id of a message.'), 'What it was asked for; what came of these goes too.'),
      reason: orNull(text('Why; null once it is done, since it may speak of the person.')),
      requestedBy: orNull(uuid('Who asked; null for the policy of retention.')),
      decidedBy: orNull(uuid('Who decided: never who asked.')),
      requestedAt: time('When it was asked for.'),
      decidedAt: orNull(time('When it was decided.')),
      erasedAt: orNull(time('When the content was erased.')),
      legal: listOf(oneOf(['approve', 'refuse'], 'A move.'), 'What may be done now.'),
    },
    {
      examples: [
        {
          id: exampleIds.exception,
          operation: 'afghanistan',
          cause: 'person',
          state: 'requested',
          messages: [exampleIds.message],
          reason: 'The person asked for it, in writing.',
          requestedBy: exampleIds.key,
          decidedBy: null,
          requestedAt: exampleTimes.created,
          decidedAt: null,
          erasedAt: null,
          legal: ['approve', 'refuse'],
        },
      ],
    },
  ),
};
