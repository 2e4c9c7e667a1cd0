import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { HMAC_PREFIX, PRIVATE_PREFIX, PUBLIC_PREFIX } from './secret-format';
import { keysOf, rawPublicKey } from './secret-keys';

/** An ed25519 pair in the text form of Standard Webhooks. The receiver only ever gets the public key. */
export interface Ed25519KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** A fresh `whsec_` secret of 32 random bytes. */
export function generateHmacSecret(): string {
  return HMAC_PREFIX + randomBytes(32).toString('base64');
}

/** A fresh `whsk_` and `whpk_` pair. The private key is written as seed and public key, which Svix reads as well. */
export function generateEd25519KeyPair(): Ed25519KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  // RFC 8410: the seed is what the DER ends with.
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
  const raw = rawPublicKey(publicKey);
  return { privateKey: PRIVATE_PREFIX + base64(seed, raw), publicKey: PUBLIC_PREFIX + base64(raw) };
}

/** The `whpk_` of a `whsk_` (or of itself); undefined for an HMAC secret, which has no public half. */
export function publicKeyOf(secret: string): string | undefined {
  const keys = keysOf(secret);
  return keys.kind === 'ed25519' ? PUBLIC_PREFIX + base64(rawPublicKey(keys.publicKey)) : undefined;
}

function base64(...parts: Buffer[]): string {
  return Buffer.concat(parts).toString('base64');
}
