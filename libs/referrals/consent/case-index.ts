import { createHmac } from 'node:crypto';
import type { Uuid } from '#kernel';
import type { Vault } from '#vault';

/**
 * A keyed digest of a body's case code: two are alike when they are of one case. Without the hub's key nobody can try
 * codes against it, and one body's digests say nothing about another's.
 */
export async function caseIndex(vault: Vault, organisationId: Uuid, caseCode: string): Promise<Buffer> {
  const secret = await vault.digestSecret(`case codes of ${organisationId}`);
  return createHmac('sha256', Buffer.from(secret, 'hex')).update(caseCode.trim().toUpperCase()).digest();
}
