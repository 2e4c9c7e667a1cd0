import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { Schedule } from '../calendar/expand';
import type { RecurrenceRule } from '../domain/recurrence-rule';
import type { WallTime } from '../domain/wall-time';

export const agendaTags = ['decision', 'discussion', 'information'] as const;
export type AgendaTag = (typeof agendaTags)[number];
export const approvalRules = ['all', 'quorum', 'chair'] as const;
export type ApprovalRule = (typeof approvalRules)[number];

/** An item that every meeting of a series has. */
export interface TemplateItem {
  readonly title: string;
  readonly tag: AgendaTag;
  readonly minutes: number;
  /** Slug of the body that presents it. */
  readonly presenter?: string;
}

/** How meetings are run. */
export interface MeetingSettings {
  /** Bodies that must be present for a decision. */
  readonly quorum: number;
  /** Who must approve minutes. */
  readonly approval: ApprovalRule;
  /** Days after which silence approves minutes. */
  readonly silenceDays: number;
  /** Hours before the start at which the agenda is frozen. */
  readonly cutOffHours: number;
  /** Hours before the start at which bodies are reminded. */
  readonly reminderHours: number;
  readonly agenda: readonly TemplateItem[];
}

export interface SeriesRow {
  readonly id: Uuid;
  readonly operationId: string;
  readonly followsId: Uuid | null;
  readonly configKey: string | null;
  readonly configDigest: string | null;
  readonly title: string;
  readonly bodyIds: readonly Uuid[];
  readonly chairId: Uuid;
  readonly secretaryId: Uuid;
  readonly timeZone: string;
  readonly start: WallTime;
  readonly minutes: number;
  readonly rule: RecurrenceRule;
  readonly except: readonly WallTime[];
  readonly extra: readonly WallTime[];
  readonly place: string | null;
  readonly link: string | null;
  readonly settings: MeetingSettings;
  readonly state: 'active' | 'ended';
  readonly sequence: number;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const COLUMNS = `id, operation_id AS "operationId", follows_id AS "followsId", config_key AS "configKey",
  config_digest AS "configDigest", title, body_ids AS "bodyIds", chair_id AS "chairId", secretary_id AS "secretaryId",
  time_zone AS "timeZone", start_wall AS start, duration_minutes AS minutes, rule, except_walls AS except,
  extra_walls AS extra, place, link, settings, state, sequence, version, created_at AS "createdAt",
  updated_at AS "updatedAt"`;

export function scheduleOf({ timeZone, start, rule, except, extra }: SeriesRow): Schedule {
  return { timeZone, start, rule, except, extra };
}

export function findSeries(tx: Transaction, id: Uuid): Promise<SeriesRow | undefined> {
  return tx.row<SeriesRow>(`SELECT ${COLUMNS} FROM meeting_series WHERE id = $1`, [id]);
}

/** The same, held until the transaction ends. */
export function lockSeries(tx: Transaction, id: Uuid): Promise<SeriesRow | undefined> {
  return tx.row<SeriesRow>(`SELECT ${COLUMNS} FROM meeting_series WHERE id = $1 FOR NO KEY UPDATE`, [id]);
}

export function seriesOf(tx: Transaction, operationId: string | undefined): Promise<SeriesRow[]> {
  return tx.rows<SeriesRow>(
    `SELECT ${COLUMNS} FROM meeting_series WHERE $1::text IS NULL OR operation_id = $1 ORDER BY id`,
    [operationId ?? null],
  );
}

/** Series that go on, for the hub to hold their meetings ready. */
export function activeSeries(tx: Transaction): Promise<SeriesRow[]> {
  return tx.rows<SeriesRow>(`SELECT ${COLUMNS} FROM meeting_series WHERE state = 'active' ORDER BY id`);
}

/** The series that an operation's file made, by the id that the file gives it. */
export function configuredSeries(tx: Transaction, operationId: string, key: string): Promise<SeriesRow | undefined> {
  return tx.row<SeriesRow>(
    `SELECT ${COLUMNS} FROM meeting_series WHERE operation_id = $1 AND config_key = $2 FOR NO KEY UPDATE`,
    [operationId, key],
  );
}

/** Writes a series as it is to be: a new one, or the next version of one. */
export async function writeSeries(tx: Transaction, row: SeriesRow, zonesVersion: string): Promise<void> {
  await tx.execute(
    `INSERT INTO meeting_series (id, operation_id, follows_id, config_key, config_digest, title, body_ids, chair_id,
       secretary_id, time_zone, start_wall, duration_minutes, rule, except_walls, extra_walls, place, link, settings, state,
       sequence, version, zones_version, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
     ON CONFLICT (id) DO UPDATE SET config_digest = excluded.config_digest, title = excluded.title,
       body_ids = excluded.body_ids, chair_id = excluded.chair_id, secretary_id = excluded.secretary_id,
       time_zone = excluded.time_zone, start_wall = excluded.start_wall, duration_minutes = excluded.duration_minutes,
       rule = excluded.rule, except_walls = excluded.except_walls, extra_walls = excluded.extra_walls,
       place = excluded.place, link = excluded.link, settings = excluded.settings, state = excluded.state,
       sequence = excluded.sequence, version = excluded.version, zones_version = excluded.zones_version,
       updated_at = excluded.updated_at`,
    [
      row.id,
      row.operationId,
      row.followsId,
      row.configKey,
      row.configDigest,
      row.title,
      row.bodyIds,
      row.chairId,
      row.secretaryId,
      row.timeZone,
      row.start,
      row.minutes,
      JSON.stringify(row.rule),
      row.except,
      row.extra,
      row.place,
      row.link,
      JSON.stringify(row.settings),
      row.state,
      row.sequence,
      row.version,
      zonesVersion,
      row.createdAt,
      row.updatedAt,
    ],
    'write-series',
  );
}
