import { queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';

export type Opening = Schemas['Opening'];

export const openingsQuery = queryOptions({
  queryKey: ['openings'],
  queryFn: async ({ signal }) =>
    (await answerOf(hub.GET('/v1/break-glass', { params: { query: { limit: 100 } }, signal }))).data,
});

/** The record in full. Each time it is read is an entry of the evidence, so it is read when it is asked for and not again. */
export function openedRecordQuery(id: string) {
  return queryOptions({
    queryKey: ['opened-record', id],
    queryFn: ({ signal }) => answerOf(hub.GET('/v1/break-glass/{id}/record', { params: { path: { id } }, signal })),
    staleTime: 'static',
    gcTime: 0,
    retry: false,
  });
}
