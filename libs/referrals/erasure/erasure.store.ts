import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/** Why content is erased: its sender wants it, the person does, or its time is over. */
export const erasureCauses = ['body', 'person', 'retention'] as const;
export type ErasureCause = (typeof erasureCauses)[number];
export const erasureStates = ['requested', 'approved', 'refused', 'erased'] as const;
export type ErasureState = (typeof erasureStates)[number];

export interface ErasureRow {
  readonly id: Uuid;
  readonly operationId: string;
  readonly organisationId: Uuid;
  readonly cause: ErasureCause;
  readonly state: ErasureState;
  /** What was asked for; what came of it goes with them. */
  readonly messageIds: readonly Uuid[];
  readonly dataKey: Buffer | null;
  readonly reasonSealed: Buffer | null;
  readonly requestedBy: Uuid | null;
  readonly decidedBy: Uuid | null;
  readonly requestedAt: Date;
  readonly decidedAt: Date | null;
  readonly erasedAt: Date | null;
}

const COLUMNS = `id, operation_id AS "operationId", organisation_id AS "organisationId", cause, state,
  message_ids AS "messageIds", data_key AS "dataKey", reason_sealed AS "reasonSealed", requested_by AS "requestedBy",
  decided_by AS "decidedBy", requested_at AS "requestedAt", decided_at AS "decidedAt", erased_at AS "erasedAt"`;

export type NewErasure = Pick<
  ErasureRow,
  'id' | 'operationId' | 'organisationId' | 'messageIds' | 'requestedBy' | 'dataKey' | 'reasonSealed'
> & { readonly cause: 'body' | 'person'; readonly at: Date };

export async function insertErasure(tx: Transaction, erasure: NewErasure): Promise<void> {
  await tx.execute(
    `INSERT INTO erasures (id, operation_id, organisation_id, cause, state, message_ids, data_key, reason_sealed, requested_by,
       version, requested_at)
     VALUES ($1, $2, $3, $4, 'requested', $5, $6, $7, $8, 1, $9)`,
    [
      erasure.id,
      erasure.operationId,
      erasure.organisationId,
      erasure.cause,
      [...erasure.messageIds],
      erasure.dataKey,
      erasure.reasonSealed,
      erasure.requestedBy,
      erasure.at,
    ],
  );
}

/** One that the transaction's context may see, locked, or undefined. */
export async function lockErasure(tx: Transaction, id: Uuid): Promise<ErasureRow | undefined> {
  return tx.row<ErasureRow>(`SELECT ${COLUMNS} FROM erasures WHERE id = $1 FOR NO KEY UPDATE`, [id]);
}

export async function findErasure(tx: Transaction, id: Uuid): Promise<ErasureRow | undefined> {
  return tx.row<ErasureRow>(`SELECT ${COLUMNS} FROM erasures WHERE id = $1`, [id]);
}

export async function listErasures(
  tx: Transaction,
  filter: { readonly before?: Uuid; readonly limit: number },
): Promise<ErasureRow[]> {
  return tx.rows<ErasureRow>(
    `SELECT ${COLUMNS} FROM erasures WHERE ($1::uuid IS NULL OR id < $1) ORDER BY id DESC LIMIT $2`,
    [filter.before ?? null, filter.limit],
  );
}

export async function decideErasureRow(
  tx: Transaction,
  id: Uuid,
  { state, by, at }: { readonly state: 'approved' | 'refused'; readonly by: Uuid; readonly at: Date },
): Promise<void> {
  await tx.execute(
    `UPDATE erasures SET state = $2, decided_by = $3, decided_at = $4, version = version + 1 WHERE id = $1`,
    [id, state, by, at],
  );
}

/** The oldest that is approved, locked; what another worker has in hand is passed over. */
export async function claimApproved(tx: Transaction): Promise<ErasureRow | undefined> {
  return tx.row<ErasureRow>(
    `SELECT ${COLUMNS} FROM erasures WHERE state = 'approved' ORDER BY id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED`,
  );
}

/** The erasure is done on record. Its reason may speak of the person, and goes as well. */
export async function completeErasure(tx: Transaction, id: Uuid, at: Date): Promise<void> {
  await tx.execute(
    `WITH doomed AS (
       INSERT INTO doomed_keys (reference, erasure_id, doomed_at)
       SELECT data_key, id, $2 FROM erasures WHERE id = $1 AND data_key IS NOT NULL
     )
     UPDATE erasures SET state = 'erased', erased_at = $2, data_key = NULL, reason_sealed = NULL, version = version + 1
     WHERE id = $1`,
    [id, at],
  );
}
