import { createHash, randomBytes } from 'node:crypto';

const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** A new token: the text goes to the browser and nowhere else, the hash is kept. 256 random bits need no slow hash. */
export function newSessionToken(): { readonly text: string; readonly hash: Buffer } {
  const text = randomBytes(32).toString('base64url');
  return { text, hash: hashOf(text) };
}

/** The hash of a token that came, or undefined when it has not the shape of one. */
export function tokenHash(text: string): Buffer | undefined {
  return SHAPE.test(text) ? hashOf(text) : undefined;
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
