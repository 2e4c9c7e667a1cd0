import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, hub } from '../../api/client';
import { given } from '../../api/given';
import type { ActionsAsked, DecisionsAsked } from './asked';

const PAGE = 50;

export function decisionsQuery(asked: DecisionsAsked) {
  return queryOptions({
    queryKey: ['decisions', asked],
    queryFn: ({ signal }) =>
      answerOf(hub.GET('/v1/decisions', { params: { query: { ...given(asked), limit: PAGE } }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function actionsQuery(asked: ActionsAsked) {
  return queryOptions({
    queryKey: ['actions', asked],
    queryFn: ({ signal }) =>
      answerOf(hub.GET('/v1/actions', { params: { query: { ...given(asked), limit: PAGE } }, signal })),
    placeholderData: keepPreviousData,
  });
}
