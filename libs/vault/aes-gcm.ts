import { createCipheriv, createDecipheriv } from 'node:crypto';
import { storedRandomBytes } from '#kernel';

const NONCE = 12;
const TAG = 16;

/** AES-256-GCM: 12 random bytes of nonce, ciphertext, 16 bytes of tag. The associated data is bound, not stored. */
export function encrypt(key: Buffer, plaintext: Buffer, associatedData: string): Buffer {
  const nonce = storedRandomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(associatedData));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]);
}

/** The plaintext of what `encrypt` made. Throws when the key, the associated data or a byte differs. */
export function decrypt(key: Buffer, sealed: Buffer, associatedData: string): Buffer {
  if (sealed.length < NONCE + TAG) throw new Error('sealed value is too short');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(associatedData));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE, sealed.length - TAG)), decipher.final()]);
}
