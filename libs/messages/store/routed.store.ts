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
  readonly dataKey: Buffer;
  readonly releaseSealed: Buffer;
  readonly releasedFields: readonly string[];
  readonly nextStep: DeadlineStep;
  readonly nextStepAt: Date;
}

/**
 * Inserts the recipients of a message, each with the next number of its body's inbox. The counters are taken in one
 * order, so that two routings at once wait instead of deadlocking.
 */
export async function insertRecipients(
  tx: Transaction,
  message: MessageRow,
  recipients: readonly NewRecipient[],
  at: Date,
): Promise<void> {
  if (recipients.length === 0) return;
  await tx.execute(
    `WITH fresh AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, organisation_id uuid, capacity text, profile text,
         due_at timestamptz, data_key bytea, release_sealed bytea, released_fields text[], next_step text, next_step_at timestamptz)
     ), numbered AS (
       INSERT INTO inbox_counters AS c (organisation_id, last_sequence)
       SELECT organisation_id, 1 FROM fresh ORDER BY organisation_id
       ON CONFLICT (organisation_id) DO UPDATE SET last_sequence = c.last_sequence + 1
       RETURNING organisation_id, last_sequence
     )
     INSERT INTO recipients (id, message_id, sender_id, organisation_id, operation_id, thread_id, reference, kind,
       message_status, priority, capacity, profile, state, inbox_sequence, due_at, routed_at, delivery_state,
       delivery_attempts, data_key, release_sealed, released_fields, next_step, next_step_at, in_reply_to, supersedes, subject,
       marks, expires_at, version, updated_at)
     SELECT f.id, $2, $3, f.organisation_id, $4, $5, $6, $7, $8, $9, f.capacity, f.profile, 'pending', n.last_sequence,
       f.due_at, $10, 'pending', 0, f.data_key, f.release_sealed, f.released_fields, f.next_step, f.next_step_at, $11, $12, $13,
       $14, $15, 1, $10
     FROM fresh f JOIN numbered n USING (organisation_id)`,
    [
      JSON.stringify(
        recipients.map((recipient) => ({
          id: recipient.id,
          organisation_id: recipient.organisationId,
          capacity: recipient.capacity,
          profile: recipient.profile,
          due_at: recipient.dueAt,
          data_key: hex(recipient.dataKey),
          release_sealed: hex(recipient.releaseSealed),
          released_fields: recipient.releasedFields,
          next_step: recipient.nextStep,
          next_step_at: recipient.nextStepAt,
        })),
      ),
      message.id,
      message.senderId,
      message.operationId,
      message.threadId,
      message.reference,
      message.kind,
      message.messageStatus,
      message.priority,
      at,
      message.inReplyTo,
      message.supersedes,
      message.subject,
      JSON.stringify(message.marks),
      message.expiresAt,
    ],
    'insert-recipients',
  );
}

export interface NewRoutingDecision {
  readonly organisationId: Uuid;
  readonly outcome: string;
  readonly capacity: string | null;
  readonly profile: string | null;
  readonly reasons: unknown;
}

/** Keeps why each body is, or is not, a recipient: for the sender, for good. */
export async function insertRoutingDecisions(
  tx: Transaction,
  message: MessageRow,
  version: number,
  decisions: readonly NewRoutingDecision[],
): Promise<void> {
  await tx.execute(
    `INSERT INTO routing_decisions (message_id, sender_id, organisation_id, outcome, capacity, profile, reasons, rule_set_version)
     SELECT $2, $3, organisation_id, outcome, capacity, profile, reasons, $4
     FROM jsonb_to_recordset($1::jsonb) AS d (organisation_id uuid, outcome text, capacity text, profile text, reasons jsonb)`,
    [
      JSON.stringify(
        decisions.map(({ organisationId, outcome, capacity, profile, reasons }) => ({
          organisation_id: organisationId,
          outcome,
          capacity,
          profile,
          reasons,
        })),
      ),
      message.id,
      message.senderId,
      version,
    ],
    'insert-routing-decisions',
  );
}

function hex(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`;
}
