import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { AgendaEntry, AgendaFacts, OpenAction } from '../domain/agenda-plan';
import type { MeetingRow } from '../meetings/meeting';
import { openReferrals, openReturns } from './open-groups';

/** Of so many meetings, the latest, the minutes that nobody approved yet come to the next one. */
const UNAPPROVED = 10;
/** So long after a meeting what is asked for by a day is due soon: the next one would be too late, milliseconds. */
const SOON = 7 * 86_400_000;

/** What the agenda of a meeting follows from. Seen by the hub alone: what each body sees of it, the items say. */
export async function agendaFacts(tx: Transaction, meeting: MeetingRow, at: Date): Promise<AgendaFacts> {
  const { operationId, seriesId } = meeting;
  const held = await tx.rows<{ id: Uuid; reference: string; approved: boolean }>(
    `SELECT m.id, m.reference, coalesce(n.state = 'approved', false) AS approved
     FROM meetings m LEFT JOIN minutes n ON n.meeting_id = m.id
     WHERE m.series_id = $1 AND m.state = 'held' AND m.starts_at < $2 ORDER BY m.starts_at DESC LIMIT $3`,
    [seriesId, meeting.startsAt, UNAPPROVED],
  );
  const [last] = held;
  return {
    at,
    unapproved: held.filter(({ approved }) => !approved).reverse(),
    actions: await openActions(tx, operationId, meeting.id),
    open: await openReferrals(tx, operationId, at),
    returns: await openReturns(tx, operationId, at, new Date(meeting.startsAt.getTime() + SOON)),
    template: meeting.settings.agenda,
    leaders: await leadersOf(tx, operationId),
    before: last ? await entriesOf(tx, last.id) : new Map(),
  };
}

function openActions(tx: Transaction, operationId: string, meetingId: Uuid): Promise<OpenAction[]> {
  return tx.rows<OpenAction>(
    `SELECT id, reference, message_id AS "messageId", 'normal' AS priority, visible_to AS "visibleTo",
       to_char(due_on, 'YYYY-MM-DD') || 'T00:00:00.000Z' AS since
     FROM meeting_actions WHERE operation_id = $1 AND closed_at IS NULL AND meeting_id <> $2 ORDER BY due_on, id LIMIT 500`,
    [operationId, meetingId],
  );
}

/** The coordinator's and the lead agency's body, as for agenda requests. */
async function leadersOf(tx: Transaction, operationId: string): Promise<Uuid[]> {
  const rows = await tx.rows<{ id: Uuid }>(
    `SELECT o.lead_organisation_id AS id FROM operations o WHERE o.id = $1
     UNION SELECT b.id FROM operations o
       JOIN rule_sets s ON s.operation_id = o.id AND s.version = o.rule_set_version
       CROSS JOIN jsonb_array_elements(s.definition->'bodies') AS body
       JOIN organisations b ON b.slug = body->>'slug'
     WHERE o.id = $1 AND body->'roles' ? 'coordinator'`,
    [operationId],
  );
  return rows.map(({ id }) => id);
}

async function entriesOf(tx: Transaction, meetingId: Uuid): Promise<ReadonlyMap<Uuid, AgendaEntry>> {
  const rows = await tx.rows<{ entry: AgendaEntry }>(
    `SELECT jsonb_array_elements(entries) AS entry FROM agenda_items WHERE meeting_id = $1`,
    [meetingId],
  );
  return new Map(rows.map(({ entry }) => [entry.id, entry]));
}
