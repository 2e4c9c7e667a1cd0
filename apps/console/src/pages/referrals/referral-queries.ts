import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub, wholeAnswerOf } from '../../api/client';
import { given } from '../../api/given';

export type ReferralSummary = Schemas['ReferralSummary'];
export type Referral = Schemas['Referral'];

export interface Listed {
  readonly operation?: string | undefined;
  readonly state?: ReferralSummary['state'] | undefined;
  readonly priority?: ReferralSummary['priority'] | undefined;
  readonly recipient?: string | undefined;
  readonly overdue?: boolean | undefined;
  readonly cursor?: string | undefined;
}

/** Rows of one page. */
const PAGE = 50;

export function referralsQuery(listed: Listed) {
  return queryOptions({
    queryKey: ['referrals', listed],
    queryFn: ({ signal }) =>
      answerOf(hub.GET('/v1/referrals', { params: { query: { ...given(listed), limit: PAGE } }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function referralQuery(id: string) {
  return queryOptions({
    queryKey: ['referral', id],
    queryFn: async ({ signal }) => {
      const { data, response } = await wholeAnswerOf(
        hub.GET('/v1/referrals/{id}', { params: { path: { id } }, signal }),
      );
      return { referral: data, etag: response.headers.get('etag') ?? '' };
    },
  });
}

export function timelineQuery(id: string) {
  return queryOptions({
    queryKey: ['timeline', id],
    queryFn: async ({ signal }) =>
      (await answerOf(hub.GET('/v1/referrals/{id}/timeline', { params: { path: { id } }, signal }))).data,
  });
}

export type Move = 'cancel' | 'withdraw' | 'close' | 'reopen' | 'error';

/** What a sender does to a referral that is on its way. */
export async function move(id: string, what: Move, note: string, idempotencyKey: string): Promise<unknown> {
  const params = { path: { id }, header: { 'Idempotency-Key': idempotencyKey } };
  const body = note.trim() === '' ? {} : { note };
  switch (what) {
    case 'cancel':
      return answerOf(hub.POST('/v1/referrals/{id}/cancel', { params, body }));
    case 'withdraw':
      return answerOf(hub.POST('/v1/referrals/{id}/withdraw-consent', { params, body }));
    case 'close':
      return answerOf(hub.POST('/v1/referrals/{id}/close', { params, body }));
    case 'reopen':
      return answerOf(hub.POST('/v1/referrals/{id}/reopen', { params, body }));
    case 'error':
      return answerOf(hub.POST('/v1/referrals/{id}/entered-in-error', { params }));
  }
}

export const reroute = (id: string, body: Schemas['RerouteDto'], key: string) =>
  answerOf(
    hub.POST('/v1/referrals/{id}/reroute', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body }),
  );
