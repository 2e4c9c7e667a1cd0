import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { given } from '../../api/given';

export interface MessagesListed {
  readonly kind?: string | undefined;
  readonly cursor?: string | undefined;
}

/** Rows of one page. */
const PAGE = 50;

/** What an address asks the list for; what it does not understand is undone: the router would keep it. */
export function messagesListedOf(search: Record<string, unknown>): MessagesListed {
  const { kind, cursor } = search;
  const slug = (value: unknown): value is string => typeof value === 'string' && /^[a-z0-9-]{1,64}$/.test(value);
  return { kind: slug(kind) ? kind : undefined, cursor: slug(cursor) ? cursor : undefined };
}

export function messagesQuery(listed: MessagesListed) {
  return queryOptions({
    queryKey: ['messages', listed],
    queryFn: ({ signal }) =>
      answerOf(hub.GET('/v1/messages', { params: { query: { ...given(listed), limit: PAGE } }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function messageQuery(id: string) {
  return queryOptions({
    queryKey: ['message', id],
    queryFn: ({ signal }) => answerOf(hub.GET('/v1/messages/{id}', { params: { path: { id } }, signal })),
  });
}

export function messageTimelineQuery(id: string) {
  return queryOptions({
    queryKey: ['timeline', id],
    queryFn: async ({ signal }) =>
      (await answerOf(hub.GET('/v1/messages/{id}/timeline', { params: { path: { id } }, signal }))).data,
  });
}

/** Sends a message of any kind; it is routed at once. */
export const sendMessage = (body: Schemas['SendMessageDto'], key: string) =>
  answerOf(hub.POST('/v1/messages', { params: { header: { 'Idempotency-Key': key } }, body }));

export const cancelMessage = (id: string, note: string, key: string) =>
  answerOf(
    hub.POST('/v1/messages/{id}/cancel', {
      params: { path: { id }, header: { 'Idempotency-Key': key } },
      body: note.trim() === '' ? {} : { note },
    }),
  );
