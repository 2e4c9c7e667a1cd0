import { HubError, canonicalJson, invalidInput, notFound, staleVersion, uuidv7, type Uuid } from '#kernel';
import { occurrencesBetween } from '../calendar/expand';
import { isWallTime, type WallTime } from '../domain/wall-time';
import { noteMeetings, type Noted } from '../note-meeting';
import { ownOperation, slugsOf, type HubTools, type MeetingTools } from '../tools';
import { without } from '../without';
import { clockWarnings, requireRuns, soundSeries, type SeriesGiven, type SoundSeries } from './given-series';
import { AHEAD, reconcileSeries } from './reconcile-series';
import { findSeries, lockSeries, scheduleOf, seriesOf, writeSeries, type SeriesRow } from './series';
import { ruleInUtc, seriesView, type SeriesView } from './series-view';

export interface NewSeries extends SeriesGiven {
  readonly operation: string;
}

export interface SeriesChange extends Partial<SeriesGiven> {
  /** An occurrence, by its start: this one and those after it become a series of their own. */
  readonly from?: WallTime;
}

/** What a change would do, before anybody is told of it. */
export interface SeriesPreview {
  readonly occurrences: readonly { readonly start: WallTime; readonly startsAt: Date }[];
  /** Times that the clocks skip or show twice. */
  readonly warnings: readonly string[];
  /** Who is told. */
  readonly told: readonly string[];
  /** Whether the bodies' answers count no more, because the time changes. */
  readonly answersReset: boolean;
}

/** A series as it stands now, with what who writes it is to know. */
export interface WrittenSeries extends SeriesView {
  /** Times that the clocks skip or show twice. */
  readonly warnings: readonly string[];
}

/**
 * Makes a series of meetings that the caller's body chairs or keeps the record of.
 *
 * @throws HubError `operation_unknown`; `invalid_input` with every problem by its pointer; `forbidden`
 */
export async function createSeries(tools: MeetingTools, given: NewSeries): Promise<WrittenSeries> {
  const operation = await ownOperation(tools, given.operation);
  const sound = await soundSeries(tools, operation, given);
  await requireRuns(tools, sound);
  const row = newSeries(tools, sound, { operationId: operation.id, followsId: null, config: undefined });
  await beginSeries(tools, row, tools.caller.organisationId);
  return written(tools, row);
}

async function written(tools: MeetingTools, row: SeriesRow): Promise<WrittenSeries> {
  const warnings = clockWarnings(scheduleOf(row), tools.zones, tools.clock.now());
  return { ...(await seriesView(tools, row)), warnings };
}

/** What a series would be, without making it. @throws as `createSeries` */
export async function previewSeries(tools: MeetingTools, given: NewSeries): Promise<SeriesPreview> {
  const operation = await ownOperation(tools, given.operation);
  const sound = await soundSeries(tools, operation, given);
  const row = newSeries(tools, sound, { operationId: operation.id, followsId: null, config: undefined });
  return previewOf(tools, row, undefined);
}

/** What a change would do, without doing it. @throws as `changeSeries` */
export async function previewSeriesChange(tools: MeetingTools, id: Uuid, change: SeriesChange): Promise<SeriesPreview> {
  const before = await findSeries(tools.tx, id);
  if (!before) throw notFound('series of meetings');
  return previewOf(tools, await changedSeries(tools, before, change), before);
}

/**
 * Changes a series, or what comes from one of its occurrences on. Meetings that were moved by themselves, and those that
 * began, stay as they are.
 *
 * @throws HubError `not_found`, `forbidden`, `stale_version`, `invalid_input`, `illegal_transition` for one that ended
 */
export async function changeSeries(
  tools: MeetingTools,
  id: Uuid,
  version: number,
  change: SeriesChange,
): Promise<WrittenSeries> {
  const before = await ownSeries(tools, id, version);
  if (change.from !== undefined) return splitSeries(tools, before, change.from, change);
  const after = await changedSeries(tools, before, change);
  await replaceSeries(tools, before, after, tools.caller.organisationId);
  return written(tools, after);
}

