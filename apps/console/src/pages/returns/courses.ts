import { queryOptions } from '@tanstack/react-query';
import { answerOf, hub } from '../../api/client';

/** The catalogue changes by a deployment; it is read once for a visit. */
export const coursesQuery = queryOptions({
  queryKey: ['training-courses'],
  queryFn: async ({ signal }) => (await answerOf(hub.GET('/v1/training-courses', { signal }))).data,
  staleTime: 30 * 60_000,
});
