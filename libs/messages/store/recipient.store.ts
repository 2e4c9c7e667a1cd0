import type { Uuid } from '#kernel';
import type { SqlValue, Transaction } from '#platform/database';
import type { DecisionDeadline } from '../domain/deadline-steps';
import type { RecipientState } from '../domain/recipient-lifecycle';
import type { Marks } from '../kind/marks';

/** One body to which a message was routed, with its own deadline and its four facts. */
export interface RecipientRow {
  readonly id: Uuid;
  readonly messageId: Uuid;
  readonly senderId: Uuid;
  readonly organisationId: Uuid;
  readonly organisation: string;
  readonly operationId: string;
  readonly threadId: Uuid;
  readonly reference: string;
  readonly kind: string;
  readonly inReplyTo: Uuid | null;
  readonly supersedes: Uuid | null;
  readonly subject: string | null;
  readonly marks: Marks;
  readonly expiresAt: Date | null;
  readonly messageStatus: string;
  readonly priority: string;
  readonly capacity: 'lead' | 'action' | 'information';
  readonly state: RecipientState;
  /** Position in the body's inbox: 1, 2, 3 … without gaps. Text, because it is a 64-bit number. */
  readonly inboxSequence: string;
  readonly dueAt: Date;
  readonly routedAt: Date;
  /** Until when to decide or to answer; null until that time began, unless the message names the day. */
  readonly decisionDueAt: Date | null;
  readonly deliveryState: string;
  readonly deliveryAttempts: number;
  readonly lastAttemptAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly deliveredVia: string | null;
  readonly acknowledgedAt: Date | null;
  readonly receiptId: Uuid | null;
  readonly decidedAt: Date | null;
  readonly decision: string | null;
  readonly reason: string | null;
  readonly outcome: string | null;
  /** Since when the content is kept from the body: it was called off, or consent was withdrawn. */
  readonly withheldAt: Date | null;
  readonly dataKey: Buffer | null;
  readonly releaseSealed: Buffer | null;
  /** The body may read the content until then; null: for as long as the case is not taken back. */
  readonly readableUntil: Date | null;
  readonly version: number;
}

const COLUMNS = `r.id, r.message_id AS "messageId", r.sender_id AS "senderId", r.organisation_id AS "organisationId",
  o.slug AS organisation, r.operation_id AS "operationId", r.thread_id AS "threadId", r.reference, r.kind,
  r.in_reply_to AS "inReplyTo", r.supersedes, r.subject, r.marks, r.expires_at AS "expiresAt",
  r.message_status AS "messageStatus", r.priority, r.capacity, r.state, r.inbox_sequence::text AS "inboxSequence",
  r.due_at AS "dueAt", r.routed_at AS "routedAt", r.decision_due_at AS "decisionDueAt",
  r.delivery_state AS "deliveryState",
  r.delivery_attempts AS "deliveryAttempts", r.last_attempt_at AS "lastAttemptAt", r.delivered_at AS "deliveredAt",
  r.delivered_via AS "deliveredVia", r.acknowledged_at AS "acknowledgedAt", r.receipt_id AS "receiptId",
  r.decided_at AS "decidedAt", r.decision, r.reason, r.outcome, r.withheld_at AS "withheldAt", r.data_key AS "dataKey",
  r.release_sealed AS "releaseSealed", r.readable_until AS "readableUntil", r.version`;
const FROM = `recipients r JOIN organisations o ON o.id = r.organisation_id`;

/** A body's own recipient row of a message, locked, or undefined when it was not sent to that body. */
export async function lockOwnRecipient(
  tx: Transaction,
  messageId: Uuid,
  organisationId: Uuid,
): Promise<RecipientRow | undefined> {
  return tx.row<RecipientRow>(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE r.message_id = $1 AND r.organisation_id = $2 FOR UPDATE OF r`,
    [messageId, organisationId],
    'lock-own-recipient',
  );
}

/** The same, read without locking it. */
export async function findOwnRecipient(
  tx: Transaction,
  messageId: Uuid,
  organisationId: Uuid,
): Promise<RecipientRow | undefined> {
  return tx.row<RecipientRow>(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE r.message_id = $1 AND r.organisation_id = $2`,
    [messageId, organisationId],
    'find-own-recipient',
  );
}

/** What of an inbox is asked for: a part of it, from a cursor on, in one of the two directions. */
export interface InboxQuestion {
  /** The last sequence that the asker has; 0 from the beginning of the direction. */
  readonly after: bigint;
  readonly limit: number;
  readonly order: 'oldest' | 'newest';
  /** `waiting`: the body is to do something about it. `overdue`: it let the deadline pass, as `isOverdue` says. */
  readonly only?: 'waiting' | 'overdue' | undefined;
  readonly operation?: string | undefined;
  readonly kind?: string | undefined;
  readonly priority?: string | undefined;
  /** Slug of the body that sent it. */
  readonly sender?: string | undefined;
}

/** Each is a condition on its own, so that what is not asked for keeps no index from being used. */
const NARROWED = {
  operation: 'r.operation_id =',
  kind: 'r.kind =',
  priority: 'r.priority =',
  sender: 'r.sender_id = (SELECT id FROM organisations WHERE slug =',
} as const;

const ONLY = {
  waiting: `AND (r.state IN ('pending', 'cancel_requested', 'recalled')
                 OR (r.state = 'acknowledged' AND r.decision_due_at IS NOT NULL))`,
  overdue: `AND ((r.state = 'pending' AND r.due_at < $4)
                 OR (r.state = 'acknowledged' AND r.decision_due_at < $4))`,
};

