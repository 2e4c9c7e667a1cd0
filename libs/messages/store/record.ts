import { uuidv7, type Uuid } from '#kernel';
import { evidenceRows, insertEvidenceSql, type EvidenceEntry } from '#evidence';
import type { Transaction } from '#platform/database';
import { insertOutboxSql, outboxRow, type OutboxEvent } from '#platform/outbox';
import { moveMessagesSql, moveRow, type MessageMove } from './message.store';

/** One line of a message's timeline: what happened, to which recipient, by whom. */
export interface TimelineEntry {
  readonly messageId: Uuid;
  readonly senderId: Uuid;
  readonly recipientId?: Uuid;
  /** The recipient's body. */
  readonly organisationId?: Uuid;
  readonly event: string;
  readonly from?: string;
  readonly to?: string;
  /** The body that acted; absent when the hub did. */
  readonly actorId?: Uuid;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Free text of a person, sealed with the message's or recipient's data key. */
  readonly noteSealed?: Buffer;
  readonly at: Date;
}

export interface Change {
  /** Locked messages that move to another state, where that is what changes. */
  readonly moves?: readonly MessageMove[];
  readonly timeline: readonly TimelineEntry[];
  readonly evidence: readonly EvidenceEntry[];
  readonly events: readonly OutboxEvent[];
}

const SQL = `
  WITH timeline AS (
    INSERT INTO message_events
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS t (id uuid, message_id uuid, sender_id uuid, recipient_id uuid,
      organisation_id uuid, event text, from_state text, to_state text, actor_id uuid, detail jsonb, note_sealed bytea, at timestamptz)
  ), evidence AS (${insertEvidenceSql('$2')}), moved AS (${moveMessagesSql('$4')})
  ${insertOutboxSql('$3')}`;

/**
 * Writes what every change leaves beside the changed row: its line in the timeline, its evidence, and the events that
 * tell others; and moves messages. One statement in the caller's transaction, so that none stands without the others. It
 * is not waited for: what fails in it fails the transaction.
 */
export function record(tx: Transaction, change: Change): Promise<void> {
  tx.later(
    SQL,
    [
      JSON.stringify(change.timeline.map(timelineRow)),
      evidenceRows(change.evidence),
      JSON.stringify(change.events.map(outboxRow)),
      JSON.stringify((change.moves ?? []).map(moveRow)),
    ],
    'record-change',
  );
  return Promise.resolve();
}

function timelineRow(entry: TimelineEntry): Record<string, unknown> {
  return {
    id: uuidv7(),
    message_id: entry.messageId,
    sender_id: entry.senderId,
    recipient_id: entry.recipientId ?? null,
    organisation_id: entry.organisationId ?? null,
    event: entry.event,
    from_state: entry.from ?? null,
    to_state: entry.to ?? null,
    actor_id: entry.actorId ?? null,
    detail: entry.detail ?? {},
    note_sealed: entry.noteSealed ? `\\x${entry.noteSealed.toString('hex')}` : null,
    at: entry.at.toISOString(),
  };
}
