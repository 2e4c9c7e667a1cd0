import { permissions, roles } from '#identity';
import { exampleIds, exampleTimes } from './example-ids';
import { answer, listOf, oneOf, orNull, ref, slug, text, time, uuid, type Schemas } from './schema';

export const sessionSchemas: Schemas = {
  HeldRole: answer('A role that a person holds at their body.', {
    role: oneOf(roles, 'The role.'),
    operation: orNull(slug('Where it is held; null: in every operation of the body.')),
  }),
  Me: answer(
    'Whose key this is, or who is signed in.',
    {
      organisation: slug('Your body.'),
      scopes: listOf(
        oneOf(permissions, 'A permission.'),
        'What the key allows, or any of your roles in any operation.',
      ),
      person: answer('Who is signed in; not with a key.', {
        id: uuid('Id of the person.'),
        email: text('Their address.'),
        displayName: text('Their name.'),
        roles: listOf(ref('HeldRole'), 'The roles that they hold now.'),
      }),
      session: answer('How they are signed in; not with a key.', {
        id: uuid('Id of the session.'),
        method: text('How they signed in: password.'),
        createdAt: time('When they signed in.'),
        expiresAt: time('When it ends at the latest.'),
        secondFactorAt: orNull(time('When they last showed a second factor; null: never in this session.')),
      }),
    },
    {
      optional: ['person', 'session'],
      examples: [
        { organisation: 'iom', scopes: ['inbox:read', 'inbox:write'] },
        {
          organisation: 'iom',
          scopes: ['directory:read', 'hub:operate', 'people:read'],
          person: {
            id: exampleIds.entry,
            email: 'operator@iom.example',
            displayName: 'Operator',
            roles: [{ role: 'operator', operation: null }],
          },
          session: {
            id: exampleIds.message,
            method: 'password',
            createdAt: exampleTimes.acknowledged,
            expiresAt: exampleTimes.acknowledged,
            secondFactorAt: null,
          },
        },
      ],
    },
  ),
};
