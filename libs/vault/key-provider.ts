import { hkdfSync, randomBytes } from 'node:crypto';
import { decrypt, encrypt } from './aes-gcm';

/** Wraps data keys with a key that the database never holds: a file here; a key service is another implementation. */
export interface KeyProvider {
  wrap(dataKey: Buffer): Promise<Buffer>;
  unwrap(wrapped: Buffer): Promise<Buffer>;
  /** 32 bytes that depend on the key and a purpose: for keyed digests. */
  derive(purpose: string): Promise<Buffer>;
}

const PURPOSE = 'liaison-hub data key v1';

/** A key provider whose key is given by configuration: 32 bytes, base64. */
export function localKeyProvider(masterKey: string): KeyProvider {
  const key = Buffer.from(masterKey, 'base64');
  if (key.length !== 32) throw new Error('the master key must be 32 bytes in base64');
  // One purpose per body and use: so few that they are kept for as long as the process lives.
  const derived = new Map<string, Buffer>();
  const derive = (purpose: string): Buffer => {
    const known = derived.get(purpose);
    if (known) return known;
    const secret = Buffer.from(hkdfSync('sha256', key, '', `liaison-hub ${purpose}`, 32));
    derived.set(purpose, secret);
    return secret;
  };
  return {
    wrap: (dataKey) => Promise.resolve(encrypt(key, dataKey, PURPOSE)),
    unwrap: (wrapped) => Promise.resolve(decrypt(key, wrapped, PURPOSE)),
    derive: (purpose) => Promise.resolve(derive(purpose)),
  };
}

/** A fresh 256-bit data key. */
export function newDataKey(): Buffer {
  return randomBytes(32);
}
