import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { ConsentRow } from '#routing';
import type { NationStatus, Proceedings } from '../domain/nation-status';

/** What is kept of a notice beside its message: whom it is about and before, and what its nation says. */
export interface CaseRow {
  readonly messageId: Uuid;
  readonly operationId: string;
  readonly senderId: Uuid;
  /** Both null until the notice is sent: the nation's body, and the authority that it designated. */
  readonly nationId: Uuid | null;
  readonly organisationId: Uuid | null;
  readonly status: NationStatus | null;
  readonly proceedings: Proceedings | null;
  readonly statusAt: Date | null;
  readonly repatriatedAt: Date | null;
  readonly repatriationRequestedAt: Date | null;
  readonly repatriationRequestedBy: Uuid | null;
  readonly reasonSealed: Buffer | null;
  /** The victim's referral; what is seen of it is asked of its consent at every look. */
  readonly victimId: Uuid | null;
  readonly reporterSealed: Buffer | null;
  readonly reporterReleasedAt: Date | null;
  readonly version: number;
}

const COLUMNS = `c.message_id AS "messageId", c.operation_id AS "operationId", c.sender_id AS "senderId",
  c.nation_id AS "nationId", c.organisation_id AS "organisationId", c.status, c.proceedings, c.status_at AS "statusAt",
  c.repatriated_at AS "repatriatedAt", c.repatriation_requested_at AS "repatriationRequestedAt",
  c.repatriation_requested_by AS "repatriationRequestedBy", c.reason_sealed AS "reasonSealed", c.victim_id AS "victimId",
  c.reporter_sealed AS "reporterSealed", c.reporter_released_at AS "reporterReleasedAt", c.version`;

export async function insertCase(
  tx: Transaction,
  given: Pick<CaseRow, 'messageId' | 'operationId' | 'senderId'>,
  at: Date,
): Promise<void> {
  await tx.execute(
    `INSERT INTO accountability_cases (message_id, operation_id, sender_id, version, created_at)
     VALUES ($1, $2, $3, 1, $4)`,
    [given.messageId, given.operationId, given.senderId, at],
  );
}

/** One that the caller was let know of, or undefined. */
export async function findCase(tx: Transaction, messageId: Uuid): Promise<CaseRow | undefined> {
  return tx.row<CaseRow>(`SELECT ${COLUMNS} FROM accountability_cases c WHERE c.message_id = $1`, [messageId]);
}

/** The same, locked until the transaction ends. */
export async function lockCase(tx: Transaction, messageId: Uuid): Promise<CaseRow | undefined> {
  return tx.row<CaseRow>(`SELECT ${COLUMNS} FROM accountability_cases c WHERE c.message_id = $1 FOR UPDATE`, [
    messageId,
  ]);
}

export interface CaseFilter {
  readonly operation?: string;
  readonly nationStatus?: NationStatus;
  readonly before?: Uuid;
  readonly limit: number;
}

/** Those that the caller was let know of, the newest first. */
export async function listCases(tx: Transaction, filter: CaseFilter): Promise<CaseRow[]> {
  return tx.rows<CaseRow>(
    `SELECT ${COLUMNS} FROM accountability_cases c
     WHERE ($1::text IS NULL OR c.operation_id = $1) AND ($2::text IS NULL OR c.status = $2)
       AND ($3::uuid IS NULL OR c.message_id < $3) ORDER BY c.message_id DESC LIMIT $4`,
    [filter.operation ?? null, filter.nationStatus ?? null, filter.before ?? null, filter.limit],
  );
}

/** Names the nation that a draft is about, and the authority that it goes to. */
export async function addressCase(
  tx: Transaction,
  messageId: Uuid,
  to: { readonly nationId: Uuid; readonly authorityId: Uuid; readonly victimId?: Uuid },
): Promise<void> {
  await tx.execute(
    `UPDATE accountability_cases SET nation_id = $2, organisation_id = $3, victim_id = $4, version = version + 1
     WHERE message_id = $1`,
    [messageId, to.nationId, to.authorityId, to.victimId ?? null],
  );
}

export async function changeStatus(
  tx: Transaction,
  messageId: Uuid,
  to: Pick<CaseRow, 'status' | 'proceedings' | 'statusAt' | 'repatriatedAt'>,
): Promise<void> {
  await tx.execute(
    `UPDATE accountability_cases SET status = $2, proceedings = $3, status_at = $4, repatriated_at = $5, version = version + 1
     WHERE message_id = $1`,
    [messageId, to.status, to.proceedings, to.statusAt, to.repatriatedAt],
  );
}

export async function noteRepatriationRequest(
  tx: Transaction,
  messageId: Uuid,
  request: { readonly by: Uuid; readonly at: Date; readonly reasonSealed: Buffer },
): Promise<void> {
  await tx.execute(
    `UPDATE accountability_cases SET repatriation_requested_at = $2, repatriation_requested_by = $3, reason_sealed = $4,
       version = version + 1 WHERE message_id = $1`,
    [messageId, request.at, request.by, request.reasonSealed],
  );
}

export async function noteReporterReleased(
  tx: Transaction,
  messageId: Uuid,
  release: { readonly by: Uuid; readonly at: Date; readonly reporterSealed: Buffer },
): Promise<void> {
  await tx.execute(
    `UPDATE accountability_cases SET reporter_released_at = $2, reporter_released_by = $3, reporter_sealed = $4,
       version = version + 1 WHERE message_id = $1`,
    [messageId, release.at, release.by, release.reporterSealed],
  );
}

/** The victim's referral and what its consent says today, without words; undefined where none is linked. */
export async function victimOf(
  tx: Transaction,
  messageId: Uuid,
): Promise<
  ({ readonly reference: string } & Pick<ConsentRow, 'state' | 'given' | 'date' | 'expires' | 'grants'>) | undefined
> {
  return tx.row(
    `SELECT reference, state, given, given_on::text AS date, expires_on::text AS expires, grants FROM allegation_victim($1)`,
    [messageId],
  );
}
