import { queryOptions } from '@tanstack/react-query';
import { answerOf, hub } from '../../api/client';

export type Edition = 'published' | 'own';

export const reviewsQuery = queryOptions({
  queryKey: ['reviews'],
  queryFn: async ({ signal }) =>
    (await answerOf(hub.GET('/v1/reports/review', { params: { query: { limit: 100 } }, signal }))).data,
});

export const recommendationsQuery = queryOptions({
  queryKey: ['recommendations'],
  queryFn: async ({ signal }) =>
    (await answerOf(hub.GET('/v1/recommendations', { params: { query: { limit: 100 } }, signal }))).data,
});

export const reviewQuery = (id: string, edition: Edition) =>
  queryOptions({
    queryKey: ['reviews', id, edition],
    queryFn: ({ signal }) =>
      answerOf(hub.GET('/v1/reports/review/{id}', { params: { path: { id }, query: { edition } }, signal })),
    retry: false,
  });
