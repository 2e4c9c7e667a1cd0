import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { ConsentFacts, ConsentGrant } from '../domain/routing-input';

/** What a person agreed to, as the body that asked recorded it: codes in clear, words and the case code sealed. */
export interface ConsentRow {
  readonly id: Uuid;
  readonly operationId: string;
  readonly organisationId: Uuid;
  /** Keyed digest of the case code: whether two are of one case can be asked, what it is cannot. */
  readonly caseIndex: Buffer;
  readonly state: 'active' | 'withdrawn';
  readonly given: ConsentFacts['given'];
  /** `YYYY-MM-DD`. */
  readonly date: string | null;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string | null;
  readonly grants: readonly ConsentGrant[];
  readonly dataKey: Buffer | null;
  readonly detailsSealed: Buffer | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly withdrawnAt: Date | null;
}

const COLUMNS = `c.id, c.operation_id AS "operationId", c.organisation_id AS "organisationId", c.case_index AS "caseIndex",
  c.state, c.given, c.given_on::text AS date, c.expires_on::text AS expires, c.grants, c.data_key AS "dataKey",
  c.details_sealed AS "detailsSealed", c.version, c.created_at AS "createdAt", c.updated_at AS "updatedAt",
  c.withdrawn_at AS "withdrawnAt"`;

/**
 * Which record (c) a message (m) rests on: the one that it names or, when it names none, the one that was made of its own
 * words. That one has the message's id, so that the message itself need not be written to for it.
 */
const RECORD_OF_MESSAGE = 'c.id = coalesce(m.consent_id, m.id) AND c.organisation_id = m.sender_id';

/** The same asked the other way round: whether a message (m) rests on a record (c). In words for which there are indexes. */
export const restsOnRecord = `((m.consent_id = c.id OR m.id = c.id AND m.consent_id IS NULL) AND m.sender_id = c.organisation_id)`;

export type NewConsent = Pick<
  ConsentRow,
  'id' | 'operationId' | 'organisationId' | 'caseIndex' | 'given' | 'date' | 'expires' | 'grants'
> & { readonly dataKey: Buffer; readonly detailsSealed: Buffer; readonly at: Date };

/** Inserts records in one statement, which is not waited for. */
export function insertConsents(tx: Transaction, consents: readonly NewConsent[]): void {
  if (consents.length === 0) return;
  tx.later(
    `INSERT INTO consents (id, operation_id, organisation_id, case_index, state, given, given_on, expires_on, grants,
       data_key, details_sealed, version, created_at, updated_at)
     SELECT id, operation_id, organisation_id, case_index, 'active', given, given_on, expires_on, grants, data_key,
       details_sealed, 1, at, at
     FROM jsonb_to_recordset($1::jsonb) AS c (id uuid, operation_id text, organisation_id uuid, case_index bytea, given text,
       given_on date, expires_on date, grants jsonb, data_key bytea, details_sealed bytea, at timestamptz)`,
    [JSON.stringify(consents.map(consentRow))],
    'insert-consents',
  );
}

function consentRow(consent: NewConsent): Record<string, unknown> {
  return {
    id: consent.id,
    operation_id: consent.operationId,
    organisation_id: consent.organisationId,
    case_index: hex(consent.caseIndex),
    given: consent.given,
    given_on: consent.date,
    expires_on: consent.expires,
    grants: consent.grants,
    data_key: hex(consent.dataKey),
    details_sealed: hex(consent.detailsSealed),
    at: consent.at.toISOString(),
  };
}

function hex(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`;
}

/** A record that the transaction's context may see, or undefined. */
export async function findConsent(tx: Transaction, id: Uuid): Promise<ConsentRow | undefined> {
  return tx.row<ConsentRow>(`SELECT ${COLUMNS} FROM consents c WHERE c.id = $1`, [id], 'find-consent');
}

/** The same, locked until the transaction ends. */
export async function lockConsent(tx: Transaction, id: Uuid): Promise<ConsentRow | undefined> {
  return tx.row<ConsentRow>(`SELECT ${COLUMNS} FROM consents c WHERE c.id = $1 FOR UPDATE`, [id]);
}

/** The record that a message rests on, if there is one. */
export async function consentOf(tx: Transaction, messageId: Uuid): Promise<ConsentRow | undefined> {
  return tx.row<ConsentRow>(
    `SELECT ${COLUMNS} FROM messages m JOIN consents c ON ${RECORD_OF_MESSAGE} WHERE m.id = $1`,
    [messageId],
    'consent-of',
  );
}

/** A body's records, newest first: ids are in the order of creation, a record of a message's own words has that message's. */
export async function listConsents(
  tx: Transaction,
  organisationId: Uuid,
  filter: { readonly operation?: string; readonly state?: string; readonly before?: Uuid; readonly limit: number },
): Promise<ConsentRow[]> {
  return tx.rows<ConsentRow>(
    `SELECT ${COLUMNS} FROM consents c
     WHERE c.organisation_id = $1 AND ($2::text IS NULL OR c.operation_id = $2) AND ($3::text IS NULL OR c.state = $3)
       AND ($4::uuid IS NULL OR c.id < $4)
     ORDER BY c.id DESC LIMIT $5`,
    [organisationId, filter.operation ?? null, filter.state ?? null, filter.before ?? null, filter.limit],
  );
}

/** Lets a message rest on a record of its sender. */
export async function linkConsent(tx: Transaction, messageId: Uuid, consentId: Uuid): Promise<void> {
  await tx.execute(`UPDATE messages SET consent_id = $2 WHERE id = $1`, [messageId, consentId], 'link-consent');
}

/** Marks a locked record as withdrawn, for good. */
export async function withdrawConsentRecord(tx: Transaction, id: Uuid, at: Date): Promise<void> {
  await tx.execute(
    `UPDATE consents SET state = 'withdrawn', withdrawn_at = $2, updated_at = $2, version = version + 1 WHERE id = $1`,
    [id, at],
  );
}

export interface ReferralOnConsent {
  readonly id: Uuid;
  readonly reference: string;
  readonly state: string;
}

/** The messages that rest on a record, oldest first; locked where they are to be changed. */
export async function referralsOn(tx: Transaction, consentId: Uuid, lock = false): Promise<ReferralOnConsent[]> {
  // No condition on the state: a draft that is submitted at this moment is waited for, and seen as what it became.
  return tx.rows<ReferralOnConsent>(
    `SELECT id, reference, state FROM messages WHERE consent_id = $1 OR (id = $1 AND consent_id IS NULL)
     ORDER BY id${lock ? ' FOR UPDATE' : ''}`,
    [consentId],
  );
}

/** The records that messages rest on, by message. */
export async function consentsOf(tx: Transaction, messageIds: readonly Uuid[]): Promise<Map<Uuid, ConsentRow>> {
  const rows = await tx.rows<ConsentRow & { readonly messageId: Uuid }>(
    // Record by record: for a few messages PostgreSQL would read all records of a small hub.
    `SELECT ${COLUMNS}, m.id AS "messageId"
     FROM messages m CROSS JOIN LATERAL (SELECT * FROM consents c WHERE ${RECORD_OF_MESSAGE} OFFSET 0) c
     WHERE m.id = ANY ($1)`,
    [messageIds],
    'consents-of',
  );
  return new Map(rows.map(({ messageId, ...record }) => [messageId, record]));
}
