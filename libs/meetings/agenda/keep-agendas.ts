import { createHash } from 'node:crypto';
import { canonicalJson, uuidv7, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { planAgenda, type PlannedItem } from '../domain/agenda-plan';
import { findMeeting, type MeetingRow } from '../meetings/meeting';
import { noteMeetings } from '../note-meeting';
import type { WorkerTools } from '../series/configured-series';
import { agendaFacts } from './agenda-facts';

/** So long before a meeting its agenda begins to fill, milliseconds. */
const BEFORE = 8 * 86_400_000;

/**
 * Keeps the agenda of the next meeting of each series as what is open has it, until its cut-off: then it is frozen, and
 * what comes later is marked as late. Several workers may do it at once.
 *
 * @returns how many were frozen.
 */
export async function keepAgendas(tools: WorkerTools): Promise<number> {
  const now = tools.clock.now();
  const worker = { kind: 'worker' } as const;
  const next = await tools.database.transaction(worker, (tx) =>
    tx.rows<{ id: Uuid }>(
      `SELECT DISTINCT ON (coalesce(series_id, id)) id FROM meetings
       WHERE state = 'scheduled' AND frozen_at IS NULL AND starts_at > $1 AND starts_at <= $2
       ORDER BY coalesce(series_id, id), starts_at`,
      [now, new Date(now.getTime() + BEFORE)],
    ),
  );
  let frozen = 0;
  for (const { id } of next)
    frozen += await tools.database.transaction(worker, async (tx) => {
      const [held] = await tx.rows(
        `SELECT FROM meetings WHERE id = $1 AND state = 'scheduled' AND frozen_at IS NULL FOR NO KEY UPDATE SKIP LOCKED`,
        [id],
      );
      const meeting = held && (await findMeeting(tx, id));
      return meeting ? keepOne(tools, tx, meeting, now) : 0;
    });
  return frozen;
}

async function keepOne(tools: WorkerTools, tx: Transaction, meeting: MeetingRow, now: Date): Promise<number> {
  if (meeting.seriesId !== null) {
    await carryProposals(tx, meeting, now);
    const plan = planAgenda(await agendaFacts(tx, meeting, now));
    await writePlan(tools, tx, meeting, plan, now);
  }
  if (now.getTime() < meeting.startsAt.getTime() - meeting.settings.cutOffHours * 3_600_000) return 0;
  await freeze(tx, meeting, now);
  return 1;
}

/** What a body proposed and was not dealt with, or whose meeting was called off, comes to the next one by itself. */
async function carryProposals(tx: Transaction, meeting: MeetingRow, now: Date): Promise<void> {
  await tx.execute(
    `WITH left_over AS (
       UPDATE agenda_items i SET state = 'carried', updated_at = $3, version = i.version + 1 FROM meetings m
       WHERE m.id = i.meeting_id AND m.series_id = $2 AND m.starts_at < $4 AND m.state IN ('held', 'cancelled')
         AND i.origin = 'proposed' AND i.state IN ('open', 'deferred')
       RETURNING i.*
     )
     INSERT INTO agenda_items (id, meeting_id, operation_id, key, position, origin, reason, tag, title, minutes, presenter_id,
       proposer_id, entries, total, visible_to, carried, first_listed, late, state, version, created_at, updated_at)
     SELECT gen_random_uuid(), $1, operation_id, 'carried/' || id, 1000 + row_number() OVER (ORDER BY position, id)::int,
       origin, reason, tag, title, minutes, presenter_id, proposer_id, entries, total, visible_to, carried + 1, first_listed,
       false, 'open', 1, $3, $3
     FROM left_over
     ON CONFLICT (meeting_id, key) DO NOTHING`,
    [meeting.id, meeting.seriesId, now, meeting.startsAt],
    'carry-proposals',
  );
}

async function writePlan(
  tools: WorkerTools,
  tx: Transaction,
  meeting: MeetingRow,
  plan: readonly PlannedItem[],
  now: Date,
): Promise<void> {
  await tx.execute(
    `DELETE FROM agenda_items WHERE meeting_id = $1 AND origin <> 'proposed' AND key <> ALL ($2) AND note_version = 0`,
    [meeting.id, plan.map(({ key }) => key)],
    'forget-agenda-items',
  );
  const rows: Record<string, unknown>[] = [];
  for (const item of plan)
    rows.push({
      ...item,
      id: uuidv7(),
      presenterId: item.presenter === null ? null : ((await tools.directory.idOf(item.presenter)) ?? null),
    });
  await tx.execute(
    `INSERT INTO agenda_items AS i (id, meeting_id, operation_id, key, position, origin, reason, tag, title, minutes,
       presenter_id, entries, total, visible_to, carried, first_listed, late, state, version, created_at, updated_at)
     SELECT n.id, $2, $3, n.key, n.position, n.origin, n.reason, n.tag, n.title, n.minutes, n."presenterId", n.entries,
       n.total, CASE WHEN jsonb_typeof(n."visibleTo") = 'array' THEN ARRAY(SELECT jsonb_array_elements_text(n."visibleTo")::uuid) END,
       n.carried, $4, false, 'open', 1, $4, $4
     FROM jsonb_to_recordset($1::jsonb) AS n (id uuid, key text, position integer, origin text, reason text, tag text,
       title text, minutes integer, "presenterId" uuid, entries jsonb, total integer, "visibleTo" jsonb, carried integer)
     ON CONFLICT (meeting_id, key) DO UPDATE SET entries = excluded.entries, total = excluded.total,
       visible_to = excluded.visible_to, carried = excluded.carried,
       position = CASE WHEN i.placed THEN i.position ELSE excluded.position END`,
    [JSON.stringify(rows), meeting.id, meeting.operationId, now],
    'write-agenda',
  );
}

/** From now on the agenda stands: its digest is on record, and what was asked of the meeting is taken up. */
async function freeze(tx: Transaction, meeting: MeetingRow, now: Date): Promise<void> {
  const items = await tx.rows<{ id: Uuid; key: string; title: string; entries: { id: Uuid }[]; total: number }>(
    `SELECT id, key, title, entries, total FROM agenda_items WHERE meeting_id = $1 AND state <> 'withdrawn'
     ORDER BY position, id`,
    [meeting.id],
  );
  const digest = createHash('sha256').update(canonicalJson(items)).digest('hex');
  await tx.execute(`UPDATE meetings SET frozen_at = $2, agenda_digest = $3, version = version + 1 WHERE id = $1`, [
    meeting.id,
    now,
    digest,
  ]);
  await tx.execute(
    `UPDATE agenda_requests SET state = 'taken' WHERE state = 'open' AND operation_id = $1 AND recipient_id = ANY ($2)`,
    [meeting.operationId, items.flatMap(({ entries }) => entries.map(({ id }) => id))],
  );
  await noteMeetings(tx, [
    {
      ...{ operationId: meeting.operationId, seriesId: meeting.seriesId, meetingId: meeting.id, at: now },
      ...{ chairId: meeting.chairId, secretaryId: meeting.secretaryId },
      event: 'agenda_frozen',
      evidence: 'meeting.agenda_frozen',
      detail: { items: items.length, digest },
    },
  ]);
}
