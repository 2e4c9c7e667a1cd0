import { queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../api/client';

export type Me = Schemas['Me'];
export type Permission = Me['scopes'][number];

/** Who is signed in. Kept until a call is refused for want of a session. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => answerOf(hub.GET('/v1/me', { signal })),
  staleTime: Infinity,
});

export function may(me: Me, permission: Permission): boolean {
  return me.scopes.includes(permission);
}
