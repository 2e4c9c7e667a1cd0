import { Documented } from '../http/answers';

const endpoint = { id: 'Id of the webhook endpoint.' };

export const VerifyEndpointDoc = (): MethodDecorator =>
  Documented({
    operationId: 'verifyWebhookEndpoint',
    summary: 'Show that the address is your own',
    description:
      'The hub sends a signed `endpoint.verification` at once, with a random `challenge` in `data`. Answer it within eight ' +
      'seconds with 2xx and the JSON object `{"challenge": "<the same>"}`: the endpoint becomes active, or paused where you ' +
      'wanted that, and what was held goes out. The hub shows the client certificate and the access token that you set. ' +
      'Harmless to repeat; ten tries an hour.',
    path: endpoint,
    status: 200,
    answer: 'It is verified.',
    schema: 'WebhookEndpoint',
    idempotent: true,
    etag: true,
    problems: ['verification_failed', 'too_many_requests', 'concurrent_change'],
  });

export const RecoverEndpointDoc = (): MethodDecorator =>
  Documented({
    operationId: 'recoverWebhookEndpoint',
    summary: 'Send again what was given up since a time',
    description:
      'Queues up to 1,000 deliveries again, the oldest first, and makes due at once what waits for a later attempt. When ' +
      '`remaining` is not 0, ask again with another Idempotency-Key.',
    path: endpoint,
    status: 202,
    answer: 'How much is on its way.',
    schema: 'Recovered',
    idempotent: true,
    problems: ['invalid_input'],
  });

export const EndpointHealthDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getWebhookEndpointHealth',
    summary: 'Read how one endpoint does',
    path: endpoint,
    status: 200,
    answer: 'Its state, its figures, and what waits for it.',
    schema: 'EndpointHealth',
  });

export const ListDeliveriesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listDeliveries',
    summary: 'List the deliveries to one endpoint, newest first',
    path: endpoint,
    status: 200,
    answer: 'A page of deliveries.',
    schema: 'Delivery',
    list: true,
    problems: ['invalid_input'],
  });

export const ReadDeliveryDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getDelivery',
    summary: 'Read one delivery with its attempts',
    path: { ...endpoint, deliveryId: 'Id of the delivery: the `webhook-id`.' },
    status: 200,
    answer: 'The delivery.',
    schema: 'DeliveryWithHistory',
  });

export const ResendDeliveryDoc = (): MethodDecorator =>
  Documented({
    operationId: 'resendDelivery',
    summary: 'Send one delivery again',
    description:
      'The same `webhook-id` and the same bytes, also when it was delivered. Where the endpoint is not active it is held. ' +
      'Refused while it waits already, and for what a recall overtook.',
    path: { deliveryId: 'Id of the delivery: the `webhook-id`.' },
    status: 202,
    answer: 'It is on its way.',
    schema: 'Delivery',
    idempotent: true,
    problems: ['illegal_transition'],
  });
