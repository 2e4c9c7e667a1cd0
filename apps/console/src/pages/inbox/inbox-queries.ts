import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { given } from '../../api/given';
import type { InboxListed, Show } from './inbox-listed';

export type InboxItem = Schemas['InboxItem'];
export type InboxContent = Schemas['InboxContent'];

/** Rows of one page: what a telephone on a bad line gets in one answer. */
const PAGE = 50;

export function inboxQuery({ after, show: part, ...narrowed }: InboxListed) {
  const show: Show = part ?? 'waiting';
  return queryOptions({
    queryKey: ['inbox', 'list', show, after ?? '0', narrowed],
    queryFn: async ({ signal }) => {
      const asked = {
        order: 'newest',
        limit: PAGE,
        after: after ?? '0',
        ...(show === 'all' ? {} : { only: show }),
        ...given(narrowed),
      } as const;
      const { data, next } = await answerOf(hub.GET('/v1/inbox', { params: { query: asked }, signal }));
      return { items: data, next: data.length < PAGE ? null : next };
    },
    placeholderData: keepPreviousData,
  });
}

/** Every reading is kept as evidence, so that it is read again only when something happened to it. */
export function inboxItemQuery(messageId: string) {
  return queryOptions({
    queryKey: ['received', messageId],
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    queryFn: ({ signal }) => answerOf(hub.GET('/v1/inbox/{messageId}', { params: { path: { messageId } }, signal })),
  });
}

const at = (messageId: string, idempotencyKey: string) => ({
  params: { path: { messageId }, header: { 'Idempotency-Key': idempotencyKey } },
});

export const acknowledge = (messageId: string, key: string) =>
  answerOf(hub.POST('/v1/inbox/{messageId}/acknowledge', at(messageId, key)));

export const decide = (messageId: string, body: Schemas['DecisionDto'], key: string) =>
  answerOf(hub.POST('/v1/inbox/{messageId}/decision', { ...at(messageId, key), body }));

export const progress = (messageId: string, body: Schemas['ProgressDto'], key: string) =>
  answerOf(hub.POST('/v1/inbox/{messageId}/progress', { ...at(messageId, key), body }));

export const referOnward = (messageId: string, body: Schemas['OnwardDto'], key: string) =>
  answerOf(hub.POST('/v1/inbox/{messageId}/refer-onward', { ...at(messageId, key), body }));

export const reopen = (messageId: string, note: string, key: string) =>
  answerOf(hub.POST('/v1/inbox/{messageId}/reopen', { ...at(messageId, key), body: { note } }));

export const confirm = (messageId: string, what: 'cancel' | 'recall', key: string) =>
  what === 'cancel'
    ? answerOf(hub.POST('/v1/inbox/{messageId}/confirm-cancel', at(messageId, key)))
    : answerOf(hub.POST('/v1/inbox/{messageId}/confirm-recall', at(messageId, key)));

export function threadQuery(messageId: string) {
  return queryOptions({
    queryKey: ['thread', messageId],
    queryFn: async ({ signal }) =>
      (await answerOf(hub.GET('/v1/messages/{id}/thread', { params: { path: { id: messageId } }, signal }))).data,
  });
}