/** Ends a series now: its meetings to come do not take place. @throws as `changeSeries` */
export async function endSeries(tools: MeetingTools, id: Uuid, version: number): Promise<SeriesView> {
  const before = await ownSeries(tools, id, version);
  const after: SeriesRow = { ...next(tools, before), state: 'ended', sequence: before.sequence + 1 };
  await writeSeries(tools.tx, after, tools.zones.version);
  await reconcileSeries(tools, after);
  await noteMeetings(tools.tx, [
    {
      ...noteOf(after, tools.caller.organisationId, tools.clock.now()),
      event: 'ended',
      evidence: 'meeting.cancelled',
      topic: 'meeting.cancelled',
      detail: { version: after.version, sequence: after.sequence },
    },
  ]);
  return seriesView(tools, after);
}

export async function readSeries(tools: MeetingTools, id: Uuid): Promise<SeriesView> {
  const row = await findSeries(tools.tx, id);
  if (!row) throw notFound('series of meetings');
  return seriesView(tools, row);
}

export async function listSeries(tools: MeetingTools, operation: string | undefined): Promise<SeriesView[]> {
  const rows = await seriesOf(tools.tx, operation);
  return Promise.all(rows.map((row) => seriesView(tools, row)));
}

/** Makes a series that stands as it is given, with its first meetings, and tells of it. */
export async function beginSeries(tools: HubTools, row: SeriesRow, actorId: Uuid | undefined): Promise<void> {
  await writeSeries(tools.tx, row, tools.zones.version);
  const { made } = await reconcileSeries(tools, row);
  await noteMeetings(tools.tx, [
    {
      ...noteOf(row, actorId, tools.clock.now()),
      event: 'scheduled',
      evidence: 'meeting.scheduled',
      topic: 'meeting.scheduled',
      detail: { version: row.version, sequence: row.sequence, meetings: made },
    },
  ]);
}

/** Writes the next version of a series and what follows from it, and tells of it. */
export async function replaceSeries(
  tools: HubTools,
  before: SeriesRow,
  after: SeriesRow,
  actorId: Uuid | undefined,
): Promise<void> {
  await writeSeries(tools.tx, after, tools.zones.version);
  const { made, changed, cancelled } = await reconcileSeries(tools, after);
  const left = before.bodyIds.filter((body) => !after.bodyIds.includes(body));
  await noteMeetings(tools.tx, [
    {
      ...noteOf(after, actorId, tools.clock.now()),
      event: 'changed',
      evidence: 'meeting.changed',
      topic: 'meeting.changed',
      detail: {
        version: after.version,
        sequence: after.sequence,
        made,
        changed: changed.length,
        cancelled: cancelled.length,
        ...(left.length > 0 ? { left: left.join(' ') } : {}),
      },
    },
  ]);
}

interface Origin {
  readonly operationId: string;
  readonly followsId: Uuid | null;
  readonly config: { readonly key: string; readonly digest: string } | undefined;
}

