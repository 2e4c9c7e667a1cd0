import { randomBytes } from 'node:crypto';

/** One version of the master key; it wraps from its time on, and unwraps from the moment that it is in the ring. */
export interface RingKey {
  readonly version: number;
  readonly key: Buffer;
  readonly from: Date;
}

/** The versions of the master key, the newest last. */
export type KeyRing = readonly [RingKey, ...RingKey[]];

const BASE64_KEY = /^[A-Za-z0-9+/]{43}=$/;

interface WrittenKey {
  readonly version?: unknown;
  readonly key?: unknown;
  readonly from?: unknown;
}

/**
 * A ring as it is written: 32 bytes in base64, which is version 1 alone, or `{"versions":[{"version":1,"key":"…","from":"…"}]}`.
 *
 * @throws Error that says what is wrong, and quotes no key.
 */
export function parseKeyRing(text: string): KeyRing {
  const trimmed = text.trim();
  if (BASE64_KEY.test(trimmed)) return [{ version: 1, key: Buffer.from(trimmed, 'base64'), from: new Date(0) }];
  let written: unknown;
  try {
    written = (JSON.parse(trimmed) as { versions?: unknown } | null)?.versions;
  } catch {
    throw new Error('it is neither 32 bytes in base64 (openssl rand -base64 32) nor a key ring in JSON');
  }
  if (!Array.isArray(written) || written.length === 0) throw new Error('the key ring has no "versions"');
  const [first, ...rest] = written.map(ringKey).sort((left, right) => left.version - right.version);
  if (!first) throw new Error('the key ring has no "versions"');
  if (new Set([first, ...rest].map(({ version }) => version)).size < written.length)
    throw new Error('the key ring has a version twice');
  return [first, ...rest];
}

function ringKey(written: WrittenKey): RingKey {
  const { version, key, from } = written;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1 || version > 0xffff_ffff)
    throw new Error('a version of the key ring is not a positive whole number');
  if (typeof key !== 'string' || !BASE64_KEY.test(key))
    throw new Error(`version ${version} of the key ring must be 32 bytes in base64`);
  const at = new Date(typeof from === 'string' ? from : Number.NaN);
  if (Number.isNaN(at.getTime())) throw new Error(`version ${version} of the key ring has no time in "from"`);
  return { version, key: Buffer.from(key, 'base64'), from: at };
}

export function writeKeyRing(ring: KeyRing): string {
  return JSON.stringify({
    versions: ring.map(({ version, key, from }) => ({
      version,
      key: key.toString('base64'),
      from: from.toISOString(),
    })),
  });
}

/** The version that wraps at a moment: the newest whose time has come. @throws Error when none has. */
export function currentKey(ring: KeyRing, at: Date): RingKey {
  const current = ring.findLast(({ from }) => from <= at);
  if (!current) throw new Error('no version of the key ring is current yet');
  return current;
}

/** The ring with a fresh version, which wraps from a moment on: by then every process must have the ring. */
export function withNewVersion(ring: KeyRing, from: Date): KeyRing {
  const newest = Math.max(...ring.map(({ version }) => version));
  return [...ring, { version: newest + 1, key: randomBytes(32), from }];
}

/** The ring without a version. @throws Error when it is not there or would be the current one. */
export function withoutVersion(ring: KeyRing, version: number, at: Date): KeyRing {
  if (!ring.some((key) => key.version === version)) throw new Error(`the key ring has no version ${version}`);
  if (currentKey(ring, at).version <= version) throw new Error(`version ${version} is in use, or is to come`);
  const [first, ...rest] = ring.filter((key) => key.version !== version);
  if (!first) throw new Error('the last version stays');
  return [first, ...rest];
}
