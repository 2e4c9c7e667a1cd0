import type { Uuid } from '#kernel';
import { messageColumns, type MessageRow } from '#messages';
import type { Transaction } from '#platform/database';
import type { RoutingReason } from '#routing';

export interface ReferralFilter {
  readonly kind?: string;
  readonly operation?: string;
  readonly state?: string;
  readonly priority?: string;
  readonly recipient?: string;
  readonly overdue?: boolean;
  readonly before?: Uuid;
  readonly limit: number;
}

export interface Refusal {
  readonly organisation: string;
  readonly reasons: readonly RoutingReason[];
}

/** A sender's referrals by filter, newest first (ids are in the order of creation). */
export async function listMessages(
  tx: Transaction,
  senderId: Uuid,
  filter: ReferralFilter,
  now: Date,
): Promise<MessageRow[]> {
  return tx.rows<MessageRow>(
    `SELECT ${messageColumns} FROM messages m
     WHERE sender_id = $1 AND ($10::text IS NULL OR kind = $10)
       AND ($2::text IS NULL OR operation_id = $2) AND ($3::text IS NULL OR state = $3)
       AND ($4::text IS NULL OR priority = $4) AND ($5::uuid IS NULL OR id < $5)
       AND ($6::text IS NULL OR EXISTS (SELECT FROM recipients r JOIN organisations o ON o.id = r.organisation_id
                                        WHERE r.message_id = m.id AND o.slug = $6))
       AND ($7::boolean IS NULL OR $7 = EXISTS (SELECT FROM recipients r
                                                WHERE r.message_id = m.id
                                                  AND (r.state = 'pending' AND r.due_at < $8
                                                    OR r.state = 'acknowledged' AND r.decision_due_at < $8)))
     ORDER BY id DESC LIMIT $9`,
    [
      senderId,
      filter.operation ?? null,
      filter.state ?? null,
      filter.priority ?? null,
      filter.before ?? null,
      filter.recipient ?? null,
      filter.overdue ?? null,
      now,
      filter.limit,
      filter.kind ?? null,
    ],
  );
}

/** The bodies that a rule kept a referral from. */
export async function refusalsOf(tx: Transaction, messageId: Uuid): Promise<Refusal[]> {
  return tx.rows<Refusal>(
    `SELECT o.slug AS organisation, d.reasons FROM routing_decisions d JOIN organisations o ON o.id = d.organisation_id
     WHERE d.message_id = $1 AND d.outcome = 'refused' ORDER BY o.slug`,
    [messageId],
  );
}

export interface TimelineRow {
  readonly at: Date;
  readonly event: string;
  readonly organisation: string | null;
  readonly actor: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly detail: Record<string, unknown>;
  readonly recipientId: Uuid | null;
  readonly noteSealed: Buffer | null;
  readonly noteKey: Buffer | null;
}

export async function timelineOf(tx: Transaction, messageId: Uuid): Promise<TimelineRow[]> {
  return tx.rows<TimelineRow>(
    `SELECT e.at, e.event, o.slug AS organisation, a.slug AS actor, e.from_state AS "from", e.to_state AS "to", e.detail,
            e.recipient_id AS "recipientId", e.note_sealed AS "noteSealed", r.data_key AS "noteKey"
     FROM message_events e
     LEFT JOIN organisations o ON o.id = e.organisation_id
     LEFT JOIN organisations a ON a.id = e.actor_id
     LEFT JOIN recipients r ON r.id = e.recipient_id
     WHERE e.message_id = $1 ORDER BY e.id`,
    [messageId],
  );
}
