import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, hub } from '../../api/client';
import { given } from '../../api/given';
import type { ActionsAsked, DecisionsAsked } from './asked';
import type { Action } from './words';

const PAGE = 50;

export function decisionsQuery(asked: DecisionsAsked) {
  return queryOptions({
    queryKey: ['decisions', asked],
    queryFn: ({ signal }) =>
      answerOf(hub.GET('/v1/decisions', { params: { query: { ...given(asked), limit: PAGE } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** States of what is still to be done. */
const OPEN = ['noted', 'assigned'] as const;

/** Everything that is open, whatever its age. */
export function openActionsQuery({ q, operation, body, state }: ActionsAsked) {
  return queryOptions({
    queryKey: ['actions', 'open', q, operation, body, state],
    queryFn: async ({ signal }) => {
      const asked = OPEN.filter((one) => state === undefined || one === state);
      const found = await Promise.all(asked.map((one) => allActions({ q, operation, body, state: one }, signal)));
      return found.flat();
    },
    placeholderData: keepPreviousData,
  });
}

async function allActions(asked: Omit<ActionsAsked, 'view'>, signal: AbortSignal): Promise<Action[]> {
  const data: Action[] = [];
  let cursor: string | undefined;
  do {
    const query = { ...given({ ...asked, cursor }), limit: 200 };
    const page = await answerOf(hub.GET('/v1/actions', { params: { query }, signal }));
    data.push(...page.data);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return data;
}

export function actionsQuery(asked: Omit<ActionsAsked, 'view'>) {
  return queryOptions({
    queryKey: ['actions', asked],
    queryFn: ({ signal }) =>
      answerOf(hub.GET('/v1/actions', { params: { query: { ...given(asked), limit: PAGE } }, signal })),
    placeholderData: keepPreviousData,
  });
}
