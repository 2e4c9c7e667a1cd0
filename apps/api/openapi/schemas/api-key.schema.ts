import { LONGEST_OVERLAP, scopes } from '#identity';
import { exampleIds, exampleTimes } from './example-ids';
import { answer, listOf, oneOf, orNull, slug, text, time, uuid, type Schema, type Schemas } from './schema';

const key: Schemas = {
  id: uuid('The key.'),
  name: text('What it is known by.'),
  prefix: { type: 'string', pattern: '^lh_[A-Za-z0-9_-]{12}$', description: 'What the key begins with.' },
  scopes: listOf(oneOf(scopes, 'A scope.'), 'What it may do.'),
  operations: nullableList(slug('An operation.'), 'The operations that it is held to; null: all of your body.'),
  allowedAddresses: nullableList(text('A network, CIDR.'), 'The networks that it works from; null: everywhere.'),
  createdAt: time('When it was made.'),
  expiresAt: orNull(time('When it ends.')),
  revokedAt: orNull(time('When it was revoked.')),
  replacedBy: orNull(uuid('The key that took its place, once it was rotated.')),
  lastUsedAt: orNull(time('When it was used last, to the minute; null: never.')),
};

const apiKey: Schema = {
  type: 'string',
  pattern: '^lh_[A-Za-z0-9_-]{12}_[A-Za-z0-9_-]{43}$',
  description: 'The key, shown this once. The hub keeps a hash of it.',
};

const example = {
  id: exampleIds.key,
  name: 'case-system',
  prefix: 'lh_Xq3vT1y8LmZa',
  scopes: ['referrals:read', 'referrals:write'],
  operations: ['afghanistan'],
  allowedAddresses: ['203.0.113.0/24'],
  createdAt: exampleTimes.created,
  expiresAt: exampleTimes.due,
  revokedAt: null,
  replacedBy: null,
  lastUsedAt: exampleTimes.submitted,
};
const shown = { ...example, lastUsedAt: null, apiKey: `lh_Xq3vT1y8LmZa_${'x'.repeat(43)}` };

export const apiKeySchemas: Schemas = {
  ApiKey: answer('An API key of your body, without its secret.', key, { examples: [example] }),
  NewApiKey: answer('A key with its secret.', { ...key, apiKey }, { examples: [shown] }),
  RotatedApiKey: answer(
    'The new key with its secret.',
    {
      ...key,
      apiKey,
      previousExpiresAt: time(`When the key before ends: after the overlap, ${LONGEST_OVERLAP} hours at most.`),
    },
    { examples: [{ ...shown, previousExpiresAt: exampleTimes.decisionDue }] },
  ),
};

function nullableList(items: Schema, description: string): Schema {
  return { ...listOf(items, description), type: ['array', 'null'] };
}
