import { KID, curves, eventTypes, payloads } from '#delivery';
import { exampleIds, exampleTimes } from './example-ids';
import { endpointDeliverySchemas } from './endpoint-delivery.schema';
import { exampleKey } from './example-key';
import { answer, count, listOf, oneOf, orNull, ref, text, time, uuid, type Schema, type Schemas } from './schema';
import { exampleEvent } from './webhook-body.schema';

const eventType = oneOf(Object.keys(eventTypes), 'An event.');

/** An answer's object, or null. */
const orNone = (schema: Schema): Schema => ({ ...schema, type: ['object', 'null'] });

const clientCertificate = answer('The client certificate that the hub shows there (mutual TLS); null: none.', {
  subject: text('Whom it names.'),
  issuer: text('Who issued it.'),
  fingerprint: text('SHA-256 of the certificate, pairs of hexadecimal digits with colons.'),
  notBefore: time('From when it is valid.'),
  notAfter: time('Until when it is valid: set a new one in time.'),
  setAt: time('When it was set.'),
});

const oauth2 = answer('The OAuth2 client by which the hub gets access tokens for it; null: none.', {
  tokenUrl: { type: 'string', format: 'uri', maxLength: 2048, description: 'Where it asks for tokens.' },
  clientId: text('Id of the client.'),
  authMethod: oneOf(['client_secret_basic', 'client_secret_post'], 'How it shows the secret.'),
  scope: orNull(text('Scopes that it asks for.')),
  audience: orNull(text('What it sends as `audience`.')),
  setAt: time('When it was set.'),
});

const endpoint: Schemas = {
  id: uuid('Id of the endpoint.'),
  url: { type: 'string', format: 'uri', maxLength: 2048, description: 'Where the events are sent.' },
  description: orNull({ type: 'string', maxLength: 200, description: 'For your own people.' }),
  eventTypes: { type: ['array', 'null'], items: eventType, description: 'The events that it gets; null: all.' },
  payload: oneOf(payloads, 'What its events carry: ids and times, or content encrypted to its key as well.'),
  encryptionKey: {
    anyOf: [ref('EncryptionKey'), { type: 'null' }],
    description: 'The public key that content is encrypted to; null: none was given.',
  },
  state: oneOf(
    ['unverified', 'active', 'paused', 'disabled'],
    '`unverified` until the address is verified; `disabled` is what the hub does when it fails for long, or says so.',
  ),
  disabledReason: orNull(text('Why the hub disabled it.')),
  failingSince: orNull(time('Since when every attempt failed.')),
  consecutiveFailures: count('Attempts in a row that failed.'),
  verifiedAt: orNull(time('When its address was verified.')),
  maxInFlight: { type: 'integer', minimum: 1, maximum: 256, description: 'Requests to it at once at most.' },
  rateLimit: {
    type: ['integer', 'null'],
    minimum: 1,
    maximum: 1_000,
    description: 'Events a second at most; null: no limit.',
  },
  pending: count('Deliveries that wait to be sent.'),
  held: count('Deliveries that are held because it is not active.'),
  clientCertificate: orNone(clientCertificate),
  oauth2: orNone(oauth2),
  version: count('Number of the version, as in the ETag.', 1),
  createdAt: time('When it was registered.'),
};

const base64url = (description: string): Schema => ({ type: 'string', pattern: '^[A-Za-z0-9_-]{43,88}$', description });

const endpointExample = {
  id: exampleIds.endpoint,
  url: 'https://partner.example/liaison-hub',
  description: 'Case system',
  eventTypes: null,
  payload: 'encrypted',
  encryptionKey: exampleKey,
  state: 'active',
  disabledReason: null,
  failingSince: null,
  consecutiveFailures: 0,
  verifiedAt: exampleTimes.created,
  maxInFlight: 64,
  rateLimit: null,
  pending: 0,
  held: 0,
  clientCertificate: null,
  oauth2: null,
  version: 1,
  createdAt: exampleTimes.created,
};

const secrets: Readonly<Record<string, Schema>> = {
  secret: { type: 'string', pattern: '^whsec_', description: 'Verifies the `v1` signatures. Shown once: keep it.' },
  publicKey: { type: 'string', pattern: '^whpk_', description: 'Verifies the `v1a` signatures. Public.' },
};

const secretsExample = { secret: 'whsec_example-not-a-secret', publicKey: 'whpk_example-not-a-key' };

