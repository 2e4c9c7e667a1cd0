import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/** Where an opening stands on record; that its time is over is the clock's to say. */
export type OpeningState = 'requested' | 'approved' | 'refused' | 'ended';

/** One record that one person was let see, or asked to. */
export interface OpeningRow {
  readonly id: Uuid;
  readonly operationId: string;
  readonly messageId: Uuid;
  /** The body that sent the record. */
  readonly senderId: Uuid;
  /** The body of whoever asks. */
  readonly organisationId: Uuid;
  /** The body that guards personal data in the operation, where it names one. */
  readonly guardianId: Uuid | null;
  readonly state: OpeningState;
  readonly minutes: number;
  readonly dataKey: Buffer | null;
  readonly reasonSealed: Buffer | null;
  readonly requestedBy: Uuid;
  readonly requestedAt: Date;
  readonly decidedBy: Uuid | null;
  readonly decidedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly endedBy: Uuid | null;
  readonly endedAt: Date | null;
}

const COLUMNS = `id, operation_id AS "operationId", message_id AS "messageId", sender_id AS "senderId",
  organisation_id AS "organisationId", guardian_id AS "guardianId", state, minutes, data_key AS "dataKey",
  reason_sealed AS "reasonSealed", requested_by AS "requestedBy", requested_at AS "requestedAt", decided_by AS "decidedBy",
  decided_at AS "decidedAt", expires_at AS "expiresAt", ended_by AS "endedBy", ended_at AS "endedAt"`;

export type NewOpening = Omit<
  OpeningRow,
  'state' | 'decidedBy' | 'decidedAt' | 'expiresAt' | 'endedBy' | 'endedAt' | 'dataKey' | 'reasonSealed'
> & { readonly dataKey: Buffer; readonly reasonSealed: Buffer };

export async function insertOpening(tx: Transaction, opening: NewOpening): Promise<void> {
  await tx.execute(
    `INSERT INTO break_glass (id, operation_id, message_id, sender_id, organisation_id, guardian_id, state, minutes, data_key,
       reason_sealed, requested_by, requested_at, version)
     VALUES ($1, $2, $3, $4, $5, $6, 'requested', $7, $8, $9, $10, $11, 1)`,
    [
      opening.id,
      opening.operationId,
      opening.messageId,
      opening.senderId,
      opening.organisationId,
      opening.guardianId,
      opening.minutes,
      opening.dataKey,
      opening.reasonSealed,
      opening.requestedBy,
      opening.requestedAt,
    ],
  );
}

/** One that the transaction's body is concerned by, or undefined. */
export async function findOpening(tx: Transaction, id: Uuid): Promise<OpeningRow | undefined> {
  return tx.row<OpeningRow>(`SELECT ${COLUMNS} FROM break_glass WHERE id = $1`, [id]);
}

/** The same, locked: only for a body that may decide on it. */
export async function lockOpening(tx: Transaction, id: Uuid): Promise<OpeningRow | undefined> {
  return tx.row<OpeningRow>(`SELECT ${COLUMNS} FROM break_glass WHERE id = $1 FOR NO KEY UPDATE`, [id]);
}

/** Those that the transaction's body is concerned by, newest first. */
export async function listOpenings(
  tx: Transaction,
  filter: { readonly before?: Uuid; readonly limit: number },
): Promise<OpeningRow[]> {
  return tx.rows<OpeningRow>(
    `SELECT ${COLUMNS} FROM break_glass WHERE ($1::uuid IS NULL OR id < $1) ORDER BY id DESC LIMIT $2`,
    [filter.before ?? null, filter.limit],
  );
}

export async function decideOpening(
  tx: Transaction,
  id: Uuid,
  decision: { readonly state: 'approved' | 'refused'; readonly by: Uuid; readonly at: Date; readonly expiresAt?: Date },
): Promise<void> {
  await tx.execute(
    `UPDATE break_glass SET state = $2, decided_by = $3, decided_at = $4, expires_at = $5, version = version + 1 WHERE id = $1`,
    [id, decision.state, decision.by, decision.at, decision.expiresAt ?? null],
  );
}

export async function endOpeningRow(tx: Transaction, id: Uuid, by: Uuid | null, at: Date): Promise<void> {
  await tx.execute(
    `UPDATE break_glass SET state = 'ended', ended_by = $2, ended_at = $3, version = version + 1 WHERE id = $1`,
    [id, by, at],
  );
}

/** What an opening opens: the record's sealed body, past the policy that keeps it to its sender. */
export interface OpenedRecord {
  readonly messageId: Uuid;
  readonly recipientId: Uuid;
  readonly dataKey: Buffer | null;
  readonly bodySealed: Buffer | null;
}

/** Undefined for whoever did not ask for it, before it is approved, once it is over, and for what was taken back. */
export async function openedRecord(tx: Transaction, id: Uuid, at: Date): Promise<OpenedRecord | undefined> {
  return tx.row<OpenedRecord>(
    `SELECT message_id AS "messageId", recipient_id AS "recipientId", data_key AS "dataKey", body_sealed AS "bodySealed"
     FROM opened_record($1, $2)`,
    [id, at],
  );
}
