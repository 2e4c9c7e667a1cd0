import { queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub, wholeAnswerOf } from '../../api/client';
import { draftOf, type Draft } from './draft';

export const create = (body: Schemas['CreateReferralDto'], key: string) =>
  answerOf(hub.POST('/v1/referrals', { params: { header: { 'Idempotency-Key': key } }, body }));

/** Saves the draft over the version that it was read at. @returns the version that it is at now, as an ETag */
export async function save(id: string, draft: Draft, etag: string): Promise<string> {
  const body = { priority: draft.priority, status: draft.status, to: [...draft.to], body: draft.body };
  const params = { path: { id }, header: { 'If-Match': etag } };
  const { response } = await wholeAnswerOf(hub.PATCH('/v1/referrals/{id}', { params, body }));
  return response.headers.get('etag') ?? etag;
}

/** Names the record that the draft rests on; of its own section nothing is kept. */
export async function restOn(
  id: string,
  draft: Draft,
  consentId: string,
  etag: string,
): Promise<{ readonly draft: Draft; readonly etag: string }> {
  const body = Object.fromEntries(Object.entries(draft.body).filter(([name]) => name !== 'consent'));
  const params = { path: { id }, header: { 'If-Match': etag } };
  const { data, response } = await wholeAnswerOf(
    hub.PATCH('/v1/referrals/{id}', { params, body: { consentId, body: body as Schemas['ReferralBodyOnRecord'] } }),
  );
  return { draft: draftOf(data) ?? draft, etag: response.headers.get('etag') ?? etag };
}

export const submit = (id: string, key: string) =>
  answerOf(hub.POST('/v1/referrals/{id}/submit', { params: { path: { id }, header: { 'Idempotency-Key': key } } }));

export function previewQuery(id: string, etag: string) {
  return queryOptions({
    queryKey: ['preview', id, etag],
    queryFn: ({ signal }) => answerOf(hub.GET('/v1/referrals/{id}/preview', { params: { path: { id } }, signal })),
    staleTime: 0,
  });
}
