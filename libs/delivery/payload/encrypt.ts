import { CompactEncrypt, importJWK } from 'jose';
import type { EncryptionKey } from './encryption-key';

/** How the content's key reaches the receiver, and how the content is encrypted (RFC 7518). */
export const KEY_ALGORITHM = 'ECDH-ES+A256KW';
const CONTENT_ALGORITHM = 'A256GCM';

/**
 * A value as compact JWE (RFC 7516) to one key: a fresh ephemeral key each time, so that the hub itself cannot open it
 * again.
 *
 * @throws Error when the key cannot be encrypted to.
 */
export async function encryptTo(key: EncryptionKey, value: object): Promise<string> {
  const { kty, crv, x, y, kid } = key;
  const recipient = await importJWK({ kty, crv, x, ...(y === undefined ? {} : { y }) }, KEY_ALGORITHM);
  return new CompactEncrypt(Buffer.from(JSON.stringify(value), 'utf8'))
    .setProtectedHeader({ alg: KEY_ALGORITHM, enc: CONTENT_ALGORITHM, typ: 'JOSE', cty: 'json', kid })
    .encrypt(recipient);
}
