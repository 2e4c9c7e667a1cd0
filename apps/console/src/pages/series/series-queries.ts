import { queryOptions } from '@tanstack/react-query';
import { answerOf, hub } from '../../api/client';
import { given } from '../../api/given';
import { once, over } from '../meetings/meeting-queries';
import type { NewMeeting, NewSeries, SeriesChange } from './meeting-draft';

export function seriesListQuery(operation: string | undefined) {
  return queryOptions({
    queryKey: ['series', 'list', operation],
    queryFn: async ({ signal }) =>
      (await answerOf(hub.GET('/v1/meeting-series', { params: { query: given({ operation }) }, signal }))).data,
  });
}

export function seriesQuery(id: string) {
  return queryOptions({
    queryKey: ['series', id],
    queryFn: ({ signal }) => answerOf(hub.GET('/v1/meeting-series/{id}', { params: { path: { id } }, signal })),
  });
}

/** Those of its meetings that are to come. */
export function occurrencesQuery(id: string) {
  return queryOptions({
    queryKey: ['series', id, 'occurrences'],
    queryFn: async ({ signal }) => {
      const params = { path: { id }, query: { from: new Date().toISOString() } };
      const { data } = await answerOf(hub.GET('/v1/meeting-series/{id}/occurrences', { params, signal }));
      return data.filter(({ state }) => state === 'scheduled');
    },
  });
}

export const previewNew = (body: NewSeries, key: string) =>
  answerOf(hub.POST('/v1/meeting-series/preview', { params: once(key), body }));

export const makeSeries = (body: NewSeries, key: string) =>
  answerOf(hub.POST('/v1/meeting-series', { params: once(key), body }));

export const previewChange = (id: string, body: SeriesChange, key: string) =>
  answerOf(hub.POST('/v1/meeting-series/{id}/preview', { params: { path: { id }, ...once(key) }, body }));

export const changeSeries = (id: string, body: SeriesChange, version: number) =>
  answerOf(
    hub.PATCH('/v1/meeting-series/{id}', { params: { path: { id }, header: { 'If-Match': `"${version}"` } }, body }),
  );

export const endSeries = (id: string, version: number, key: string) =>
  answerOf(hub.POST('/v1/meeting-series/{id}/end', { params: { path: { id }, ...over(version, key) } }));

export const callMeeting = (body: NewMeeting, key: string) =>
  answerOf(hub.POST('/v1/meetings', { params: once(key), body }));