export function newSeries(tools: HubTools, sound: SoundSeries, { operationId, followsId, config }: Origin): SeriesRow {
  const at = tools.clock.now();
  return {
    ...sound,
    id: uuidv7(),
    operationId,
    followsId,
    configKey: config?.key ?? null,
    configDigest: config?.digest ?? null,
    state: 'active',
    sequence: 0,
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
}

/** The next version of a series with what is sound of it. The sequence rises with its time only (RFC 5546, 2.1.4). */
export function withSound(tools: HubTools, before: SeriesRow, sound: SoundSeries): SeriesRow {
  const after = { ...next(tools, before), ...sound };
  return { ...after, sequence: before.sequence + (timeOf(before) === timeOf(after) ? 0 : 1) };
}

async function changedSeries(tools: MeetingTools, before: SeriesRow, change: SeriesChange): Promise<SeriesRow> {
  const { operation } = await tools.directory.operation(before.operationId);
  return withSound(tools, before, await soundSeries(tools, operation, await givenOf(tools, before, change)));
}

async function givenOf(tools: HubTools, before: SeriesRow, change: SeriesChange): Promise<SeriesGiven> {
  const { title, timeZone, start, minutes, except, extra, place, link } = before;
  return {
    ...{ title, timeZone, start, minutes, except, extra },
    bodies: await slugsOf(tools, before.bodyIds),
    chair: await tools.directory.slugOf(before.chairId),
    secretary: await tools.directory.slugOf(before.secretaryId),
    rule: ruleInUtc(tools, before),
    ...(place === null ? {} : { place }),
    ...(link === null ? {} : { link }),
    ...change,
    settings: { ...before.settings, ...change.settings },
  };
}

/** "This and following": the old series ends just before, a new one begins, with another UID (RFC 5546 knows no better). */
async function splitSeries(
  tools: MeetingTools,
  before: SeriesRow,
  from: WallTime,
  change: SeriesChange,
): Promise<WrittenSeries> {
  if (!isWallTime(from) || !(await isOccurrence(tools, before, from)))
    throw invalidInput([
      { pointer: '/from', code: 'unknown_occurrence', message: 'must be the start of an occurrence that is to come' },
    ]);
  const { operation } = await tools.directory.operation(before.operationId);
  const given = await givenOf(tools, before, without(change, 'from'));
  const later = (walls: readonly WallTime[] | undefined): WallTime[] => (walls ?? []).filter((wall) => wall >= from);
  const sound = await soundSeries(tools, operation, {
    ...given,
    start: change.start ?? from,
    except: change.except ?? later(before.except),
    extra: change.extra ?? later(before.extra),
    rule: change.rule ?? restOfRule(tools, before, from),
  });
  const actor = tools.caller.organisationId;
  const minuteBefore = tools.zones.wallOf('UTC', new Date(new Date(`${from}Z`).getTime() - 60_000));
  const ended: SeriesRow = {
    ...next(tools, before),
    rule: { ...without(before.rule, 'count'), until: minuteBefore },
    except: before.except.filter((wall) => wall < from),
    extra: before.extra.filter((wall) => wall < from),
    sequence: before.sequence + 1,
  };
  await replaceSeries(tools, before, ended, actor);
  const row = newSeries(tools, sound, { operationId: operation.id, followsId: before.id, config: undefined });
  await beginSeries(tools, row, actor);
  return written(tools, row);
}

/** The rule for what is left: of a counted one, as many as are still to come. */
function restOfRule(tools: HubTools, before: SeriesRow, from: WallTime): string {
  const { count } = before.rule;
  if (count === undefined) return ruleInUtc(tools, before);
  const past = occurrencesBetween(
    { ...scheduleOf(before), except: [], extra: [] },
    tools.zones,
    new Date(0),
    tools.zones.instantOf(before.timeZone, from).at,
  ).length;
  return ruleInUtc(tools, { ...before, rule: { ...before.rule, count: Math.max(1, count - past) } });
}

async function isOccurrence({ tx, clock }: HubTools, { id }: SeriesRow, wall: WallTime): Promise<boolean> {
  const found = await tx.row(
    `SELECT FROM meetings WHERE series_id = $1 AND original_wall = $2 AND starts_at >= $3 AND state = 'scheduled'`,
    [id, wall, clock.now()],
  );
  return found !== undefined;
}

async function ownSeries(tools: MeetingTools, id: Uuid, version: number): Promise<SeriesRow> {
  const seen = await findSeries(tools.tx, id);
  if (!seen) throw notFound('series of meetings');
  await requireRuns(tools, seen);
  const series = await lockSeries(tools.tx, id);
  if (!series) throw notFound('series of meetings');
  if (series.version !== version) throw staleVersion(series.version);
  if (series.state === 'ended')
    throw new HubError('illegal_transition', 'This series has ended. Make a new one.', {
      extra: { state: 'ended', event: 'change', legal: [] },
    });
  return series;
}

function next({ clock }: HubTools, before: SeriesRow): SeriesRow {
  return { ...before, version: before.version + 1, updatedAt: clock.now() };
}

function timeOf({ start, minutes, rule, timeZone, except, extra }: SeriesRow): string {
  return canonicalJson({ start, minutes, rule, timeZone, except, extra });
}

async function previewOf(tools: HubTools, after: SeriesRow, before: SeriesRow | undefined): Promise<SeriesPreview> {
  const now = tools.clock.now();
  const schedule = scheduleOf(after);
  const occurrences = occurrencesBetween(schedule, tools.zones, now, new Date(now.getTime() + AHEAD));
  return {
    occurrences: occurrences.map(({ wall, at }) => ({ start: wall, startsAt: at })),
    warnings: clockWarnings(schedule, tools.zones, now),
    told: await slugsOf(tools, [...new Set([...after.bodyIds, ...(before?.bodyIds ?? [])])]),
    answersReset: before !== undefined && after.sequence > before.sequence,
  };
}

function noteOf(
  { id, operationId, chairId, secretaryId }: SeriesRow,
  actorId: Uuid | undefined,
  at: Date,
): Omit<Noted, 'event'> {
  return { operationId, seriesId: id, chairId, secretaryId, at, ...(actorId === undefined ? {} : { actorId }) };
}
