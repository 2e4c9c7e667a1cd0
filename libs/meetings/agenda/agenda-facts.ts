import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { AgendaEntry, AgendaFacts, OpenAction, OpenGroup } from '../domain/agenda-plan';
import type { MeetingRow } from '../meetings/meeting';

/** Of one sender at one body for one reason so many are listed, the oldest; the others are counted. */
const LISTED = 50;
/** Of so many meetings, the latest, the minutes that nobody approved yet come to the next one. */
const UNAPPROVED = 10;

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
    template: meeting.settings.agenda,
    leaders: await leadersOf(tx, operationId),
    before: last ? await entriesOf(tx, last.id) : new Map(),
  };
}

async function openReferrals(tx: Transaction, operationId: string, at: Date): Promise<OpenGroup[]> {
  return tx.rows<OpenGroup>(
    `WITH open AS (
       SELECT r.id, r.reference, r.message_id, r.priority, r.sender_id, r.organisation_id, r.message_status,
         CASE WHEN r.state IN ('pending', 'acknowledged') AND EXISTS (
                SELECT FROM agenda_requests a WHERE a.recipient_id = r.id AND a.state <> 'settled') THEN 'escalated'
           WHEN r.state = 'pending' THEN 'unacknowledged' WHEN r.state = 'acknowledged' THEN 'undecided'
           ELSE r.state END AS reason,
         CASE r.state WHEN 'pending' THEN r.due_at WHEN 'acknowledged' THEN r.decision_due_at
           WHEN 'on_hold' THEN coalesce(r.held_at, r.updated_at) ELSE r.updated_at END AS since
       FROM recipients r
       WHERE r.operation_id = $1 AND r.kind = 'referral' AND r.state IN ('pending', 'acknowledged', 'declined', 'on_hold')
         AND (r.expires_at IS NULL OR r.expires_at > $2)
     ), ranked AS (
       SELECT *, row_number() OVER same AS place, count(*) OVER (PARTITION BY reason, organisation_id, sender_id, message_status) AS total
       FROM open WHERE since <= $2
       WINDOW same AS (PARTITION BY reason, organisation_id, sender_id, message_status ORDER BY since, id)
     )
     SELECT k.reason, k.sender_id AS "senderId", k.organisation_id AS "lateId", o.slug AS late, k.message_status AS status,
       max(k.total)::int AS total,
       jsonb_agg(jsonb_build_object('id', k.id, 'reference', k.reference, 'messageId', k.message_id, 'priority', k.priority,
         'since', to_char(k.since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY k.since, k.id) AS entries
     FROM ranked k JOIN organisations o ON o.id = k.organisation_id WHERE k.place <= $3
     GROUP BY k.reason, k.sender_id, k.organisation_id, o.slug, k.message_status`,
    [operationId, at, LISTED],
    'open-for-agenda',
  );
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