/** A part of a body's inbox. */
export async function listInbox(
  tx: Transaction,
  organisationId: Uuid,
  { after, limit, order, only, ...narrowed }: InboxQuestion,
  now: Date,
): Promise<RecipientRow[]> {
  const [beyond, direction] =
    order === 'oldest' ? ['AND r.inbox_sequence > $2', 'ASC'] : ['AND ($2 = 0 OR r.inbox_sequence < $2)', 'DESC'];
  const values: SqlValue[] = [organisationId, after, limit, ...(only === 'overdue' ? [now] : [])];
  const names = Object.keys(NARROWED) as (keyof typeof NARROWED)[];
  const asked = names.filter((name) => narrowed[name] !== undefined);
  const conditions = asked.map((name) => {
    values.push(narrowed[name] ?? null);
    return `AND ${NARROWED[name]} $${values.length}${name === 'sender' ? ')' : ''}`;
  });
  return tx.rows<RecipientRow>(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE r.organisation_id = $1 ${beyond} ${only === undefined ? '' : ONLY[only]}
       ${conditions.join(' ')}
     ORDER BY r.inbox_sequence ${direction} LIMIT $3`,
    values,
    ['list-inbox', order, only ?? 'all', ...asked].join('-'),
  );
}

/** The recipients of messages, as their sender sees them. */
export async function recipientsOf(
  tx: Transaction,
  messageIds: readonly Uuid[],
  senderId: Uuid,
): Promise<RecipientRow[]> {
  return tx.rows<RecipientRow>(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE r.message_id = ANY($1) AND r.sender_id = $2 ORDER BY r.message_id, o.slug`,
    [messageIds, senderId],
    'recipients-of',
  );
}

/** The bodies that have a message already. */
export async function recipientIdsOf(tx: Transaction, messageId: Uuid): Promise<Uuid[]> {
  const rows = await tx.rows<{ id: Uuid }>(`SELECT organisation_id AS id FROM recipients WHERE message_id = $1`, [
    messageId,
  ]);
  return rows.map(({ id }) => id);
}

/** A sender's recipients of one message, locked in one order. */
export async function lockRecipients(tx: Transaction, messageId: Uuid, senderId: Uuid): Promise<RecipientRow[]> {
  return tx.rows<RecipientRow>(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE r.message_id = $1 AND r.sender_id = $2 ORDER BY r.id FOR UPDATE OF r`,
    [messageId, senderId],
    'lock-recipients',
  );
}

/** What changes on a locked recipient. A member that is left out stays. */
export interface RecipientPatch {
  readonly state?: RecipientState;
  readonly acknowledgedAt?: Date;
  readonly receiptId?: Uuid;
  readonly decidedAt?: Date;
  readonly decision?: string;
  readonly reason?: string;
  readonly outcome?: string;
  readonly deliveredVia?: 'poll' | 'mail';
  /** Stops reminders: nothing is waited for any more. */
  readonly stopReminders?: boolean;
  /** Instead of what was waited for, a decision is. Undefined: none is asked for, and reminders stop. */
  readonly awaitDecision?: DecisionDeadline | undefined;
  /** Instead of what was waited for, news of the case is: from now on, not while it is on hold, or on again with the time that was left. */
  readonly awaitNews?: 'begin' | 'hold' | 'resume';
}

/** Content is withheld from a recipient once it is cancelled or recalled, for as long as it is not reopened. */
export async function changeRecipient(tx: Transaction, id: Uuid, at: Date, patch: RecipientPatch): Promise<void> {
  await tx.execute(
    `UPDATE recipients SET state = coalesce($3, state),
       acknowledged_at = coalesce(acknowledged_at, $4), receipt_id = coalesce(receipt_id, $5),
       decided_at = coalesce($6, decided_at), decision = coalesce($7, decision), reason = coalesce($8, reason),
       outcome = coalesce($9, outcome),
       delivered_at = CASE WHEN $10::text IS NULL THEN delivered_at ELSE coalesce(delivered_at, $2) END,
       delivered_via = coalesce(delivered_via, $10),
       delivery_state = CASE WHEN $10::text IS NULL THEN delivery_state ELSE 'delivered' END,
       withheld_at = CASE WHEN $3 IN ('cancelled', 'recalled') THEN coalesce(withheld_at, $2)
                          WHEN $3 = 'acknowledged' THEN NULL ELSE withheld_at END,
       next_step = CASE WHEN $11 THEN $12 ELSE next_step END,
       next_step_at = CASE WHEN $11 THEN $13::timestamptz ELSE next_step_at END,
       decision_due_at = coalesce($14, decision_due_at),
       quiet_since = CASE $15::text WHEN 'begin' THEN $2 WHEN 'hold' THEN coalesce(quiet_since, $2)
                       WHEN 'resume' THEN coalesce(quiet_since + ($2 - held_at), $2)
                       ELSE CASE WHEN $11 THEN NULL ELSE quiet_since END END,
       held_at = CASE $15::text WHEN 'hold' THEN $2 ELSE CASE WHEN $11 THEN NULL ELSE held_at END END,
       version = version + 1, updated_at = $2
     WHERE id = $1`,
    [
      id,
      at,
      patch.state ?? null,
      patch.acknowledgedAt ?? null,
      patch.receiptId ?? null,
      patch.decidedAt ?? null,
      patch.decision ?? null,
      patch.reason ?? null,
      patch.outcome ?? null,
      patch.deliveredVia ?? null,
      patch.stopReminders === true || 'awaitDecision' in patch || patch.awaitNews !== undefined,
      patch.awaitDecision?.first.step ?? null,
      patch.awaitDecision?.first.at ?? null,
      patch.awaitDecision?.dueAt ?? null,
      patch.awaitNews ?? null,
    ],
    'change-recipient',
  );
}
