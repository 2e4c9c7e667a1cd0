import { filteredPages, permissions, roles } from '#identity';
import { exampleIds, exampleTimes } from './example-ids';
import { answer, count, flag, listOf, oneOf, orNull, ref, slug, text, time, uuid, type Schemas } from './schema';

const personMembers: Schemas = {
  id: uuid('Id of the person.'),
  email: text('Their address.'),
  displayName: text('What they are called.'),
  roles: listOf(ref('HeldRole'), 'The roles that they hold now.'),
  hasPassword: flag('Whether they have set a password.'),
  hasSecondFactor: flag('Whether a sign-in of theirs needs a second factor.'),
  lockedAt: orNull(time('Since when they are locked out; null: they are not.')),
  createdAt: time('When they were added.'),
  version: count('For If-Match.', 1),
};

export const sessionSchemas: Schemas = {
  HeldRole: answer('A role that a person holds at their body.', {
    role: oneOf(roles, 'The role.'),
    operation: orNull(slug('Where it is held; null: in every operation of the body.')),
  }),
  Person: answer('A person of your body.', personMembers),
  AddedPerson: answer('A person who was added, and how they begin.', { ...personMembers, setUp: ref('SetUpLink') }),
  SetUpLink: answer('A link by which a person sets their password, once.', {
    url: { type: 'string', format: 'uri', description: 'The link. Whoever has it can set the password.' },
    expiresAt: time('Until when it opens.'),
  }),
  SignInWays: answer('In which ways people can sign in here.', {
    password: flag('With a password that the hub keeps.'),
    oidc: orNull(text('At an identity provider of this name, by /v1/session/oidc; null: there is none.')),
  }),
  Session: answer('An open session of yours.', {
    id: uuid('Id of the session.'),
    method: text('How you signed in.'),
    address: orNull(text('From which address.')),
    agent: orNull(text('What the browser calls itself.')),
    createdAt: time('When you signed in.'),
    seenAt: time('When you last did something, to the minute.'),
    expiresAt: time('When it ends at the latest.'),
    current: flag('Whether it is this one.'),
  }),
  SavedFilter: answer('What a list is to show, kept under a name.', {
    id: uuid('Id of the filter.'),
    page: oneOf(filteredPages, 'The list that it is of.'),
    name: text('What you know it by.'),
    search: {
      type: 'object',
      description: 'What the list is to show: names and values as in the address of its page.',
      additionalProperties: { type: 'string' },
    },
    createdAt: time('When you kept it.'),
  }),
  SecondFactorSecret: answer('What an authenticator app needs.', {
    secret: text('The secret in base32, for typing.'),
    uri: { type: 'string', format: 'uri', description: 'The same as otpauth://, for a QR code.' },
  }),
  RecoveryCodes: answer('Codes to recover by when the device is lost.', {
    recoveryCodes: listOf(text('A code: four groups of four.'), 'Each opens once.'),
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
        method: text('How they signed in: password or oidc.'),
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
