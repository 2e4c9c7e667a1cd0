import { randomBytes } from 'node:crypto';

/** Asking the system for so many random bytes takes hardly longer than asking for sixteen. */
const SIZE = 4_096;

let store: Buffer = Buffer.alloc(0);
let used = 0;

/**
 * Random bytes from a store that is filled from the system's generator. Each byte is handed out once and the buffer is
 * the caller's. For ids and nonces, which come several at a time; a key is drawn by `randomBytes`, so that it lies nowhere
 * before it is used.
 */
export function storedRandomBytes(count: number): Buffer {
  if (used + count > store.length) {
    store = randomBytes(Math.max(SIZE, count));
    used = 0;
  }
  used += count;
  return store.subarray(used - count, used);
}
