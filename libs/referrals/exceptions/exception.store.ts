import type { Uuid } from '#kernel';
import type { FieldGroup } from '#directory';
import type { Transaction } from '#platform/database';
import type { ExceptionState } from './exception-lifecycle';

/** A request, or decision, that one body may have a case without consent because a life is at risk. */
export interface ExceptionRow {
  readonly id: Uuid;
  readonly messageId: Uuid;
  readonly senderId: Uuid;
  /** The body that is to have the case. */
  readonly organisationId: Uuid;
  readonly recipient: string;
  /** The body that was told of the approval, for its data protection focal point. */
  readonly notifiedId: Uuid | null;
  /** The recipient that has the message by this exception only. */
  readonly recipientId: Uuid | null;
  readonly state: ExceptionState;
  readonly groups: readonly FieldGroup[];
  readonly dataKey: Buffer | null;
  readonly reasonSealed: Buffer | null;
  readonly noteSealed: Buffer | null;
  /** Ids of keys. */
  readonly requestedBy: Uuid;
  readonly decidedBy: Uuid | null;
  readonly revokedBy: Uuid | null;
  readonly version: number;
  readonly requestedAt: Date;
  readonly decidedAt: Date | null;
  readonly endedAt: Date | null;
  readonly expiresAt: Date;
}

const COLUMNS = `e.id, e.message_id AS "messageId", e.sender_id AS "senderId", e.organisation_id AS "organisationId",
  o.slug AS recipient, e.notified_id AS "notifiedId", e.recipient_id AS "recipientId", e.state, e.groups,
  e.data_key AS "dataKey", e.reason_sealed AS "reasonSealed", e.note_sealed AS "noteSealed",
  e.requested_by AS "requestedBy", e.decided_by AS "decidedBy", e.revoked_by AS "revokedBy", e.version,
  e.requested_at AS "requestedAt", e.decided_at AS "decidedAt", e.ended_at AS "endedAt", e.expires_at AS "expiresAt"`;
const FROM = `release_exceptions e JOIN organisations o ON o.id = e.organisation_id`;

export type NewException = Pick<
  ExceptionRow,
  'id' | 'messageId' | 'senderId' | 'organisationId' | 'groups' | 'requestedBy' | 'expiresAt'
> & { readonly dataKey: Buffer; readonly reasonSealed: Buffer; readonly at: Date };

/** False when one for the same message and body is open. */
export async function insertException(tx: Transaction, exception: NewException): Promise<boolean> {
  const inserted = await tx.execute(
    `INSERT INTO release_exceptions (id, message_id, sender_id, organisation_id, state, groups, data_key, reason_sealed,
       requested_by, version, requested_at, expires_at, updated_at)
     VALUES ($1, $2, $3, $4, 'requested', $5, $6, $7, $8, 1, $9, $10, $9)
     ON CONFLICT (message_id, organisation_id) WHERE state IN ('requested', 'approved') DO NOTHING`,
    [
      exception.id,
      exception.messageId,
      exception.senderId,
      exception.organisationId,
      [...exception.groups],
      exception.dataKey,
      exception.reasonSealed,
      exception.requestedBy,
      exception.at,
      exception.expiresAt,
    ],
  );
  return inserted > 0;
}

/** One that the transaction's context may see, or undefined. */
export async function findException(tx: Transaction, id: Uuid): Promise<ExceptionRow | undefined> {
  return tx.row<ExceptionRow>(`SELECT ${COLUMNS} FROM ${FROM} WHERE e.id = $1`, [id]);
}

/** The same, locked. Its message is locked before: routing, approval and end of one message never overlap. */
export async function lockException(tx: Transaction, id: Uuid): Promise<ExceptionRow | undefined> {
  return tx.row<ExceptionRow>(`SELECT ${COLUMNS} FROM ${FROM} WHERE e.id = $1 FOR UPDATE OF e`, [id]);
}

/** Those that the transaction's context may see, newest first. */
export async function listExceptions(
  tx: Transaction,
  filter: { readonly state?: string; readonly before?: Uuid; readonly limit: number },
): Promise<ExceptionRow[]> {
  return tx.rows<ExceptionRow>(
    `SELECT ${COLUMNS} FROM ${FROM}
     WHERE ($1::text IS NULL OR e.state = $1) AND ($2::uuid IS NULL OR e.id < $2) ORDER BY e.id DESC LIMIT $3`,
    [filter.state ?? null, filter.before ?? null, filter.limit],
  );
}

/** What changes on a locked exception. A member that is left out stays. */
export interface ExceptionPatch {
  readonly state: ExceptionState;
  readonly decided?: { readonly by: Uuid; readonly noteSealed?: Buffer };
  readonly notifiedId?: Uuid;
  readonly revokedBy?: Uuid;
  readonly ended?: boolean;
}

export async function changeException(tx: Transaction, id: Uuid, at: Date, patch: ExceptionPatch): Promise<void> {
  await tx.execute(
    `UPDATE release_exceptions SET state = $3, decided_by = coalesce($4, decided_by),
       decided_at = CASE WHEN $4::uuid IS NULL THEN decided_at ELSE $2 END, note_sealed = coalesce($5, note_sealed),
       notified_id = coalesce($6, notified_id), revoked_by = coalesce($7, revoked_by),
       ended_at = CASE WHEN $8 THEN $2 ELSE ended_at END, version = version + 1, updated_at = $2
     WHERE id = $1`,
    [
      id,
      at,
      patch.state,
      patch.decided?.by ?? null,
      patch.decided?.noteSealed ?? null,
      patch.notifiedId ?? null,
      patch.revokedBy ?? null,
      patch.ended ?? false,
    ],
  );
}
