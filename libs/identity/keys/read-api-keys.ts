import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { Scope } from '../domain/permissions';

/** A key as its body sees it: everything but the secret. */
export interface ApiKeyView {
  readonly id: Uuid;
  readonly name: string;
  /** What the key begins with. */
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly operations: readonly string[] | null;
  readonly allowedAddresses: readonly string[] | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly replacedBy: Uuid | null;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
}

const VIEW = `id, name, 'lh_' || prefix AS prefix, scopes, operations, allowed_addresses::text[] AS "allowedAddresses",
  created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt", replaced_by AS "replacedBy",
  last_used_at AS "lastUsedAt"`;

/** The keys that a body ever had, newest first, before an id. */
export async function listApiKeys(
  tx: Transaction,
  organisationId: Uuid,
  page: { readonly before?: Uuid; readonly limit: number },
): Promise<ApiKeyView[]> {
  return tx.rows<ApiKeyView>(
    `SELECT ${VIEW} FROM api_keys
     WHERE organisation_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [organisationId, page.before ?? null, page.limit],
  );
}

/** One key of a body; with `lock`, nobody else changes it until the transaction ends. */
export async function findApiKey(
  tx: Transaction,
  organisationId: Uuid,
  id: Uuid,
  lock = false,
): Promise<ApiKeyView | undefined> {
  return tx.row<ApiKeyView>(
    `SELECT ${VIEW} FROM api_keys WHERE organisation_id = $1 AND id = $2${lock ? ' FOR UPDATE' : ''}`,
    [organisationId, id],
  );
}

/** Whether a key works at that time, from some address. */
export function isValid({ revokedAt, expiresAt }: ApiKeyView, at: Date): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > at);
}
