import { queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from './client';

export type SavedFilter = Schemas['SavedFilter'];

export const savedFiltersQuery = queryOptions({
  queryKey: ['saved-filters'],
  queryFn: async ({ signal }) => (await answerOf(hub.GET('/v1/saved-filters', { signal }))).data,
});

export const saveFilter = (body: Schemas['SaveFilterDto'], key: string) =>
  answerOf(
    hub.POST('/v1/saved-filters', { params: { header: { 'Idempotency-Key': key, 'X-Liaison-Hub': 'person' } }, body }),
  );

export const removeFilter = (id: string) =>
  answerOf(hub.DELETE('/v1/saved-filters/{id}', { params: { path: { id }, header: { 'X-Liaison-Hub': 'person' } } }));
