import { accessWays, overseenActions } from '#evidence';
import { exampleIds, exampleTimes } from './example-ids';
import { answer, count, listOf, oneOf, orNull, slug, time, uuid, type Schemas } from './schema';

export const accessSchemas: Schemas = {
  Access: answer(
    'One access to the content of a message.',
    {
      id: uuid('Id of the entry of evidence.'),
      at: time('When.'),
      organisation: slug('The body that had access.'),
      way: oneOf(
        accessWays,
        '`read`: the message, its preview, notes or an export of it. `attachment`: a file of it. `sent`: encrypted to an endpoint of the body. `break_glass`: all of the message, in an emergency.',
      ),
      key: orNull(uuid('Of your own body: the key, or the session, that was used. Null of others.')),
      person: orNull(uuid('Of your own body: the person who signed in. Null of others, and where a key was used.')),
    },
    {
      examples: [
        {
          id: exampleIds.entry,
          at: exampleTimes.acknowledged,
          organisation: 'iom',
          way: 'read',
          key: null,
          person: null,
        },
      ],
    },
  ),
  Overseen: answer(
    'An act that goes past the rules or takes much along.',
    {
      id: uuid('Id of the entry of evidence.'),
      at: time('When.'),
      action: oneOf(overseenActions, 'What was done.'),
      subject: uuid('Id of the exception, opening, erasure or export.'),
      organisation: orNull(slug('The body that acted; null when the hub did.')),
      message: orNull(uuid('The record that it is about, where it is one.')),
      count: orNull(count('How many records an export holds.')),
      key: orNull(uuid('Of your own body: the key, or the session, that was used. Null of others.')),
      person: orNull(uuid('Of your own body: the person, where the entry names one. Null of others.')),
    },
    {
      examples: [
        {
          id: exampleIds.entry,
          at: exampleTimes.acknowledged,
          action: 'referral.exported',
          subject: exampleIds.exception,
          organisation: 'iom',
          message: null,
          count: 120,
          key: exampleIds.key,
          person: null,
        },
      ],
    },
  ),
  UnusualReading: answer('An hour in which somebody of your body read unusually much.', {
    hour: time('When the hour began.'),
    operation: slug('The operation.'),
    person: orNull(uuid('The person who read; null for a key.')),
    key: orNull(uuid('The key that read; null for a person.')),
    records: count('Different records that were looked at.'),
    usual: {
      type: ['number', 'null'],
      minimum: 0,
      description: 'Mean of the reader’s own hours before; null for a first one.',
    },
    reasons: listOf(
      oneOf(['above_limit', 'above_usual'], 'More than the operation allows for, or than the reader had before.'),
      'Why it is shown.',
    ),
  }),
};
