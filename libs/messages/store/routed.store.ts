import type { FieldGroup } from '#directory';
import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { DeadlineStep } from '../domain/deadline-steps';
import type { MessageRow } from './message.store';

export interface NewRecipient {
  readonly id: Uuid;
  readonly organisationId: Uuid;
  readonly capacity: 'lead' | 'action' | 'information';
  readonly profile: string;
  /** Groups of fields that were released to it. */
  readonly groups: readonly FieldGroup[];
  readonly dueAt: Date;
  /** When its answer is due, where the message names the day; else that time begins when it acknowledges. */
  readonly answerBy?: Date;
  readonly dataKey: Buffer;
  readonly releaseSealed: Buffer;
  readonly releasedFields: readonly string[];
  readonly nextStep: DeadlineStep;
  readonly nextStepAt: Date;
}

/** A message that was routed, and to whom it goes. */
export interface RoutedTo {
  readonly message: MessageRow;
  readonly recipients: readonly NewRecipient[];
  readonly at: Date;
}

/**
 * Inserts the recipients of messages, each with the next number of its body's inbox. The counters are taken in one order,
 * so that two routings at once wait instead of deadlocking. Not waited for: what fails in it fails the transaction.
 */
export function insertRecipients(tx: Transaction, routed: readonly RoutedTo[]): void {
  const rows = routed.flatMap(({ message, recipients, at }) =>
    recipients.map((recipient) => recipientRow(message, recipient, at)),
  );
  if (rows.length === 0) return;
  tx.later(
    `WITH fresh AS (
       SELECT *, row_number() OVER (PARTITION BY organisation_id ORDER BY n) AS place
       FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (id uuid, message_id uuid, sender_id uuid, organisation_id uuid,
         operation_id text, thread_id uuid, reference text, kind text, message_status text, priority text, capacity text,
         profile text, due_at timestamptz, decision_due_at timestamptz, at timestamptz, data_key bytea, release_sealed bytea,
         released_fields text[], next_step text, next_step_at timestamptz, in_reply_to uuid, supersedes uuid, subject text,
         marks jsonb, expires_at timestamptz)) WITH ORDINALITY AS r (id, message_id, sender_id, organisation_id,
         operation_id, thread_id, reference, kind, message_status, priority, capacity, profile, due_at, decision_due_at, at,
         data_key, release_sealed, released_fields, next_step, next_step_at, in_reply_to, supersedes, subject, marks,
         expires_at, n)
     ), numbered AS (
       INSERT INTO inbox_counters AS c (organisation_id, last_sequence)
       SELECT organisation_id, count(*) FROM fresh GROUP BY organisation_id ORDER BY organisation_id
       ON CONFLICT (organisation_id) DO UPDATE SET last_sequence = c.last_sequence + excluded.last_sequence
       RETURNING organisation_id, last_sequence
     ), counted AS (
       SELECT organisation_id, count(*) AS own FROM fresh GROUP BY organisation_id
     )
     INSERT INTO recipients (id, message_id, sender_id, organisation_id, operation_id, thread_id, reference, kind,
       message_status, priority, capacity, profile, state, inbox_sequence, due_at, decision_due_at, routed_at,
       delivery_state, delivery_attempts, data_key, release_sealed, released_fields, next_step, next_step_at, in_reply_to,
       supersedes, subject, marks, expires_at, version, updated_at)
     SELECT f.id, f.message_id, f.sender_id, f.organisation_id, f.operation_id, f.thread_id, f.reference, f.kind,
       f.message_status, f.priority, f.capacity, f.profile, 'pending', n.last_sequence - c.own + f.place, f.due_at,
       f.decision_due_at, f.at, 'pending', 0, f.data_key, f.release_sealed, f.released_fields, f.next_step,
       f.next_step_at, f.in_reply_to, f.supersedes, f.subject, f.marks, f.expires_at, 1, f.at
     FROM fresh f JOIN numbered n USING (organisation_id) JOIN counted c USING (organisation_id)`,
    [JSON.stringify(rows)],
    'insert-recipients',
  );
}

function recipientRow(message: MessageRow, recipient: NewRecipient, at: Date): Record<string, unknown> {
  return {
    id: recipient.id,
    message_id: message.id,
    sender_id: message.senderId,
    organisation_id: recipient.organisationId,
    operation_id: message.operationId,
    thread_id: message.threadId,
    reference: message.reference,
    kind: message.kind,
    message_status: message.messageStatus,
    priority: message.priority,
    capacity: recipient.capacity,
    profile: recipient.profile,
    due_at: recipient.dueAt,
    decision_due_at: recipient.answerBy,
    at,
    data_key: hex(recipient.dataKey),
    release_sealed: hex(recipient.releaseSealed),
    released_fields: recipient.releasedFields,
    next_step: recipient.nextStep,
    next_step_at: recipient.nextStepAt,
    in_reply_to: message.inReplyTo,
    supersedes: message.supersedes,
    subject: message.subject,
    marks: message.marks,
    expires_at: message.expiresAt,
  };
}

export interface NewRoutingDecision {
  readonly organisationId: Uuid;
  readonly outcome: string;
  readonly capacity: string | null;
  readonly profile: string | null;
  readonly reasons: unknown;
}

/** What the rules of a version decided on a message, for every body. */
export interface RoutingDecided {
  readonly message: Pick<MessageRow, 'id' | 'senderId'>;
  readonly version: number;
  readonly decisions: readonly NewRoutingDecision[];
}

/** Keeps why each body is, or is not, a recipient: for the sender, for good. Not waited for, as above. */
export function insertRoutingDecisions(tx: Transaction, decided: readonly RoutingDecided[]): void {
  tx.later(
    `INSERT INTO routing_decisions (message_id, sender_id, organisation_id, outcome, capacity, profile, reasons, rule_set_version)
     SELECT message_id, sender_id, organisation_id, outcome, capacity, profile, reasons, version
     FROM jsonb_to_recordset($1::jsonb) AS d (message_id uuid, sender_id uuid, organisation_id uuid, outcome text,
       capacity text, profile text, reasons jsonb, version integer)`,
    [
      JSON.stringify(
        decided.flatMap(({ message, version, decisions }) =>
          decisions.map(({ organisationId, ...decision }) => ({
            ...decision,
            ...{ message_id: message.id, sender_id: message.senderId, organisation_id: organisationId, version },
          })),
        ),
      ),
    ],
    'insert-routing-decisions',
  );
}

function hex(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`;
}
