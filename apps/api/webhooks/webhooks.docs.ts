import { Documented } from '../http/answers';

export const CreateEndpointDoc = (): MethodDecorator =>
  Documented({
    operationId: 'createWebhookEndpoint',
    summary: 'Register an address for webhooks',
    description:
      'The answer shows the secret once: your server verifies every webhook with it (Standard Webhooks 1.0). Then verify ' +
      'the endpoint (`/verify`): until then its events are held. With `payload: encrypted` events bring what your body may ' +
      'read, as JWE to `encryptionKey`.',
    status: 201,
    answer: 'The endpoint with its secrets.',
    schema: 'NewWebhookEndpoint',
    idempotent: true,
    etag: true,
    location: true,
    problems: ['url_refused'],
  });

export const ListEndpointsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listWebhookEndpoints',
    summary: "List your body's webhook endpoints",
    status: 200,
    answer: 'The endpoints with their health.',
    schema: 'WebhookEndpoint',
    list: true,
  });

export const ReadEndpointDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getWebhookEndpoint',
    summary: 'Read one webhook endpoint',
    path: { id: 'Id of the webhook endpoint.' },
    status: 200,
    answer: 'The endpoint with its health.',
    schema: 'WebhookEndpoint',
    etag: true,
  });

export const ChangeEndpointDoc = (): MethodDecorator =>
  Documented({
    operationId: 'changeWebhookEndpoint',
    summary: 'Change, pause or resume a webhook endpoint',
    path: { id: 'Id of the webhook endpoint.' },
    status: 200,
    answer: 'The endpoint as changed.',
    schema: 'WebhookEndpoint',
    etag: true,
    ifMatch: true,
    problems: ['invalid_input', 'url_refused'],
  });

export const DeleteEndpointDoc = (): MethodDecorator =>
  Documented({
    operationId: 'deleteWebhookEndpoint',
    summary: 'Delete a webhook endpoint',
    path: { id: 'Id of the webhook endpoint.' },
    description: 'What waited for it stays in your inbox.',
    status: 204,
    answer: 'It is deleted.',
  });

export const RotateSecretDoc = (): MethodDecorator =>
  Documented({
    operationId: 'rotateWebhookSecret',
    summary: 'Make new secrets; the old ones sign beside them for 24 hours',
    path: { id: 'Id of the webhook endpoint.' },
    status: 200,
    answer: 'The new secrets, shown once.',
    schema: 'RotatedSecrets',
    idempotent: true,
  });

export const TestEndpointDoc = (): MethodDecorator =>
  Documented({
    operationId: 'testWebhookEndpoint',
    summary: 'Send a test event of any type to one endpoint',
    path: { id: 'Id of the webhook endpoint.' },
    description: `
It goes the way of every event, also to an endpoint that did not subscribe to its type. Its status is \`test\`, its
reference \`TEST\`, its operation \`none\`; the message is made up, so that its \`href\` is answered with 404, but for
\`test.ping\`.
`.trim(),
    status: 202,
    answer: 'It is on its way.',
    schema: 'TestSent',
    idempotent: true,
    problems: ['invalid_input'],
  });

export const ListKeptDeliveriesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listWebhookDeliveries',
    summary: 'List the webhooks of the last 24 hours with their bytes, oldest first, after a cursor',
    description: `
What \`hub listen\` asks for: the webhooks that the hub made for your endpoints, whether they were delivered or not, also
those of endpoints that are paused. \`body\` is the text that is signed and sent, but for content that is encrypted to your
key: that goes to the endpoint alone. A body without endpoints has none.
Without \`after\` come the newest ones, and \`next\` is where to go on from. Processes make webhooks side by side: one may
appear a little after a later one. To miss none, ask again from a minute before, and recognise them by \`id\`.
`.trim(),
    status: 200,
    answer: 'A page. `next` is the cursor for the next call; null when there is nothing yet.',
    schema: 'WebhookDelivery',
    list: true,
    problems: ['invalid_input'],
  });

export const ListAttemptsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listWebhookAttempts',
    summary: 'List the attempts at one endpoint, newest first',
    path: { id: 'Id of the webhook endpoint.' },
    status: 200,
    answer: 'A page of attempts with status, time and the start of your own answer.',
    schema: 'WebhookAttempt',
    list: true,
    problems: ['invalid_input'],
  });

export const ListEventTypesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listEventTypes',
    summary: 'List the events that the hub sends',
    status: 200,
    answer: 'The catalogue.',
    schema: 'EventTypeInfo',
    list: true,
  });

export const JwksDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getWebhookJwks',
    summary: 'Public keys that verify the v1a signatures (JWK Set)',
    status: 200,
    answer: 'The keys in force.',
    schema: 'JwkSet',
    problems: ['unavailable'],
  });