export const webhookEndpointSchemas: Schemas = {
  EncryptionKey: {
    type: 'object',
    description:
      'A public key as a JWK (RFC 7517) that content is encrypted to by ECDH-ES+A256KW and A256GCM. Never send a private key: a JWK with `d` is refused. Other members are left out.',
    properties: {
      kty: oneOf(['EC', 'OKP'], 'Key type: EC for P curves, OKP for X25519.'),
      crv: oneOf(Object.keys(curves), 'Curve.'),
      x: base64url('The key, or its first coordinate, base64url.'),
      y: base64url('The second coordinate, base64url. Only for P curves.'),
      kid: {
        type: 'string',
        pattern: KID.source,
        description: 'Your name of the key, as in the header of each JWE. Left out: its thumbprint (RFC 7638).',
      },
      use: { type: 'string', const: 'enc', description: 'For encryption.' },
      alg: { type: 'string', const: 'ECDH-ES+A256KW', description: 'Algorithm.' },
    },
    required: ['kty', 'crv', 'x'],
    additionalProperties: false,
    examples: [exampleKey],
  },
  WebhookEndpoint: answer('A webhook endpoint as its own body sees it.', endpoint, { examples: [endpointExample] }),
  NewWebhookEndpoint: answer(
    'A new webhook endpoint with its secrets, which are shown here and never again.',
    { ...endpoint, ...secrets },
    { examples: [{ ...endpointExample, state: 'unverified', verifiedAt: null, ...secretsExample }] },
  ),
  RotatedSecrets: answer(
    'New secrets, shown here and never again.',
    { ...secrets, previousExpiresAt: time('Until when the secrets before sign beside them.') },
    { examples: [{ ...secretsExample, previousExpiresAt: exampleTimes.due }] },
  ),
  TestSent: answer(
    'A test event is on its way.',
    { endpointId: uuid('The endpoint that it goes to.') },
    { examples: [{ endpointId: exampleIds.endpoint }] },
  ),
  WebhookDelivery: answer(
    'A webhook as the hub keeps it for one endpoint.',
    {
      id: uuid('The `webhook-id`.'),
      endpointId: uuid('The endpoint that it is for.'),
      eventType,
      createdAt: time('When it was made.'),
      body: text('The text that is signed and sent, without encrypted content: WebhookBody as JSON.'),
    },
    {
      examples: [
        {
          id: exampleIds.entry,
          endpointId: exampleIds.endpoint,
          eventType: 'referral.routed',
          createdAt: exampleTimes.submitted,
          body: JSON.stringify(exampleEvent('referral.routed')),
        },
      ],
    },
  ),
  ...endpointDeliverySchemas,
  WebhookAttempt: answer(
    'One attempt to deliver an event.',
    {
      deliveryId: uuid('The delivery: the `webhook-id` that you got.'),
      eventType,
      attempt: count('Which attempt of this delivery it was.', 1),
      startedAt: time('When it began.'),
      durationMs: count('How long it took, milliseconds.'),
      outcome: oneOf(['delivered', 'retry', 'disable'], 'What the hub concluded.'),
      status: orNull({
        type: 'integer',
        minimum: 100,
        maximum: 599,
        description: 'HTTP status of your answer; null when there was none.',
      }),
      fault: orNull(
        text(
          'What went wrong below HTTP: dns, connect, tls, timeout, refused_address, protocol, authorization or aborted.',
        ),
      ),
      excerpt: orNull(
        text(
          'The start of your own answer, when it was no success, without what looks like a credential or an address.',
        ),
      ),
    },
    {
      examples: [
        {
          deliveryId: exampleIds.delivery,
          eventType: 'referral.routed',
          attempt: 1,
          startedAt: exampleTimes.submitted,
          durationMs: 84,
          outcome: 'retry',
          status: 503,
          fault: null,
          excerpt: 'Down for maintenance',
        },
      ],
    },
  ),
  EventTypeInfo: answer(
    'An event that the hub sends.',
    { type: eventType, description: text('When it is sent, and what to do.') },
    { examples: [{ type: 'test.ping', description: eventTypes['test.ping'] }] },
  ),
  JwkSet: answer(
    'A JWK Set (RFC 7517).',
    {
      keys: listOf(
        answer('An Ed25519 public key (RFC 8037).', {
          kty: { type: 'string', const: 'OKP', description: 'Key type.' },
          crv: { type: 'string', const: 'Ed25519', description: 'Curve.' },
          x: { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$', description: 'The key, base64url.' },
          kid: { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$', description: 'Thumbprint of the key (RFC 7638).' },
          alg: { type: 'string', const: 'EdDSA', description: 'Algorithm.' },
          use: { type: 'string', const: 'sig', description: 'For signatures.' },
        }),
        'The keys in force.',
      ),
    },
    {
      examples: [
        {
          keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43), kid: 'B'.repeat(43), alg: 'EdDSA', use: 'sig' }],
        },
      ],
    },
  ),
};
