import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { given } from '../../api/given';
import { queryClient } from '../../api/query-client';
import type { NoticesListed } from './notices-listed';

export type NoticeSummary = Schemas['NoticeSummary'];
export type Notice = Schemas['Notice'];

/** Milliseconds after which the list is read again: nothing of an allegation comes by the live events. */
const LOOK_AGAIN = 10_000;
/** And after which a notice is that is on its way to the authority. */
const ON_ITS_WAY = 2_000;

export function noticesQuery(listed: NoticesListed) {
  return infiniteQueryOptions({
    queryKey: ['notices', listed],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      answerOf(hub.GET('/v1/accountability', { params: { query: given({ ...listed, cursor: pageParam }) }, signal })),
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: LOOK_AGAIN,
  });
}

/** Every reading is kept as evidence: it is read when it is opened, after an act, and while it is on its way. */
const READ_WHEN_OPENED = { staleTime: Infinity, refetchOnMount: 'always', refetchOnWindowFocus: false } as const;

export function noticeQuery(id: string) {
  return queryOptions({
    queryKey: ['notice', id],
    ...READ_WHEN_OPENED,
    queryFn: ({ signal }) => answerOf(hub.GET('/v1/accountability/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.state === 'submitted' ? ON_ITS_WAY : false),
  });
}

/** @param at where the notice stands: what happened to it since is in the history */
export function noticeHistoryQuery(id: string, at: string) {
  return queryOptions({
    queryKey: ['notice', id, 'history', at],
    ...READ_WHEN_OPENED,
    queryFn: async ({ signal }) =>
      (await answerOf(hub.GET('/v1/accountability/{id}/history', { params: { path: { id } }, signal }))).data,
  });
}

/** Who read it and did what. Looking at that is no reading of it. */
export function noticeEvidenceQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['notice', id, 'evidence'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      answerOf(
        hub.GET('/v1/accountability/{id}/evidence', {
          params: { path: { id }, query: given({ cursor: pageParam }) },
          signal,
        }),
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

export function noticeFiguresQuery(quarter: string) {
  return queryOptions({
    queryKey: ['notice-figures', quarter],
    queryFn: ({ signal }) =>
      answerOf(hub.GET('/v1/accountability-figures', { params: { query: { quarter } }, signal })),
  });
}

const at = (id: string, key: string) => ({ params: { path: { id }, header: { 'Idempotency-Key': key } } });

export const writeNotice = (body: Schemas['NewNoticeDto'], key: string) =>
  answerOf(hub.POST('/v1/accountability', { params: { header: { 'Idempotency-Key': key } }, body }));

export const submitNotice = (id: string, key: string) =>
  answerOf(hub.POST('/v1/accountability/{id}/submit', at(id, key)));

export const sayStatus = (id: string, body: Schemas['NationStatusDto'], key: string) =>
  answerOf(hub.POST('/v1/accountability/{id}/nation-status', { ...at(id, key), body }));

export const requestRepatriation = (id: string, reason: string, key: string) =>
  answerOf(hub.POST('/v1/accountability/{id}/repatriation-request', { ...at(id, key), body: { reason } }));

export const releaseReporter = (id: string, consentedOn: string, key: string) =>
  answerOf(hub.POST('/v1/accountability/{id}/release-reporter', { ...at(id, key), body: { consentedOn } }));

export const letKnow = (id: string, email: string, key: string) =>
  answerOf(hub.POST('/v1/accountability/{id}/people', { ...at(id, key), body: { email } }));

/** After an act: the notice with its history, and the lists that it stands in. */
export async function readNoticeAgain(id: string): Promise<void> {
  await Promise.all([['notice', id], ['notices']].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}
