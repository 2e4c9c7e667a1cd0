import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { given } from '../../api/given';
import { queryClient } from '../../api/query-client';
import type { MeetingsAsked } from './asked';
import { daysOf, type Month } from './month';
import type { Meeting } from './words';

/** Rows of one page: of each the answers are asked for besides. */
const PAGE = 20;
/** Days of the past that are shown at once; the hub lists the earliest first. */
const WINDOW = 91;
const DAY = 86_400_000;
/** Milliseconds after which a meeting is read again: no event tells of what is written in it. While it goes on, soon. */
const WHILE_QUIET = 20_000;
const WHILE_MEETING = 5_000;

/** A page of the list, and what leads to others: on by the last row, back by a day. */
interface MeetingsPage {
  readonly data: readonly Meeting[];
  readonly next: string | null;
  readonly before?: string;
}

export function meetingsQuery(asked: MeetingsAsked, today: string) {
  return queryOptions({
    queryKey: ['meetings', asked, today],
    queryFn: ({ signal }) => (asked.show === 'past' ? past(asked, today, signal) : coming(asked, today, signal)),
    placeholderData: keepPreviousData,
  });
}

async function coming(
  { operation, state, cursor }: MeetingsAsked,
  today: string,
  signal: AbortSignal,
): Promise<MeetingsPage> {
  const query = { ...given({ operation, state, cursor }), from: momentOf(today), limit: PAGE };
  return answerOf(hub.GET('/v1/meetings', { params: { query }, signal }));
}

/** All that is on the days of a month's weeks, in whatever zone. */
export function monthQuery({ operation, state }: MeetingsAsked, month: Month) {
  return queryOptions({
    queryKey: ['meetings', 'month', operation, state, month],
    queryFn: ({ signal }) => {
      const days = daysOf(month).map((day) => Date.parse(day));
      const [first = 0, last = 0] = [days[0], days.at(-1)];
      const [from, to] = [first - DAY, last + 2 * DAY].map((at) => new Date(at).toISOString());
      return allMeetings({ ...given({ operation, state }), ...given({ from, to }) }, signal);
    },
    placeholderData: keepPreviousData,
  });
}

/** The last first, which the hub does not have: all of some weeks, turned round. */
async function past(
  { operation, state, before }: MeetingsAsked,
  today: string,
  signal: AbortSignal,
): Promise<MeetingsPage> {
  const to = before ?? today;
  const from = new Date(Date.parse(to) - WINDOW * DAY).toISOString();
  const data = await allMeetings({ ...given({ operation, state }), from, to: momentOf(to) }, signal);
  return { data: data.reverse(), next: null, before: from.slice(0, 10) };
}

type Asked = Pick<MeetingsAsked, 'operation' | 'state'> & { readonly from?: string; readonly to?: string };

