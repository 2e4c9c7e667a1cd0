import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { WebhookVerificationError } from './errors';

/** What verifies one of the two signature schemes of Standard Webhooks. */
export type VerifyingKey =
  { readonly scheme: 'v1'; readonly key: KeyObject } | { readonly scheme: 'v1a'; readonly key: KeyObject };

/** RFC 8410: the DER that stands before the 32 bytes of an ed25519 public key. */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const MOST_KNOWN = 1_000;
const known = new Map<string, VerifyingKey>();

/**
 * The key of `whsec_…` (HMAC-SHA-256) or `whpk_…` (ed25519), made once: importing costs more than verifying.
 *
 * @throws WebhookVerificationError `malformed_secret`; it never repeats the secret.
 */
export function keyOf(secret: string): VerifyingKey {
  const before = known.get(secret);
  if (before) return before;
  const key = imported(secret);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(secret, key);
  return key;
}

/** Bytes of canonical base64, or undefined: Node's decoder skips what it does not know, which would allow aliases. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

function imported(secret: string): VerifyingKey {
  const [, prefix, encoded] = /^(whsec_|whpk_)(.+)$/.exec(secret) ?? [];
  if (prefix === undefined || encoded === undefined)
    throw malformed('A secret starts with whsec_, a public key with whpk_. Copy it with its prefix.');
  const bytes = decodeBase64(encoded);
  if (prefix === 'whpk_') {
    if (bytes?.length !== 32) throw malformed('A whpk_ key holds 32 bytes in padded base64. Copy all of it.');
    const key = createPublicKey({ key: Buffer.concat([SPKI_HEAD, bytes]), format: 'der', type: 'spki' });
    return { scheme: 'v1a', key };
  }
  if (!bytes || bytes.length < 24 || bytes.length > 64)
    throw malformed('A whsec_ secret holds 24 to 64 bytes in padded base64. Copy all of it.');
  return { scheme: 'v1', key: createSecretKey(bytes) };
}

function malformed(message: string): WebhookVerificationError {
  return new WebhookVerificationError('malformed_secret', message);
}
