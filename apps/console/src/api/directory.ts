import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from './client';

/** Reference data changes by a deployment; it is read once for a visit. */
const kept = { staleTime: 30 * 60_000 };

export const operationsQuery = queryOptions({
  queryKey: ['operations'],
  queryFn: async ({ signal }) => (await answerOf(hub.GET('/v1/operations', { signal }))).data,
  ...kept,
});

export const organisationsQuery = queryOptions({
  queryKey: ['organisations'],
  queryFn: async ({ signal }) => (await answerOf(hub.GET('/v1/organisations', { signal }))).data,
  ...kept,
});

/** The short name of a body for people; its slug until the directory is there. */
export function useBodyName(): (slug: string) => string {
  const { data } = useQuery(organisationsQuery);
  return (slug) => data?.find((one) => one.slug === slug)?.shortName ?? slug;
}

export function useOperation(id: string): Schemas['Operation'] | undefined {
  return useQuery(operationsQuery).data?.find((operation) => operation.id === id);
}
