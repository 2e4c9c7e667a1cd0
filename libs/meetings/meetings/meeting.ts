import { notFound, type Uuid } from '#kernel';
import type { SqlValue, Transaction } from '#platform/database';
import type { MeetingState } from '../domain/meeting-lifecycle';
import type { WallTime } from '../domain/wall-time';
import type { MeetingSettings } from '../series/series';

export interface MeetingRow {
  readonly id: Uuid;
  readonly reference: string;
  readonly operationId: string;
  /** Null: an extraordinary meeting. */
  readonly seriesId: Uuid | null;
  /** Its start as its series has it: what an occurrence is known by. */
  readonly originalStart: WallTime;
  readonly title: string;
  readonly bodyIds: readonly Uuid[];
  readonly chairId: Uuid;
  readonly secretaryId: Uuid;
  readonly timeZone: string;
  readonly start: WallTime;
  readonly startsAt: Date;
  readonly minutes: number;
  readonly place: string | null;
  readonly link: string | null;
  readonly settings: MeetingSettings;
  readonly state: MeetingState;
  /** Whether it was moved, changed or cancelled by itself, apart from its series. */
  readonly moved: boolean;
  readonly sequence: number;
  readonly version: number;
  readonly zonesVersion: string;
  readonly reason: string | null;
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const COLUMNS = `id, reference, operation_id AS "operationId", series_id AS "seriesId", original_wall AS "originalStart",
  title, body_ids AS "bodyIds", chair_id AS "chairId", secretary_id AS "secretaryId", time_zone AS "timeZone",
  start_wall AS start, starts_at AS "startsAt", duration_minutes AS minutes, place, link, settings, state, moved, sequence,
  version, zones_version AS "zonesVersion", reason, opened_at AS "openedAt", closed_at AS "closedAt",
  created_at AS "createdAt", updated_at AS "updatedAt"`;

export function findMeeting(tx: Transaction, id: Uuid): Promise<MeetingRow | undefined> {
  return tx.row<MeetingRow>(`SELECT ${COLUMNS} FROM meetings WHERE id = $1`, [id]);
}

/** @throws HubError `not_found` */
export async function meetingOf(tx: Transaction, id: Uuid): Promise<MeetingRow> {
  const meeting = await findMeeting(tx, id);
  if (!meeting) throw notFound('meeting');
  return meeting;
}

/** The meeting, held until the transaction ends. @throws HubError `not_found` */
export async function lockMeeting(tx: Transaction, id: Uuid): Promise<MeetingRow> {
  const meeting = await meetingOf(tx, id);
  // Who takes part and does not run it may not lock the row; it is told why it may not change it.
  const locked = await tx.row<MeetingRow>(`SELECT ${COLUMNS} FROM meetings WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  return locked ?? meeting;
}

/** Meetings of a series that are still to come, whatever became of them, held until the transaction ends. */
export function lockComing(tx: Transaction, seriesId: Uuid, after: Date): Promise<MeetingRow[]> {
  return tx.rows<MeetingRow>(
    `SELECT ${COLUMNS} FROM meetings WHERE series_id = $1 AND starts_at >= $2 ORDER BY id FOR NO KEY UPDATE`,
    [seriesId, after],
  );
}

/** Meetings to come whose time was found by another version of the time zone database. */
export function lockOfOtherZones(tx: Transaction, version: string, after: Date, limit: number): Promise<MeetingRow[]> {
  return tx.rows<MeetingRow>(
    `SELECT ${COLUMNS} FROM meetings WHERE state = 'scheduled' AND starts_at >= $2 AND zones_version <> $1
     ORDER BY starts_at, id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED`,
    [version, after, limit],
  );
}

export interface MeetingFilter {
  readonly operation?: string;
  readonly series?: Uuid;
  /** Slug's id of a body that takes part. */
  readonly bodyId?: Uuid;
  readonly state?: MeetingState;
  readonly from?: Date;
  readonly to?: Date;
  /** The last of the page before. */
  readonly after?: { readonly startsAt: Date; readonly id: Uuid };
  readonly limit: number;
}

/** Meetings, the earliest first. */
export function listMeetingRows(tx: Transaction, filter: MeetingFilter): Promise<MeetingRow[]> {
  const values: SqlValue[] = [filter.limit];
  const given = (value: SqlValue): string => `$${values.push(value)}`;
  const where = [
    ...(filter.operation === undefined ? [] : [`operation_id = ${given(filter.operation)}`]),
    ...(filter.series === undefined ? [] : [`series_id = ${given(filter.series)}`]),
    ...(filter.bodyId === undefined ? [] : [`${given(filter.bodyId)} = ANY (body_ids)`]),
    ...(filter.state === undefined ? [] : [`state = ${given(filter.state)}`]),
    ...(filter.from === undefined ? [] : [`starts_at >= ${given(filter.from)}`]),
    ...(filter.to === undefined ? [] : [`starts_at < ${given(filter.to)}`]),
    ...(filter.after === undefined
      ? []
      : [`(starts_at, id) > (${given(filter.after.startsAt)}, ${given(filter.after.id)})`]),
  ];
  return tx.rows<MeetingRow>(
    `SELECT ${COLUMNS} FROM meetings ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}
     ORDER BY starts_at, id LIMIT $1`,
    values,
  );
}

/** Meetings that are new; their references follow one another. */
export async function insertMeetings(
  tx: Transaction,
  code: string,
  meetings: readonly Omit<MeetingRow, 'reference'>[],
): Promise<void> {
  if (meetings.length === 0) return;
  await tx.execute(
    `INSERT INTO meetings (id, reference, operation_id, series_id, original_wall, title, body_ids, chair_id, secretary_id,
       time_zone, start_wall, starts_at, duration_minutes, place, link, settings, state, moved, sequence, version,
       zones_version, created_at, updated_at)
     SELECT m.id, $2 || '-M-' || left(m."originalStart", 4) || '-' || lpad(nextval('meeting_numbers')::text, 6, '0'),
       m."operationId", m."seriesId", m."originalStart", m.title,
       ARRAY(SELECT jsonb_array_elements_text(m."bodyIds")::uuid), m."chairId", m."secretaryId", m."timeZone", m.start,
       m."startsAt", m.minutes, m.place, m.link, m.settings, m.state, m.moved, m.sequence, m.version, m."zonesVersion",
       m."createdAt", m."updatedAt"
     FROM jsonb_to_recordset($1::jsonb) AS m (id uuid, "operationId" text, "seriesId" uuid, "originalStart" text, title text,
       "bodyIds" jsonb, "chairId" uuid, "secretaryId" uuid, "timeZone" text, start text, "startsAt" timestamptz,
       minutes integer, place text, link text, settings jsonb, state text, moved boolean, sequence integer, version integer,
       "zonesVersion" text, "createdAt" timestamptz, "updatedAt" timestamptz)`,
    [JSON.stringify(meetings), code],
    'insert-meetings',
  );
}

/** Writes locked meetings as they are to be. */
export async function updateMeetings(tx: Transaction, meetings: readonly MeetingRow[]): Promise<void> {
  if (meetings.length === 0) return;
  await tx.execute(
    `UPDATE meetings SET title = m.title, body_ids = ARRAY(SELECT jsonb_array_elements_text(m."bodyIds")::uuid),
       chair_id = m."chairId", secretary_id = m."secretaryId", time_zone = m."timeZone", start_wall = m.start,
       starts_at = m."startsAt", duration_minutes = m.minutes, place = m.place, link = m.link, settings = m.settings,
       state = m.state, moved = m.moved, sequence = m.sequence, version = m.version, zones_version = m."zonesVersion",
       reason = m.reason, opened_at = m."openedAt", closed_at = m."closedAt", updated_at = m."updatedAt"
     FROM jsonb_to_recordset($1::jsonb) AS m (id uuid, title text, "bodyIds" jsonb, "chairId" uuid, "secretaryId" uuid,
       "timeZone" text, start text, "startsAt" timestamptz, minutes integer, place text, link text, settings jsonb,
       state text, moved boolean, sequence integer, version integer, "zonesVersion" text, reason text,
       "openedAt" timestamptz, "closedAt" timestamptz, "updatedAt" timestamptz)
     WHERE meetings.id = m.id`,
    [JSON.stringify(meetings)],
    'update-meetings',
  );
}
