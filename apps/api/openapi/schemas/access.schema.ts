import { accessWays } from '#evidence';
import { exampleIds, exampleTimes } from './example-ids';
import { answer, oneOf, orNull, slug, time, uuid, type Schemas } from './schema';

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
};
