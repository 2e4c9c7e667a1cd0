import { uuidv7, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/**
 * What a mail is about. `routed` and `reminder` hold a link to acknowledge by; the others ask for a decision or for news,
 * or tell others that a body let its deadline pass (`unacknowledged`, `undecided`).
 */
export type MailKind =
  'routed' | 'reminder' | 'decision_reminder' | 'progress_reminder' | 'unacknowledged' | 'undecided';

/** A mail that a body without an endpoint is to get. */
export interface NewMail {
  readonly kind: MailKind;
  /** The body that is written to. */
  readonly organisationId: Uuid;
  readonly recipientId: Uuid;
  readonly messageId: Uuid;
  /** One mail per recipient, kind and key, however often it is left. */
  readonly dedupe: string;
  /** To the focal point's back-up: the deadline has passed. */
  readonly toBackUp: boolean;
}

/** Leaves mails in the caller's transaction; the delivery worker sends them. */
export async function leaveMails(tx: Transaction, mails: readonly NewMail[], at: Date): Promise<void> {
  if (mails.length === 0) return;
  const rows = mails.map((mail) => ({
    id: uuidv7(),
    organisation_id: mail.organisationId,
    recipient_id: mail.recipientId,
    message_id: mail.messageId,
    kind: mail.kind,
    dedupe: mail.dedupe,
    to_back_up: mail.toBackUp,
    at,
  }));
  await tx.execute(
    `INSERT INTO mails (id, organisation_id, recipient_id, message_id, kind, dedupe, to_back_up, state, attempts,
       next_attempt_at, created_at)
     SELECT id, organisation_id, recipient_id, message_id, kind, dedupe, to_back_up, 'pending', 0, now(), at
     FROM jsonb_to_recordset($1::jsonb) AS m (id uuid, organisation_id uuid, recipient_id uuid, message_id uuid, kind text,
       dedupe text, to_back_up boolean, at timestamptz)
     ON CONFLICT (recipient_id, kind, dedupe) DO NOTHING`,
    [JSON.stringify(rows)],
    'leave-mails',
  );
}

/** Leaves the notice of an exception for a body's data protection focal point, in the caller's transaction. Once each. */
export async function leaveNotice(
  tx: Transaction,
  notice: { readonly organisationId: Uuid; readonly messageId: Uuid; readonly dedupe: string },
  at: Date,
): Promise<void> {
  await tx.execute(
    `INSERT INTO mails (id, organisation_id, message_id, kind, dedupe, to_back_up, state, attempts, next_attempt_at, created_at)
     VALUES ($1, $2, $3, 'notice', $4, false, 'pending', 0, now(), $5)
     ON CONFLICT (message_id, dedupe) WHERE kind = 'notice' DO NOTHING`,
    [uuidv7(), notice.organisationId, notice.messageId, notice.dedupe, at],
  );
}

/** That somebody of a body read unusually much in an operation. */
export interface ReadingNotice {
  readonly organisationId: Uuid;
  readonly operation: string;
  /** One mail of the body for each. */
  readonly dedupe: string;
}

/** Leaves one for who guards personal data at the body, in the caller's transaction. @returns whether there was none yet. */
export async function leaveReadingNotice(tx: Transaction, notice: ReadingNotice, at: Date): Promise<boolean> {
  const left = await tx.execute(
    `INSERT INTO mails (id, organisation_id, operation_id, kind, dedupe, to_back_up, state, attempts, next_attempt_at, created_at)
     VALUES ($1, $2, $3, 'reading', $4, false, 'pending', 0, now(), $5)
     ON CONFLICT (organisation_id, dedupe) WHERE kind = 'reading' DO NOTHING`,
    [uuidv7(), notice.organisationId, notice.operation, notice.dedupe, at],
    'leave-reading-notice',
  );
  return left > 0;
}

/** Mails about a record that somebody asks to see, or was let see, in an emergency. */
export type GlassMailKind = 'glass_requested' | 'glass_opened';

/** Leaves one for each body that it concerns, in the caller's transaction. Once each. */
export async function leaveGlassMails(
  tx: Transaction,
  told: { readonly kind: GlassMailKind; readonly organisationIds: readonly Uuid[]; readonly messageId: Uuid },
  opening: Uuid,
  at: Date,
): Promise<void> {
  await tx.execute(
    `INSERT INTO mails (id, organisation_id, message_id, kind, dedupe, to_back_up, state, attempts, next_attempt_at, created_at)
     SELECT gen_random_uuid(), body, $2, $3, $4, false, 'pending', 0, now(), $5 FROM unnest($1::uuid[]) AS body
     ON CONFLICT (organisation_id, kind, dedupe) WHERE kind IN ('glass_requested', 'glass_opened') DO NOTHING`,
    [[...told.organisationIds], told.messageId, told.kind, opening, at],
  );
}
