import { invalidInput, notFound, staleVersion, uuidv7, type Uuid, nextCursor } from '#kernel';
import { nextMeetingState, type MeetingMove } from '../domain/meeting-lifecycle';
import { noteMeetings, type Noted } from '../note-meeting';
import { findSeries } from '../series/series';
import { requireRuns, soundMeeting, type MeetingGiven } from '../series/given-series';
import { ownOperation, slugsOf, type HubTools, type MeetingTools } from '../tools';
import {
  findMeeting,
  insertMeetings,
  listMeetingRows,
  lockMeeting,
  meetingOf,
  updateMeetings,
  type MeetingFilter,
  type MeetingRow,
} from './meeting';
import { meetingView, type MeetingView } from './meeting-view';

export interface NewMeeting extends Omit<MeetingGiven, 'chair' | 'secretary'> {
  readonly operation: string;
  /** Slugs. Absent: the caller's body. */
  readonly chair?: string;
  readonly secretary?: string;
  /** Why it cannot wait for the next one of a series. */
  readonly reason: string;
}

export type MeetingChange = Partial<Pick<MeetingGiven, 'start' | 'minutes' | 'place' | 'link' | 'title'>>;

/** What a change of one meeting would do, before anybody is told of it. */
export interface MeetingPreview {
  readonly startsAt: Date;
  readonly told: readonly string[];
  /** Whether the bodies' answers count no more, because the time changes. */
  readonly answersReset: boolean;
  readonly warnings: readonly string[];
}

/** A meeting as it stands now, with what who writes it is to know. */
export interface WrittenMeeting extends MeetingView {
  /** That the clocks skip its time, or show it twice. */
  readonly warnings: readonly string[];
}

/**
 * Calls an extraordinary meeting; any body of an operation may.
 *
 * @throws HubError `operation_unknown`, `not_found`, `invalid_input`, `forbidden`
 */
export async function createMeeting(tools: MeetingTools, given: NewMeeting): Promise<WrittenMeeting> {
  const operation = await ownOperation(tools, given.operation);
  const { chair = tools.caller.slug, secretary = tools.caller.slug } = given;
  const sound = await soundMeeting(tools, operation, { ...given, chair, secretary });
  await requireRuns(tools, sound);
  const at = tools.clock.now();
  const startsAt = startOf(tools, sound.timeZone, sound.start);
  const id = uuidv7();
  await insertMeetings(tools.tx, operation.code, [
    {
      ...sound,
      id,
      operationId: operation.id,
      seriesId: null,
      originalStart: sound.start,
      startsAt,
      state: 'scheduled',
      moved: true,
      sequence: 0,
      version: 1,
      zonesVersion: tools.zones.version,
      reason: null,
      openedAt: null,
      closedAt: null,
      createdAt: at,
      updatedAt: at,
    },
  ]);
  const meeting = { ...(await meetingOf(tools.tx, id)), reason: given.reason };
  await updateMeetings(tools.tx, [meeting]);
  await noteMeetings(tools.tx, [
    { ...noteOf(tools, meeting), event: 'scheduled', evidence: 'meeting.scheduled', topic: 'meeting.scheduled' },
  ]);
  return { ...(await meetingView(tools, meeting)), warnings: clockWarning(tools, meeting) };
}

export async function readMeeting(tools: MeetingTools, id: Uuid): Promise<MeetingView> {
  return meetingView(tools, await meetingOf(tools.tx, id));
}

export interface MeetingsAsked extends Omit<MeetingFilter, 'bodyId' | 'after'> {
  /** Slug of a body that takes part. */
  readonly body?: string;
  /** The last meeting of the page before. */
  readonly cursor?: Uuid;
}

/** A page of meetings, the earliest first. */
export async function listMeetings(
  tools: MeetingTools,
  { body, cursor, ...filter }: MeetingsAsked,
): Promise<{ data: MeetingView[]; next: string | null }> {
  const bodyId = body === undefined ? undefined : await tools.directory.idOf(body);
  if (body !== undefined && bodyId === undefined) return { data: [], next: null };
  const last = cursor === undefined ? undefined : await findMeeting(tools.tx, cursor);
  const rows = await listMeetingRows(tools.tx, {
    ...filter,
    ...(bodyId === undefined ? {} : { bodyId }),
    ...(last ? { after: last } : {}),
  });
  const data = await Promise.all(rows.map((row) => meetingView(tools, row)));
  return { data, next: nextCursor(rows, filter.limit) };
}

/** The meetings of a series within a time. @throws HubError `not_found` */
export async function listOccurrences(
  tools: MeetingTools,
  series: Uuid,
  time: { readonly from?: Date; readonly to?: Date },
): Promise<{ data: MeetingView[]; next: string | null }> {
  if (!(await findSeries(tools.tx, series))) throw notFound('series of meetings');
  return listMeetings(tools, { ...time, series, limit: 200 });
}

/** What a change would do, without doing it. @throws as `rescheduleMeeting` */
export async function previewMeeting(tools: MeetingTools, id: Uuid, change: MeetingChange): Promise<MeetingPreview> {
  const before = await meetingOf(tools.tx, id);
  nextMeetingState(before.state, 'change');
  const after = await changed(tools, before, change);
  return {
    startsAt: after.startsAt,
    told: await slugsOf(tools, after.bodyIds),
    answersReset: after.sequence > before.sequence,
    warnings: clockWarning(tools, after),
  };
}

