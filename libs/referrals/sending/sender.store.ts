import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { RoutingReason } from '#routing';

export interface Refusal {
  readonly organisation: string;
  readonly reasons: readonly RoutingReason[];
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
