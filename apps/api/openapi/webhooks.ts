import { VERIFICATION_EVENT, eventTypes, type EventType } from '#delivery';
import { exampleEvent } from './schemas/webhook-body.schema';
import { ref } from './schemas/schema';

const PARAMETERS = [
  {
    name: 'webhook-id',
    in: 'header',
    required: true,
    description: 'Id of the delivery: the same on every attempt. What came twice has the same one.',
    schema: { type: 'string', format: 'uuid' },
  },
  {
    name: 'webhook-timestamp',
    in: 'header',
    required: true,
    description: 'When this attempt was made, seconds since 1970. Refuse what is older than five minutes.',
    schema: { type: 'string', pattern: '^[0-9]{1,12}$' },
  },
  {
    name: 'webhook-signature',
    in: 'header',
    required: true,
    description:
      'Signatures of `{webhook-id}.{webhook-timestamp}.{body}`, separated by blanks: `v1,…` (HMAC-SHA-256) and `v1a,…` ' +
      '(Ed25519). One that verifies is enough; while secrets are rotated there are several.',
    schema: { type: 'string', pattern: '^v1a?,[A-Za-z0-9+/=]+( v1a?,[A-Za-z0-9+/=]+)*$' },
  },
] as const;

const retryAfter = {
  'Retry-After': {
    description: 'Seconds or a date; obeyed up to an hour.',
    schema: { type: 'string', maxLength: 64 },
  },
} as const;

/** What your server answers, and what the hub concludes from it. */
const RESPONSES = {
  '2XX': { description: 'You have it. Answer at once, and work afterwards.' },
  '410': { description: 'You want no more: the endpoint is disabled, what waits is held.' },
  '429': { description: 'Slower, please: the whole endpoint waits, then it is tried again.', headers: retryAfter },
  '5XX': {
    description: 'It is tried again later; 502, 503 and 504 also slow the whole endpoint.',
    headers: retryAfter,
  },
  default: { description: 'Anything else, redirects included, is a failure: it is tried again later.' },
} as const;

/** The `webhooks` of the document: one for each event of the catalogue, and the challenge that comes before them. */
export function webhooks(): Readonly<Record<string, object>> {
  return {
    ...Object.fromEntries((Object.keys(eventTypes) as EventType[]).map((type) => [type, { post: webhook(type) }])),
    [VERIFICATION_EVENT]: { post: verification() },
  };
}

function verification(): object {
  return {
    operationId: 'onEndpointVerification',
    summary: 'The hub asks whether the endpoint is yours',
    description: 'You asked for it (`/verify`). Verify the signature, then repeat the challenge, within eight seconds.',
    tags: ['webhook endpoints'],
    security: [],
    parameters: PARAMETERS,
    requestBody: { required: true, content: { 'application/json': { schema: ref('EndpointVerification') } } },
    responses: {
      '2XX': {
        description: 'The endpoint is yours.',
        content: { 'application/json': { schema: ref('ChallengeAnswer') } },
      },
      default: { description: 'Anything else: the endpoint stays unverified.' },
    },
  };
}

function webhook(type: EventType): object {
  return {
    operationId: `on${type.split('.').map(capitalised).join('')}`,
    summary: `The hub tells you: ${type}`,
    description: eventTypes[type],
    tags: ['webhook endpoints'],
    security: [],
    parameters: PARAMETERS,
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { allOf: [ref('WebhookBody'), { type: 'object', properties: { type: { const: type } } }] },
          examples: { event: { summary: 'What arrives', value: exampleEvent(type) } },
        },
      },
    },
    responses: RESPONSES,
  };
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
