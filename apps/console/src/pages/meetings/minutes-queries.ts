import { queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import type { Attendance, Minutes } from './words';

/** Milliseconds after which submitted minutes are read again: other bodies answer, and the hub draws the conclusion. */
const WHILE_ASKED = 5_000;

/** The head of minutes as the hub writes it; its document leaves open what is in it. */
export interface MinutesHeader {
  readonly reference: string;
  readonly title: string;
  readonly timeZone: string;
  readonly startsAt: string;
  readonly openedAt: string | null;
  readonly closedAt: string | null;
  readonly place: string | null;
  readonly chair: string;
  readonly secretary: string;
  readonly bodies: readonly string[];
  readonly attendance: readonly Attendance[];
}

export interface MinutesRead extends Omit<Minutes, 'header'> {
  readonly header: MinutesHeader;
}

export function minutesQuery(id: string) {
  return queryOptions({
    queryKey: ['meeting', id, 'minutes'],
    queryFn: async ({ signal }): Promise<MinutesRead> => {
      const minutes = await answerOf(hub.GET('/v1/meetings/{id}/minutes', { params: { path: { id } }, signal }));
      return { ...minutes, header: minutes.header as unknown as MinutesHeader };
    },
    refetchInterval: ({ state }) => (state.data?.state === 'submitted' ? WHILE_ASKED : false),
  });
}

const once = (id: string, key: string) => ({ path: { id }, header: { 'Idempotency-Key': key } });

export const submitMinutes = (id: string, version: number, key: string) =>
  answerOf(
    hub.POST('/v1/meetings/{id}/minutes/submit', {
      params: { path: { id }, header: { 'Idempotency-Key': key, 'If-Match': `"${version}"` } },
    }),
  );

export const approveMinutes = (id: string, remarks: string, key: string) =>
  answerOf(
    hub.POST('/v1/meetings/{id}/minutes/approve', {
      params: once(id, key),
      body: remarks.trim() === '' ? {} : { remarks },
    }),
  );

export const requestChanges = (id: string, remarks: string, key: string) =>
  answerOf(hub.POST('/v1/meetings/{id}/minutes/request-changes', { params: once(id, key), body: { remarks } }));

export const amendMinutes = (id: string, body: Schemas['AmendMinutesDto'], key: string) =>
  answerOf(hub.POST('/v1/meetings/{id}/minutes/amend', { params: once(id, key), body }));

export const verifyMinutes = (id: string, key: string) =>
  answerOf(hub.POST('/v1/meetings/{id}/minutes/verify', { params: once(id, key) }));
