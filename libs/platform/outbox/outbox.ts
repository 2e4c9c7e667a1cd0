import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/** What happened and is to be told: topic → what it is about. Ids and codes only. */
export const topics = [
  'message.submitted',
  'recipient.acknowledged',
  'recipient.decided',
  'recipient.progressed',
  'recipient.reminder',
  'recipient.cancelled',
  'recipient.recalled',
  'recipient.erased',
  'recipient.closed',
  'recipient.reopened',
  'message.rerouted',
  'exception.approved',
  'break_glass.requested',
  'break_glass.approved',
  'accountability.asked',
  'meeting.scheduled',
  'meeting.changed',
  'meeting.cancelled',
] as const;

export type Topic = (typeof topics)[number];

export interface OutboxEvent {
  readonly topic: Topic;
  readonly threadId: Uuid;
  readonly messageId: Uuid;
  readonly recipientId?: Uuid;
  /** The body that caused it; absent when the hub did. */
  readonly organisationId?: Uuid;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

export interface ClaimedEvent {
  readonly id: string;
  readonly topic: Topic;
  readonly threadId: Uuid;
  readonly messageId: Uuid;
  readonly recipientId: Uuid | null;
  readonly detail: Record<string, string | number | boolean>;
  readonly attempts: number;
}

/** An event as one row of JSON for `insertOutboxSql`. */
export function outboxRow(event: OutboxEvent): Record<string, unknown> {
  return {
    topic: event.topic,
    thread_id: event.threadId,
    message_id: event.messageId,
    recipient_id: event.recipientId ?? null,
    organisation_id: event.organisationId ?? null,
    detail: event.detail ?? {},
  };
}

/** SQL that inserts the events given as a JSON array in parameter `$n`. */
export function insertOutboxSql(parameter: string): string {
  return `INSERT INTO outbox (topic, thread_id, message_id, recipient_id, organisation_id, detail)
    SELECT * FROM jsonb_to_recordset(${parameter}::jsonb) AS o (topic text, thread_id uuid, message_id uuid,
      recipient_id uuid, organisation_id uuid, detail jsonb)`;
}

/** Leaves events in the causing transaction: what is committed will be told, what is rolled back will not. */
export async function publish(tx: Transaction, events: readonly OutboxEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.execute(insertOutboxSql('$1'), [JSON.stringify(events.map(outboxRow))], 'publish');
}

/**
 * Takes waiting events, the oldest of each thread only, so that one thread's events are told in their order also when
 * several workers take them. They stay locked until the transaction ends and are gone when it commits `settle`.
 */
export async function claimEvents(tx: Transaction, limit: number): Promise<ClaimedEvent[]> {
  return tx.rows<ClaimedEvent>(
    `SELECT id::text, topic, thread_id AS "threadId", message_id AS "messageId", recipient_id AS "recipientId", detail, attempts
     FROM outbox o
     WHERE available_at <= now()
       AND NOT EXISTS (SELECT FROM outbox older WHERE older.thread_id = o.thread_id AND older.id < o.id)
     ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`,
    [limit],
    'claim-events',
  );
}

/** Removes events that were dealt with, in the transaction that did so. */
export async function settle(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(`DELETE FROM outbox WHERE id = ANY($1::bigint[])`, [ids], 'settle-events');
}

/** Puts an event back after a fault of ours, to be tried again later: never dropped, waiting at most five minutes. */
export async function postpone(tx: Transaction, id: string, fault: string): Promise<void> {
  await tx.execute(
    `UPDATE outbox SET attempts = attempts + 1, last_fault = left($2, 500),
            available_at = now() + least(interval '5 minutes', interval '1 second' * power(2, least(attempts, 12)))
     WHERE id = $1`,
    [id, fault],
  );
}

/** How many events wait, and for how long the oldest has, seconds. */
export async function outboxDepth(tx: Transaction): Promise<{ waiting: number; oldestSeconds: number }> {
  const row = await tx.row<{ waiting: number; oldestSeconds: number }>(
    `SELECT count(*)::int AS waiting, coalesce(extract(epoch FROM now() - min(created_at)), 0)::float AS "oldestSeconds" FROM outbox`,
  );
  return row ?? { waiting: 0, oldestSeconds: 0 };
}
