import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub, wholeAnswerOf } from '../../api/client';

export type Endpoint = Schemas['WebhookEndpoint'];
export type EventType = NonNullable<Schemas['CreateEndpointDto']['eventTypes']>[number];

/** How often a page about deliveries is read again: no event tells of an attempt, milliseconds. */
export const LOOK_AGAIN = 5_000;
const PAGE = 25;

export const endpointsQuery = queryOptions({
  queryKey: ['endpoints'],
  queryFn: async ({ signal }) => (await answerOf(hub.GET('/v1/webhook-endpoints', { signal }))).data,
});

export const eventTypesQuery = queryOptions({
  queryKey: ['event-types'],
  queryFn: async ({ signal }) => (await answerOf(hub.GET('/v1/event-types', { signal }))).data,
  staleTime: Infinity,
});

export function endpointQuery(id: string) {
  return queryOptions({
    queryKey: ['endpoints', id],
    queryFn: async ({ signal }) => {
      const call = hub.GET('/v1/webhook-endpoints/{id}', { params: { path: { id } }, signal });
      const { data, response } = await wholeAnswerOf(call);
      return { endpoint: data, etag: response.headers.get('etag') ?? '' };
    },
  });
}

export function healthQuery(id: string) {
  return queryOptions({
    queryKey: ['endpoints', id, 'health'],
    queryFn: ({ signal }) =>
      answerOf(hub.GET('/v1/webhook-endpoints/{id}/health', { params: { path: { id } }, signal })),
  });
}

export function attemptsQuery(id: string, cursor: string | undefined) {
  return queryOptions({
    queryKey: ['endpoints', id, 'attempts', cursor ?? ''],
    queryFn: ({ signal }) => {
      const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
      return answerOf(hub.GET('/v1/webhook-endpoints/{id}/attempts', { params: { path: { id }, query }, signal }));
    },
    placeholderData: keepPreviousData,
  });
}

const at = (id: string, key: string) => ({ params: { path: { id }, header: { 'Idempotency-Key': key } } });

export const createEndpoint = (body: Schemas['CreateEndpointDto'], key: string) =>
  answerOf(hub.POST('/v1/webhook-endpoints', { params: { header: { 'Idempotency-Key': key } }, body }));
export const verifyEndpoint = (id: string, key: string) =>
  answerOf(hub.POST('/v1/webhook-endpoints/{id}/verify', at(id, key)));
export const testEndpoint = (id: string, key: string) =>
  answerOf(hub.POST('/v1/webhook-endpoints/{id}/test', { ...at(id, key), body: {} }));
export const rotateSecret = (id: string, key: string) =>
  answerOf(hub.POST('/v1/webhook-endpoints/{id}/rotate-secret', at(id, key)));
export const recoverEndpoint = (id: string, since: string, key: string) =>
  answerOf(hub.POST('/v1/webhook-endpoints/{id}/recover', { ...at(id, key), body: { since } }));
export const removeEndpoint = (id: string) =>
  answerOf(hub.DELETE('/v1/webhook-endpoints/{id}', { params: { path: { id } } }));
export const setState = (id: string, state: 'active' | 'paused', etag: string) =>
  answerOf(
    hub.PATCH('/v1/webhook-endpoints/{id}', {
      params: { path: { id }, header: { 'If-Match': etag } },
      body: { state },
    }),
  );
export const resend = (deliveryId: string, key: string) =>
  answerOf(
    hub.POST('/v1/deliveries/{deliveryId}/resend', {
      params: { path: { deliveryId }, header: { 'Idempotency-Key': key } },
    }),
  );
