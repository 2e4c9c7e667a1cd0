import { createHash, randomBytes } from 'node:crypto';
import type { Uuid } from '#kernel';
import type { Database, Transaction } from '#platform/database';

/** So long after the due date a link still opens, milliseconds: 14 days. */
const LINK_LIFE = 14 * 24 * 60 * 60_000;
/** 256 bits, base64url. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** What the record says of a link: what its page shows, never content. */
export interface AcknowledgementLink {
  readonly organisationId: Uuid;
  readonly slug: string;
  readonly messageId: Uuid;
  readonly reference: string;
  readonly operation: string;
  readonly kind: string;
  readonly priority: string;
  readonly dueAt: Date;
  /** actual, exercise or test. */
  readonly messageStatus: string;
  /** State of the recipient. */
  readonly state: string;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly receiptId: Uuid | null;
}

export interface NewLink {
  readonly token: string;
  readonly organisationId: Uuid;
  readonly messageId: Uuid;
  readonly recipientId: Uuid;
  readonly dueAt: Date;
}

/** A token that nobody can guess. It leaves in the mail; the record keeps its hash only. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export async function insertLinks(tx: Transaction, links: readonly NewLink[], at: Date): Promise<void> {
  if (links.length === 0) return;
  const rows = links.map((link) => ({
    token_hash: `\\x${hashOf(link.token).toString('hex')}`,
    organisation_id: link.organisationId,
    message_id: link.messageId,
    recipient_id: link.recipientId,
    expires_at: new Date(link.dueAt.getTime() + LINK_LIFE),
    created_at: at,
  }));
  await tx.execute(
    `INSERT INTO acknowledgement_links (token_hash, organisation_id, message_id, recipient_id, expires_at, created_at)
     SELECT token_hash, organisation_id, message_id, recipient_id, expires_at, created_at
     FROM jsonb_to_recordset($1::jsonb) AS l (token_hash bytea, organisation_id uuid, message_id uuid, recipient_id uuid,
       expires_at timestamptz, created_at timestamptz)`,
    [JSON.stringify(rows)],
    'insert-links',
  );
}

/** The link behind a token, or undefined when the token is unknown or malformed. Asked before the body is known. */
export async function findLink(database: Database, token: string): Promise<AcknowledgementLink | undefined> {
  if (!isToken(token)) return undefined;
  const [row] = await database.statement<AcknowledgementLink>(
    `SELECT organisation_id AS "organisationId", slug, message_id AS "messageId", reference, operation_id AS operation, kind,
       priority, due_at AS "dueAt", message_status AS "messageStatus", state, expires_at AS "expiresAt",
       used_at AS "usedAt", acknowledged_at AS "acknowledgedAt", receipt_id AS "receiptId"
     FROM find_acknowledgement_link($1)`,
    [hashOf(token)],
  );
  return row;
}

/** Notes that a link acknowledged, in the transaction that does so. The first use stands. */
export async function useLink(tx: Transaction, token: string, at: Date): Promise<void> {
  await tx.execute(`UPDATE acknowledgement_links SET used_at = coalesce(used_at, $2) WHERE token_hash = $1`, [
    hashOf(token),
    at,
  ]);
}

export function isToken(token: string): boolean {
  return TOKEN.test(token);
}

/** What the record keeps of a token. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
