import { createHash, randomBytes } from 'node:crypto';
import type { Clock, Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

const CODES = 10;
/** Crockford's base32: without letters that are taken for one another. 256 is a multiple of 32, so each is as likely. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const SHAPE = /^[0-9A-Z]{16}$/;

/** Hands out new codes in the place of the old ones; each opens once. They are shown now and kept as hashes. */
export async function renewRecoveryCodes(
  tx: Transaction,
  clock: Clock,
  person: { readonly id: Uuid; readonly organisationId: Uuid },
): Promise<readonly string[]> {
  const codes = Array.from({ length: CODES }, newCode);
  await tx.execute(`DELETE FROM recovery_codes WHERE person_id = $1`, [person.id]);
  await tx.execute(
    `INSERT INTO recovery_codes (person_id, organisation_id, code_hash, created_at) SELECT $1, $2, hash, $4 FROM unnest($3::bytea[]) AS hash`,
    [person.id, person.organisationId, codes.map((code) => hashOf(code.replaceAll('-', ''))), clock.now()],
  );
  return codes;
}

/** Uses a code up. @returns false when it is none of the person's, or was used */
export async function useRecoveryCode(tx: Transaction, now: Date, personId: Uuid, code: string): Promise<boolean> {
  const plain = code.replaceAll(/[\s-]/g, '').toUpperCase();
  if (!SHAPE.test(plain)) return false;
  const used = await tx.execute(
    `UPDATE recovery_codes SET used_at = $3 WHERE person_id = $1 AND code_hash = $2 AND used_at IS NULL`,
    [personId, hashOf(plain), now],
  );
  return used === 1;
}

/** Sixteen letters of 32, 80 random bits: nobody finds one by trying, so that a fast hash keeps it. */
function newCode(): string {
  const letters = [...randomBytes(16)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
  return letters.replaceAll(/(.{4})(?=.)/g, '$1-');
}

function hashOf(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
