import { notFound, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { AgendaEntry } from '../domain/agenda-plan';
import { slugsOf, type HubTools } from '../tools';
import type { AgendaTag } from '../series/series';
import { without } from '../without';

export const itemStates = ['open', 'done', 'deferred', 'withdrawn', 'carried'] as const;
export type ItemState = (typeof itemStates)[number];

export interface ItemRow {
  readonly id: Uuid;
  readonly meetingId: Uuid;
  readonly position: number;
  readonly origin: string;
  readonly reason: string | null;
  readonly tag: AgendaTag;
  readonly title: string;
  readonly minutes: number;
  readonly presenterId: Uuid | null;
  readonly proposerId: Uuid | null;
  readonly entries: readonly AgendaEntry[];
  readonly total: number;
  readonly visibleTo: readonly Uuid[] | null;
  readonly carried: number;
  readonly firstListed: Date;
  readonly late: boolean;
  readonly state: ItemState;
  readonly note: string;
  readonly noteVersion: number;
  /** When the meeting took it up first, and when it was done with it; null: not yet. */
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  /** Since when the meeting deals with it; null: it does not. */
  readonly runningSince: Date | null;
  /** What it took before that, seconds. */
  readonly secondsSpent: number;
  readonly version: number;
}

/** What runs when its meeting is closed ends with it, also when who closed it may not know of it. */
const CLOSED = `(SELECT m.closed_at FROM meetings m WHERE m.id = meeting_id)`;
const COLUMNS = `id, meeting_id AS "meetingId", position, origin, reason, tag, title, minutes, presenter_id AS "presenterId",
  proposer_id AS "proposerId", entries, total, visible_to AS "visibleTo", carried, first_listed AS "firstListed", late, state,
  note, note_version AS "noteVersion", version, started_at AS "startedAt",
  coalesce(ended_at, CASE WHEN running_since IS NOT NULL THEN ${CLOSED} END) AS "endedAt",
  CASE WHEN ${CLOSED} IS NULL THEN running_since END AS "runningSince",
  seconds_spent + coalesce(greatest(0, extract(epoch FROM ${CLOSED} - running_since))::int, 0) AS "secondsSpent"`;

/** The items of a meeting that the reader may see, in their order. */
export function itemsOf(tx: Transaction, meetingId: Uuid): Promise<ItemRow[]> {
  return tx.rows<ItemRow>(
    `SELECT ${COLUMNS} FROM agenda_items WHERE meeting_id = $1 AND state <> 'withdrawn' ORDER BY position, id`,
    [meetingId],
    'agenda-items',
  );
}

/** @throws HubError `not_found` */
export async function itemOf(tx: Transaction, meetingId: Uuid, id: Uuid): Promise<ItemRow> {
  const item = await tx.row<ItemRow>(`SELECT ${COLUMNS} FROM agenda_items WHERE meeting_id = $1 AND id = $2`, [
    meetingId,
    id,
  ]);
  if (!item) throw notFound('agenda item');
  return item;
}

/** The item, held until the transaction ends; who may not change it gets it as it stands. @throws HubError `not_found` */
export async function lockItem(tx: Transaction, meetingId: Uuid, id: Uuid): Promise<ItemRow> {
  const locked = await tx.row<ItemRow>(
    `SELECT ${COLUMNS} FROM agenda_items WHERE meeting_id = $1 AND id = $2 FOR NO KEY UPDATE`,
    [meetingId, id],
  );
  return locked ?? itemOf(tx, meetingId, id);
}

/** An item of an agenda as it is shown. */
export interface ItemView extends Omit<ItemRow, 'meetingId' | 'presenterId' | 'proposerId' | 'visibleTo'> {
  readonly presenter: string | null;
  readonly proposer: string | null;
  /** Bodies that see it; null: all that take part. */
  readonly visibleTo: readonly string[] | null;
}

export async function itemView(tools: Pick<HubTools, 'directory'>, row: ItemRow): Promise<ItemView> {
  const { presenterId, proposerId, visibleTo, ...shown } = without(row, 'meetingId');
  return {
    ...shown,
    presenter: presenterId === null ? null : await tools.directory.slugOf(presenterId),
    proposer: proposerId === null ? null : await tools.directory.slugOf(proposerId),
    visibleTo: visibleTo === null ? null : await slugsOf(tools, visibleTo),
  };
}
