import { MOST_CLIENT_KEYS, scopes } from '#identity';
import { exampleIds, exampleTimes } from './example-ids';
import { answer, listOf, oneOf, orNull, slug, text, time, uuid, type Schema, type Schemas } from './schema';

const publicKey: Schema = {
  type: 'object',
  description:
    'A public JWK: EC (P-256, P-384), OKP (Ed25519) or RSA of 2048 bits and more. Only public members are kept.',
  required: ['kty', 'kid'],
  properties: {
    kty: oneOf(['EC', 'OKP', 'RSA'], 'Sort of key.'),
    kid: { type: 'string', pattern: '^[\\x21-\\x7e]{1,100}$', description: 'Its name, which the assertion says too.' },
    crv: oneOf(['P-256', 'P-384', 'Ed25519'], 'Curve.'),
    ...Object.fromEntries(
      ['x', 'y', 'n', 'e'].map((member) => [
        member,
        { type: 'string', maxLength: 2_000, description: 'As in RFC 7518.' },
      ]),
    ),
  },
  additionalProperties: true,
};

const jwks: Schema = {
  type: 'object',
  description: 'Public keys (RFC 7517). A key with a secret part is refused.',
  required: ['keys'],
  properties: {
    keys: { type: 'array', items: publicKey, minItems: 1, maxItems: MOST_CLIENT_KEYS, description: 'The keys.' },
  },
  additionalProperties: false,
};

export const exampleJwks = {
  keys: [{ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', kid: '2026-03' }],
};

export const oauthClientSchemas: Schemas = {
  ClientJwks: { ...jwks, examples: [exampleJwks] },
  OAuthClient: answer(
    'A system that signs in with a key pair.',
    {
      id: uuid('The `client_id`.'),
      name: text('What it is known by.'),
      jwks: { $ref: '#/components/schemas/ClientJwks' },
      scopes: listOf(oneOf(scopes, 'A scope.'), 'What it may do.'),
      operations: { ...listOf(slug('An operation.'), 'Those that it is held to; null: all.'), type: ['array', 'null'] },
      allowedAddresses: {
        ...listOf(text('A network, CIDR.'), 'The networks that it works from; null: everywhere.'),
        type: ['array', 'null'],
      },
      createdAt: time('When it was registered.'),
      expiresAt: orNull(time('When it ends.')),
      revokedAt: orNull(time('When it was revoked.')),
      signsRequests: {
        type: 'boolean',
        description: 'Whether it signs each request; its token alone is of no use then.',
      },
      lastUsedAt: orNull(time('When it was last given a token; null: never.')),
    },
    {
      examples: [
        {
          id: exampleIds.client,
          name: 'case-system',
          jwks: exampleJwks,
          scopes: ['referrals:read', 'referrals:write'],
          operations: null,
          allowedAddresses: ['203.0.113.0/24'],
          createdAt: exampleTimes.created,
          expiresAt: exampleTimes.due,
          revokedAt: null,
          signsRequests: false,
          lastUsedAt: exampleTimes.submitted,
        },
      ],
    },
  ),
};
