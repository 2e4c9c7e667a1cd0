import type { Clock } from '#kernel';
import { decrypt, encrypt } from '../aes-gcm';
import type { KeyProvider } from './key-provider';
import { currentKey, type KeyRing } from './key-ring';

const MARK = Buffer.from('LHW1');
const HEAD = MARK.length + 4;
const PURPOSE = 'liaison-hub data key v1';
/** Before there were versions: nonce, key, tag and nothing else. Version 1 wrapped all of those. */
const UNMARKED = 12 + 32 + 16;

/** Wraps with a ring of keys that configuration gives: mark, version, nonce, ciphertext, tag. */
export function ringProvider(ring: KeyRing, clock: Clock): KeyProvider {
  const keyOf = (version: number): Buffer => {
    const found = ring.find((one) => one.version === version);
    if (!found)
      throw new Error(
        `version ${version} of the master key is not in this process's key ring: give it the newest ring`,
      );
    return found.key;
  };
  return {
    current: () => Promise.resolve(`file:${currentKey(ring, clock.now()).version}`),
    versionOf: (wrapped) => {
      const version = numberOf(wrapped);
      return version === undefined ? undefined : `file:${version}`;
    },
    wrap: (key) => {
      const { version, key: master } = currentKey(ring, clock.now());
      const head = Buffer.alloc(HEAD);
      MARK.copy(head);
      head.writeUInt32BE(version, MARK.length);
      return Promise.resolve(Buffer.concat([head, encrypt(master, key, PURPOSE)]));
    },
    // Not a promise until it is awaited: what fails, fails there.
    unwrap: async (wrapped) => {
      const version = numberOf(wrapped);
      if (version === undefined) throw new Error('this is no key that a key ring wrapped');
      return Promise.resolve(decrypt(keyOf(version), isMarked(wrapped) ? wrapped.subarray(HEAD) : wrapped, PURPOSE));
    },
  };
}

function isMarked(wrapped: Buffer): boolean {
  return wrapped.length === HEAD + UNMARKED && wrapped.subarray(0, MARK.length).equals(MARK);
}

function numberOf(wrapped: Buffer): number | undefined {
  if (isMarked(wrapped)) return wrapped.readUInt32BE(MARK.length);
  return wrapped.length === UNMARKED ? 1 : undefined;
}
