import { canonicalJson, uuidv7, type Uuid } from '#kernel';
import { occurrencesBetween, type Occurrence } from '../calendar/expand';
import { insertMeetings, lockComing, updateMeetings, type MeetingRow } from '../meetings/meeting';
import type { HubTools } from '../tools';
import { scheduleOf, type SeriesRow } from './series';

/** So long ahead the meetings of a series are on record, milliseconds: ten weeks. */
export const AHEAD = 70 * 86_400_000;

export interface Reconciled {
  readonly made: number;
  readonly changed: readonly Uuid[];
  readonly cancelled: readonly Uuid[];
}

/**
 * Brings the meetings to come up to what their series says: missing ones are made, those that it has no longer are
 * cancelled, the others follow it. What was moved or cancelled by itself, and what began, is left as it is.
 */
export async function reconcileSeries(tools: HubTools, series: SeriesRow): Promise<Reconciled> {
  const { tx, clock, zones } = tools;
  const now = clock.now();
  const wanted =
    series.state === 'active'
      ? occurrencesBetween(scheduleOf(series), zones, now, new Date(now.getTime() + AHEAD))
      : [];
  const existing = await lockComing(tx, series.id, now);
  const byStart = new Map(existing.map((meeting) => [meeting.originalStart, meeting]));
  const missing = wanted.filter(({ wall }) => !byStart.has(wall));
  const { operation } = await tools.directory.operation(series.operationId);
  await insertMeetings(
    tx,
    operation.code,
    missing.map((occurrence) => meetingOfSeries(series, occurrence, zones.version, now)),
  );
  const wantedBy = new Map(wanted.map((occurrence) => [occurrence.wall, occurrence]));
  const following = existing.filter(({ moved, state }) => !moved && (state === 'scheduled' || state === 'cancelled'));
  const changed: MeetingRow[] = [];
  const cancelled: MeetingRow[] = [];
  for (const meeting of following) {
    const occurrence = wantedBy.get(meeting.originalStart);
    if (occurrence) {
      const next = followed(meeting, series, occurrence, zones.version, now);
      if (next) changed.push(next);
    } else if (meeting.state === 'scheduled')
      cancelled.push({
        ...meeting,
        state: 'cancelled',
        sequence: Math.max(meeting.sequence, series.sequence),
        version: meeting.version + 1,
        updatedAt: now,
      });
  }
  await updateMeetings(tx, [...changed, ...cancelled]);
  return { made: missing.length, changed: changed.map(({ id }) => id), cancelled: cancelled.map(({ id }) => id) };
}

function meetingOfSeries(
  series: SeriesRow,
  { wall, at }: Occurrence,
  zonesVersion: string,
  now: Date,
): Omit<MeetingRow, 'reference'> {
  return {
    ...ofSeries(series),
    id: uuidv7(),
    operationId: series.operationId,
    seriesId: series.id,
    originalStart: wall,
    start: wall,
    startsAt: at,
    state: 'scheduled',
    moved: false,
    version: 1,
    zonesVersion,
    reason: null,
    openedAt: null,
    closedAt: null,
    createdAt: now,
    updatedAt: now,
  };
}

function ofSeries(series: SeriesRow) {
  const { title, bodyIds, chairId, secretaryId, timeZone, minutes, place, link, settings, sequence } = series;
  return { title, bodyIds, chairId, secretaryId, timeZone, minutes, place, link, settings, sequence };
}

/** The meeting as its series has it now; undefined when nothing is new. */
function followed(
  meeting: MeetingRow,
  series: SeriesRow,
  { wall, at }: Occurrence,
  zonesVersion: string,
  now: Date,
): MeetingRow | undefined {
  const next: MeetingRow = {
    ...meeting,
    ...ofSeries(series),
    start: wall,
    startsAt: at,
    state: 'scheduled',
    reason: null,
  };
  if (canonicalJson(next) === canonicalJson(meeting)) return undefined;
  return { ...next, zonesVersion, version: meeting.version + 1, updatedAt: now };
}
