import { messageKinds } from '#messages';
import type { Transaction } from '#platform/database';
import type { OpenGroup } from '../domain/agenda-plan';

/** Of one sender at one body for one reason so many are listed, the oldest; the others are counted. */
const LISTED = 10;

/** Why a referral that is open comes to the meeting, and since when: as the index `recipients_for_agendas` has it. */
const REASON = `CASE WHEN r.state NOT IN ('pending', 'acknowledged') THEN r.state WHEN r.next_step IS NULL THEN 'escalated'
  WHEN r.state = 'pending' THEN 'unacknowledged' ELSE 'undecided' END`;
const SINCE = `CASE r.state WHEN 'pending' THEN r.due_at WHEN 'acknowledged' THEN r.decision_due_at
  WHEN 'on_hold' THEN coalesce(r.held_at, r.decided_at, r.routed_at) ELSE r.decided_at END`;
const OPEN = `r.operation_id = $1 AND r.kind = 'referral' AND r.state IN ('pending', 'acknowledged', 'declined', 'on_hold')
  AND ${SINCE} <= $2 AND (r.expires_at IS NULL OR r.expires_at > $2)`;
const ENTRIES = `jsonb_agg(jsonb_build_object('id', k.id, 'reference', k.reference, 'messageId', k.message_id,
  'priority', k.priority, 'since', to_char(k.since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY k.since, k.id)`;

/**
 * Referrals of an operation that are late, declined or on hold, by whom they wait for, from whom and why: how many, and the
 * oldest. Escalated is what no further step is planned for: the last of them asked for the meeting.
 */
export function openReferrals(tx: Transaction, operationId: string, at: Date): Promise<OpenGroup[]> {
  return tx.rows<OpenGroup>(
    `WITH groups AS MATERIALIZED (
       SELECT r.organisation_id, r.sender_id, r.message_status, ${REASON} AS reason, count(*)::int AS total
       FROM recipients r WHERE ${OPEN} GROUP BY 1, 2, 3, 4
     )
     SELECT g.reason, g.sender_id AS "senderId", g.organisation_id AS "lateId", o.slug AS late, g.message_status AS status,
       g.total, e.entries
     FROM groups g JOIN organisations o ON o.id = g.organisation_id
     CROSS JOIN LATERAL (
       SELECT ${ENTRIES} AS entries FROM (
         SELECT r.id, r.reference, r.message_id, r.priority, ${SINCE} AS since FROM recipients r
         WHERE ${OPEN} AND r.organisation_id = g.organisation_id AND r.sender_id = g.sender_id
           AND r.message_status = g.message_status AND ${REASON} = g.reason
         ORDER BY ${SINCE}, r.id LIMIT $3) AS k) AS e`,
    [operationId, at, LISTED],
    'open-for-agenda',
  );
}

/** What was asked for by a day that is over, or will be by then, and is not there in full; of campaigns of returns. */
export function openReturns(tx: Transaction, operationId: string, at: Date, until: Date): Promise<OpenGroup[]> {
  return tx.rows<OpenGroup>(
    `SELECT k.reason, k.sender_id AS "senderId", k.organisation_id AS "lateId", o.slug AS late, k.message_status AS status,
       count(*)::int AS total, ${ENTRIES} AS entries
     FROM (
       SELECT r.id, r.reference, r.message_id, r.priority, r.sender_id, r.organisation_id, r.message_status,
         r.decision_due_at AS since, CASE WHEN r.decision_due_at <= $2 THEN 'return_overdue' ELSE 'return_due' END AS reason
       FROM recipients r
       WHERE r.operation_id = $1 AND r.kind = ANY ($4) AND r.kind <> 'referral' AND r.decision_due_at <= $3
         AND r.state IN ('pending', 'acknowledged', 'in_progress', 'on_hold')
     ) AS k JOIN organisations o ON o.id = k.organisation_id
     GROUP BY k.reason, k.sender_id, k.organisation_id, o.slug, k.message_status`,
    [operationId, at, until, messageKinds.askedByDay()],
    'returns-for-agenda',
  );
}
