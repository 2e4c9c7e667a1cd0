import type { Uuid } from '#kernel';
import type { MessageState, RecipientState } from '#messages';
import type { Transaction } from '#platform/database';

/** Which of a body's referrals an export takes. */
export interface ExportFilter {
  readonly operation?: string;
  readonly state?: string;
  readonly priority?: string;
  /** Of what was sent: only what went to this body. */
  readonly recipient?: string;
  /** `next` of the export before. */
  readonly cursor?: string;
  readonly limit: number;
}

/** What an export leaves out unless its state is asked for: nobody ever took these as a referral. */
const UNSENT: readonly MessageState[] = ['draft', 'entered_in_error'];
/** What a recipient no longer holds, or is to give up. Not to be asked for. */
const GIVEN_UP: readonly RecipientState[] = ['cancel_requested', 'cancelled', 'recalled', 'recall_confirmed'];

/** Whether a recipient no longer holds a referral: it was called off, also when that was closed afterwards. */
export function isGivenUp({ state, cameFrom }: Pick<RecipientFacts, 'state' | 'cameFrom'>): boolean {
  return GIVEN_UP.includes(state === 'closed' && cameFrom !== null ? cameFrom : state);
}

const CAME_FROM = `(SELECT e.from_state FROM message_events e
  WHERE e.recipient_id = r.id AND e.to_state = r.state ORDER BY e.id DESC LIMIT 1)`;

/** Ids of a sender's referrals that still have their content, oldest first. */
export async function sentIds(tx: Transaction, senderId: Uuid, filter: ExportFilter): Promise<Uuid[]> {
  const rows = await tx.rows<{ id: Uuid }>(
    `SELECT id FROM messages m
     WHERE sender_id = $1 AND kind = 'referral' AND data_key IS NOT NULL AND body_sealed IS NOT NULL
       AND ($2::text IS NULL OR operation_id = $2) AND ($3::text IS NULL OR priority = $3)
       AND CASE WHEN $4::text IS NULL THEN state <> ALL ($5::text[]) ELSE state = $4 END
       AND ($6::text IS NULL OR EXISTS (SELECT FROM recipients r JOIN organisations o ON o.id = r.organisation_id
                                        WHERE r.message_id = m.id AND o.slug = $6))
       AND ($7::uuid IS NULL OR id > $7)
     ORDER BY id LIMIT $8`,
    [
      senderId,
      filter.operation ?? null,
      filter.priority ?? null,
      filter.state ?? null,
      [...UNSENT],
      filter.recipient ?? null,
      filter.cursor ?? null,
      filter.limit,
    ],
  );
  return rows.map(({ id }) => id);
}

/** Ids of the referrals that a body received and may still read, in the order of its inbox. The cursor is an id. */
export async function receivedIds(tx: Transaction, organisationId: Uuid, filter: ExportFilter): Promise<Uuid[]> {
  const rows = await tx.rows<{ id: Uuid }>(
    `SELECT r.message_id AS id FROM recipients r
     WHERE organisation_id = $1 AND kind = 'referral' AND data_key IS NOT NULL AND release_sealed IS NOT NULL
       AND state <> ALL ($2::text[])
       AND NOT (state = 'closed' AND coalesce(${CAME_FROM}, '') = ANY ($2::text[]))
       AND ($3::text IS NULL OR operation_id = $3) AND ($4::text IS NULL OR priority = $4)
       AND ($5::text IS NULL OR state = $5)
       AND ($6::uuid IS NULL OR inbox_sequence > (SELECT c.inbox_sequence FROM recipients c
                                                  WHERE c.organisation_id = $1 AND c.message_id = $6))
     ORDER BY inbox_sequence LIMIT $7`,
    [
      organisationId,
      [...GIVEN_UP],
      filter.operation ?? null,
      filter.priority ?? null,
      filter.state ?? null,
      filter.cursor ?? null,
      filter.limit,
    ],
  );
  return rows.map(({ id }) => id);
}

/** What an exchange format says of one recipient of a referral. */
export interface RecipientFacts {
  readonly id: Uuid;
  readonly organisation: string;
  readonly organisationId: Uuid;
  readonly operationId: string;
  readonly capacity: string;
  readonly state: RecipientState;
  /** The state before this one; null at first. */
  readonly cameFrom: RecipientState | null;
  readonly dueAt: Date;
  readonly routedAt: Date;
  readonly changedAt: Date;
  readonly reason: string | null;
  readonly outcome: string | null;
}

/**
 * The recipients of a referral: all of them for its sender, none but itself for one of them.
 *
 * @param organisationId the body that asks
 */
export async function recipientFacts(
  tx: Transaction,
  messageId: Uuid,
  organisationId: Uuid,
): Promise<RecipientFacts[]> {
  return tx.rows<RecipientFacts>(
    `SELECT r.id, o.slug AS organisation, r.organisation_id AS "organisationId", r.operation_id AS "operationId",
       r.capacity, r.state, r.due_at AS "dueAt", r.routed_at AS "routedAt", r.updated_at AS "changedAt", r.reason, r.outcome,
       ${CAME_FROM} AS "cameFrom"
     FROM recipients r JOIN organisations o ON o.id = r.organisation_id
     WHERE r.message_id = $1 AND (r.sender_id = $2 OR r.organisation_id = $2) ORDER BY o.slug`,
    [messageId, organisationId],
  );
}
