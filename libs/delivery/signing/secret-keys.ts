import { createPrivateKey, createPublicKey, createSecretKey, KeyObject } from 'node:crypto';
import { HubError } from '#kernel';
import { ParsedSecret, parseSecret } from './secret-format';

/** A secret ready for use. `publicKey` is the half of an ed25519 pair that verifies. */
export type SecretKeys =
  | { readonly kind: 'hmac'; readonly key: KeyObject }
  | { readonly kind: 'ed25519'; readonly privateKey: KeyObject | undefined; readonly publicKey: KeyObject };

/** RFC 8410: the DER that stands before the 32 bytes of a private (PKCS 8) or public (SPKI) ed25519 key. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

const MAX_CACHED = 10_000;
const cache = new Map<string, SecretKeys>();

/**
 * The key objects of a secret, made once: importing an ed25519 key costs more than a signature. Throws HubError
 * `invalid_input` for a malformed secret.
 */
export function keysOf(secret: string): SecretKeys {
  const known = cache.get(secret);
  if (known !== undefined) return known;
  const keys = importKeys(parseSecret(secret));
  if (cache.size >= MAX_CACHED) forgetOldest();
  cache.set(secret, keys);
  return keys;
}

/** The 32 bytes of an ed25519 public key. */
export function rawPublicKey(publicKey: KeyObject): Buffer {
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_HEAD.length);
}

function importKeys(parsed: ParsedSecret): SecretKeys {
  switch (parsed.kind) {
    case 'hmac':
      return { kind: 'hmac', key: createSecretKey(parsed.key) };
    case 'ed25519-public':
      return { kind: 'ed25519', privateKey: undefined, publicKey: importPublic(parsed.publicKey) };
    case 'ed25519-private': {
      const privateKey = importPrivate(parsed.seed);
      const publicKey = createPublicKey(privateKey);
      if (parsed.publicKey !== undefined && !rawPublicKey(publicKey).equals(parsed.publicKey)) {
        throw new HubError('invalid_input', 'The two halves of the whsk_ key do not belong together. Copy it again.');
      }
      return { kind: 'ed25519', privateKey, publicKey };
    }
  }
}

function importPrivate(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
}

function importPublic(raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_HEAD, raw]), format: 'der', type: 'spki' });
}

function forgetOldest(): void {
  for (const oldest of cache.keys()) {
    cache.delete(oldest);
    return;
  }
}
