import { HubError } from '#kernel';

/** A parsed webhook secret or key, by its Standard Webhooks prefix. */
export type ParsedSecret =
  | { readonly kind: 'hmac'; readonly key: Buffer }
  | { readonly kind: 'ed25519-private'; readonly seed: Buffer; readonly publicKey: Buffer | undefined }
  | { readonly kind: 'ed25519-public'; readonly publicKey: Buffer };

/** `whsec_`: 24 to 64 random bytes for HMAC-SHA256. */
export const HMAC_PREFIX = 'whsec_';
/** `whsk_`: an ed25519 private key, as seed and public key (64 bytes, the libsodium form) or the seed alone (32). */
export const PRIVATE_PREFIX = 'whsk_';
/** `whpk_`: an ed25519 public key, 32 bytes. */
export const PUBLIC_PREFIX = 'whpk_';

/**
 * Parses `whsec_`, `whsk_` or `whpk_` followed by base64 (Standard Webhooks 1.0, "Signature scheme"). Throws HubError
 * `invalid_input` that says what is expected and never repeats the secret.
 */
export function parseSecret(text: string): ParsedSecret {
  if (text.startsWith(HMAC_PREFIX)) return { kind: 'hmac', key: decode(text, HMAC_PREFIX, isHmacLength) };
  if (text.startsWith(PUBLIC_PREFIX)) {
    return { kind: 'ed25519-public', publicKey: decode(text, PUBLIC_PREFIX, (length) => length === 32) };
  }
  if (text.startsWith(PRIVATE_PREFIX)) {
    const bytes = decode(text, PRIVATE_PREFIX, (length) => length === 32 || length === 64);
    const publicKey = bytes.length === 64 ? bytes.subarray(32) : undefined;
    return { kind: 'ed25519-private', seed: bytes.subarray(0, 32), publicKey };
  }
  throw new HubError('invalid_input', 'A webhook secret starts with whsec_, whsk_ or whpk_. Copy it with its prefix.');
}

/** Bytes of canonical base64, or undefined: Node's decoder skips what it does not know, which would allow aliases. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

const EXPECTED: Readonly<Record<string, string>> = {
  [HMAC_PREFIX]: '24 to 64 bytes',
  [PRIVATE_PREFIX]: '32 or 64 bytes',
  [PUBLIC_PREFIX]: '32 bytes',
};

function decode(text: string, prefix: string, fits: (length: number) => boolean): Buffer {
  const bytes = decodeBase64(text.slice(prefix.length));
  if (bytes !== undefined && fits(bytes.length)) return bytes;
  throw new HubError('invalid_input', `A ${prefix} secret holds ${EXPECTED[prefix] ?? 'bytes'} in padded base64.`);
}

function isHmacLength(length: number): boolean {
  return length >= 24 && length <= 64;
}