async function allMeetings(asked: Asked, signal: AbortSignal): Promise<Meeting[]> {
  const data: Meeting[] = [];
  let cursor: string | undefined;
  do {
    const query = { ...given({ ...asked, cursor }), limit: 200 };
    const page = await answerOf(hub.GET('/v1/meetings', { params: { query }, signal }));
    data.push(...page.data);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return data;
}

function momentOf(day: string): string {
  return new Date(Date.parse(day)).toISOString();
}

const path = (id: string) => ({ path: { id } });
/** What is of one meeting begins its key so, and is read again together. */
const keyOf = (id: string, ...part: string[]) => ['meeting', id, ...part];

/** How soon what is of a meeting is read again. */
function paceOf(id: string): number {
  return queryClient.getQueryData(meetingQuery(id).queryKey)?.state === 'open' ? WHILE_MEETING : WHILE_QUIET;
}

export function meetingQuery(id: string) {
  return queryOptions({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => answerOf(hub.GET('/v1/meetings/{id}', { params: path(id), signal })),
    refetchInterval: ({ state }) => (state.data?.state === 'open' ? WHILE_MEETING : WHILE_QUIET),
  });
}

export function answersQuery(id: string) {
  return queryOptions({
    queryKey: keyOf(id, 'answers'),
    queryFn: async ({ signal }) =>
      (await answerOf(hub.GET('/v1/meetings/{id}/answers', { params: path(id), signal }))).data,
  });
}

export function agendaQuery(id: string) {
  return queryOptions({
    queryKey: keyOf(id, 'agenda'),
    queryFn: ({ signal }) => answerOf(hub.GET('/v1/meetings/{id}/agenda', { params: path(id), signal })),
    refetchInterval: () => paceOf(id),
  });
}

export function attendanceQuery(id: string) {
  return queryOptions({
    queryKey: keyOf(id, 'attendance'),
    refetchInterval: () => paceOf(id),
    queryFn: async ({ signal }) =>
      (await answerOf(hub.GET('/v1/meetings/{id}/attendance', { params: path(id), signal }))).data,
  });
}

export function decisionsOfQuery(id: string) {
  return queryOptions({
    queryKey: keyOf(id, 'decisions'),
    refetchInterval: () => paceOf(id),
    queryFn: async ({ signal }) => {
      const query = { meeting: id, limit: 200 };
      return (await answerOf(hub.GET('/v1/decisions', { params: { query }, signal }))).data;
    },
  });
}

export function actionsOfQuery(id: string) {
  return queryOptions({
    queryKey: keyOf(id, 'actions'),
    refetchInterval: () => paceOf(id),
    queryFn: async ({ signal }) => {
      const query = { meeting: id, limit: 200 };
      return (await answerOf(hub.GET('/v1/actions', { params: { query }, signal }))).data;
    },
  });
}

export const once = (key: string) => ({ header: { 'Idempotency-Key': key } });
export const over = (version: number, key: string) => ({
  header: { 'Idempotency-Key': key, 'If-Match': `"${version}"` },
});

export const answerMeeting = (id: string, answer: Schemas['AnswerMeetingDto']['answer'], key: string) =>
  answerOf(hub.POST('/v1/meetings/{id}/answers', { params: { ...path(id), ...once(key) }, body: { answer } }));

export const openMeeting = (id: string, version: number, key: string) =>
  answerOf(hub.POST('/v1/meetings/{id}/open', { params: { ...path(id), ...over(version, key) } }));

export const closeMeeting = (id: string, version: number, key: string) =>
  answerOf(hub.POST('/v1/meetings/{id}/close', { params: { ...path(id), ...over(version, key) } }));

export const proposeItem = (id: string, body: Schemas['ProposeItemDto'], key: string) =>
  answerOf(hub.POST('/v1/meetings/{id}/agenda', { params: { ...path(id), ...once(key) }, body }));

/** Over the version of the meeting: an order is of all of its items. */
export const orderAgenda = (id: string, items: readonly string[], version: number, key: string) =>
  answerOf(
    hub.POST('/v1/meetings/{id}/agenda/order', {
      params: { ...path(id), ...over(version, key) },
      body: { items: [...items] },
    }),
  );

export const noteAttendance = (id: string, body: Schemas['NoteAttendanceDto'], key: string) =>
  answerOf(hub.POST('/v1/meetings/{id}/attendance', { params: { ...path(id), ...once(key) }, body }));

/** An item of a meeting, by both their ids. */
export interface ItemAt {
  readonly id: string;
  readonly itemId: string;
}

export const changeItem = (item: ItemAt, body: Schemas['ChangeItemDto'], version: number) =>
  answerOf(
    hub.PATCH('/v1/meetings/{id}/agenda/{itemId}', {
      params: { path: item, header: { 'If-Match': `"${version}"` } },
      body,
    }),
  );

export const writeNote = (item: ItemAt, note: string, version: number, key: string) =>
  answerOf(
    hub.POST('/v1/meetings/{id}/agenda/{itemId}/note', {
      params: { path: item, ...over(version, key) },
      body: { note },
    }),
  );

export const timeItem = (item: ItemAt, move: 'start' | 'stop', key: string) => {
  const params = { path: item, ...once(key) };
  return answerOf(
    move === 'start'
      ? hub.POST('/v1/meetings/{id}/agenda/{itemId}/start', { params })
      : hub.POST('/v1/meetings/{id}/agenda/{itemId}/stop', { params }),
  );
};

export const recordDecision = (item: ItemAt, body: Schemas['RecordDecisionDto'], key: string) =>
  answerOf(hub.POST('/v1/meetings/{id}/agenda/{itemId}/decisions', { params: { path: item, ...once(key) }, body }));

export const recordAction = (item: ItemAt, body: Schemas['RecordActionDto'], key: string) =>
  answerOf(hub.POST('/v1/meetings/{id}/agenda/{itemId}/actions', { params: { path: item, ...once(key) }, body }));

export const previewMeeting = (id: string, body: Schemas['RescheduleMeetingDto'], key: string) =>
  answerOf(hub.POST('/v1/meetings/{id}/preview', { params: { ...path(id), ...once(key) }, body }));

export const rescheduleMeeting = (id: string, body: Schemas['RescheduleMeetingDto'], version: number, key: string) =>
  answerOf(hub.POST('/v1/meetings/{id}/reschedule', { params: { ...path(id), ...over(version, key) }, body }));

export const cancelMeeting = (id: string, reason: string, version: number, key: string) =>
  answerOf(hub.POST('/v1/meetings/{id}/cancel', { params: { ...path(id), ...over(version, key) }, body: { reason } }));
