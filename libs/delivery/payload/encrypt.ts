import { CompactEncrypt, importJWK } from 'jose';

/** How the content's key reaches the receiver, and how the content is encrypted (RFC 7518). */
export const KEY_ALGORITHM = 'ECDH-ES+A256KW';
const CONTENT_ALGORITHM = 'A256GCM';

/** A receiver's public key for content (RFC 7517), as the record keeps it: nothing but these members. */
export interface EncryptionKey {
  readonly kty: 'EC' | 'OKP';
  readonly crv: string;
  readonly x: string;
  readonly y?: string;
  /** The receiver's own name of it, else its thumbprint (RFC 7638). */
  readonly kid: string;
  readonly use: 'enc';
  readonly alg: typeof KEY_ALGORITHM;
}

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
