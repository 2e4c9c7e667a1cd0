import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new key: the text is shown once, prefix and hash are kept. */
export interface NewApiKey {
  readonly text: string;
  readonly prefix: string;
  readonly hash: Buffer;
}

const SHAPE = /^lh_([A-Za-z0-9_-]{12})_([A-Za-z0-9_-]{43})$/;

/** Makes a key: `lh_`, a 12-character prefix to find it by, and 256 random bits. */
export function newApiKey(): NewApiKey {
  const prefix = randomBytes(9).toString('base64url');
  const secret = randomBytes(32).toString('base64url');
  return { text: `lh_${prefix}_${secret}`, prefix, hash: hash(secret) };
}

/** The parts of a presented key, or undefined when it has not the shape of one. */
export function parseApiKey(text: string): { prefix: string; secret: string } | undefined {
  const [, prefix, secret] = SHAPE.exec(text) ?? [];
  return prefix === undefined || secret === undefined ? undefined : { prefix, secret };
}

/** Whether a secret is the one that a hash was made of, in constant time. The secret is random: no slow hash is needed. */
export function matches(secret: string, kept: Buffer): boolean {
  return timingSafeEqual(hash(secret), kept);
}

function hash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