function clockWarning({ zones }: HubTools, { timeZone, start }: Pick<MeetingRow, 'timeZone' | 'start'>): string[] {
  return {
    exact: [],
    gap: ['The clocks skip this time: it is held later by as much as they are put forward.'],
    ambiguous: ['The clocks show this time twice: it is held at the first.'],
  }[zones.instantOf(timeZone, start).found];
}

/**
 * Moves or changes one meeting. Bodies answer anew when its time changes.
 *
 * @throws HubError `not_found`, `forbidden`, `stale_version`, `illegal_transition`, `invalid_input`
 */
export async function rescheduleMeeting(
  tools: MeetingTools,
  id: Uuid,
  version: number,
  change: MeetingChange,
): Promise<WrittenMeeting> {
  const before = await ownMeeting(tools, id, version, 'reschedule');
  const after = await changed(tools, before, change);
  const kept = await keep(tools, after, {
    event: after.sequence > before.sequence ? 'moved' : 'changed',
    evidence: 'meeting.changed',
    topic: 'meeting.changed',
    detail: { from: before.startsAt.toISOString(), to: after.startsAt.toISOString() },
  });
  return { ...kept, warnings: clockWarning(tools, after) };
}

/** Calls one meeting off. @throws as `rescheduleMeeting` */
export async function cancelMeeting(
  tools: MeetingTools,
  id: Uuid,
  version: number,
  reason: string,
): Promise<MeetingView> {
  const before = await ownMeeting(tools, id, version, 'cancel');
  const after: MeetingRow = {
    ...nextVersion(tools, before),
    ...{ state: 'cancelled', moved: true, reason, sequence: before.sequence + 1 },
  };
  return keep(tools, after, { event: 'cancelled', evidence: 'meeting.cancelled', topic: 'meeting.cancelled' });
}

/** Begins a meeting. @throws as `rescheduleMeeting` */
export async function openMeeting(tools: MeetingTools, id: Uuid, version: number): Promise<MeetingView> {
  const before = await ownMeeting(tools, id, version, 'open');
  const after: MeetingRow = { ...nextVersion(tools, before), state: 'open', openedAt: tools.clock.now() };
  return keep(tools, after, { event: 'opened', evidence: 'meeting.opened' });
}

/** Ends a meeting. @throws as `rescheduleMeeting` */
export async function closeMeeting(tools: MeetingTools, id: Uuid, version: number): Promise<MeetingView> {
  const before = await ownMeeting(tools, id, version, 'close');
  const after: MeetingRow = { ...nextVersion(tools, before), state: 'held', closedAt: tools.clock.now() };
  return keep(tools, after, { event: 'closed', evidence: 'meeting.closed' });
}

/** The meeting of a caller who runs it, at the version that it saw, able to be moved so. */
async function ownMeeting(tools: MeetingTools, id: Uuid, version: number, move: MeetingMove): Promise<MeetingRow> {
  const meeting = await lockMeeting(tools.tx, id);
  await requireRuns(tools, meeting);
  if (meeting.version !== version) throw staleVersion(meeting.version);
  nextMeetingState(meeting.state, move);
  return meeting;
}

async function changed(tools: MeetingTools, before: MeetingRow, change: MeetingChange): Promise<MeetingRow> {
  const { operation } = await tools.directory.operation(before.operationId);
  const { timeZone, start, minutes, place, link, title, settings } = before;
  const sound = await soundMeeting(tools, operation, {
    ...{ timeZone, start, minutes, title, settings },
    ...(place === null ? {} : { place }),
    ...(link === null ? {} : { link }),
    bodies: await slugsOf(tools, before.bodyIds),
    chair: await tools.directory.slugOf(before.chairId),
    secretary: await tools.directory.slugOf(before.secretaryId),
    ...change,
  });
  const moves = sound.start !== before.start || sound.minutes !== before.minutes;
  return {
    ...nextVersion(tools, before),
    ...sound,
    startsAt: moves ? startOf(tools, sound.timeZone, sound.start) : before.startsAt,
    moved: true,
    sequence: before.sequence + (moves ? 1 : 0),
  };
}

/** @throws HubError `invalid_input` for a time that is over. */
function startOf({ zones, clock }: HubTools, timeZone: string, start: string): Date {
  const { at } = zones.instantOf(timeZone, start);
  if (at > clock.now()) return at;
  throw invalidInput([{ pointer: '/start', code: 'out_of_bounds', message: 'must lie ahead' }]);
}

function nextVersion({ clock }: HubTools, before: MeetingRow): MeetingRow {
  return { ...before, version: before.version + 1, updatedAt: clock.now() };
}

async function keep(
  tools: MeetingTools,
  after: MeetingRow,
  noted: Pick<Noted, 'event' | 'evidence' | 'topic' | 'detail'>,
): Promise<MeetingView> {
  await updateMeetings(tools.tx, [after]);
  const { detail } = noteOf(tools, after);
  await noteMeetings(tools.tx, [{ ...noteOf(tools, after), ...noted, detail: { ...detail, ...noted.detail } }]);
  return meetingView(tools, after);
}

function noteOf({ caller, clock }: MeetingTools, meeting: MeetingRow): Omit<Noted, 'event'> {
  const { id, operationId, seriesId, chairId, secretaryId, version, sequence } = meeting;
  return {
    ...{ operationId, seriesId, chairId, secretaryId },
    meetingId: id,
    actorId: caller.organisationId,
    at: clock.now(),
    detail: { version, sequence },
  };
}
