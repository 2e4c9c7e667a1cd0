import { fieldGroups } from '#directory';
import { exceptionStates } from '#referrals';
import { exampleIds, exampleTimes } from './example-ids';
import { answer, flag, listOf, oneOf, orNull, slug, text, time, uuid, type Schemas } from './schema';

export const releaseExceptionSchemas: Schemas = {
  ReleaseException: answer(
    'That one body may have a case without consent, because a life is at risk: asked for by one person, decided by another.',
    {
      id: uuid('Id of the exception.'),
      referralId: uuid('The referral.'),
      sender: slug('The body that asked.'),
      recipient: slug('The one body that is to have the case.'),
      state: oneOf(exceptionStates, 'Where it stands.'),
      groups: listOf(oneOf(fieldGroups, 'A group of fields.'), 'What it covers; never more than the body’s profile.'),
      reason: orNull(text('Why a life is at risk; null for a body that was only told of it.')),
      note: orNull(text('Why it was decided so; null for a body that was only told of it.')),
      requestedBy: uuid('The key that asked.'),
      decidedBy: orNull(uuid('The key that decided: never the one that asked.')),
      revokedBy: orNull(uuid('The key that took it back.')),
      requestedAt: time('When it was asked for.'),
      decidedAt: orNull(time('When it was decided.')),
      endedAt: orNull(time('When it was revoked or ran out.')),
      expiresAt: time('Until when it holds.'),
      used: flag('Whether the body received the case by this exception and on no other ground.'),
      legal: listOf(oneOf(['approve', 'refuse', 'revoke'], 'A move.'), 'What the body that asked may do now.'),
    },
    {
      examples: [
        {
          id: exampleIds.exception,
          referralId: exampleIds.message,
          sender: 'isaf-hq',
          recipient: 'german-police-project',
          state: 'approved',
          groups: ['case', 'request'],
          reason: 'The person is threatened where she is now.',
          note: null,
          requestedBy: exampleIds.key,
          decidedBy: exampleIds.secondKey,
          revokedBy: null,
          requestedAt: exampleTimes.created,
          decidedAt: exampleTimes.submitted,
          endedAt: null,
          expiresAt: exampleTimes.acknowledged,
          used: false,
          legal: ['revoke'],
        },
      ],
    },
  ),
};
