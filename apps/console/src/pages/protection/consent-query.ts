import { queryOptions } from '@tanstack/react-query';
import { answerOf, hub } from '../../api/client';

/** A record with the person's words. */
export function consentQuery(id: string) {
  return queryOptions({
    queryKey: ['consents', 'one', id],
    queryFn: ({ signal }) => answerOf(hub.GET('/v1/consents/{id}', { params: { path: { id } }, signal })),
  });
}
