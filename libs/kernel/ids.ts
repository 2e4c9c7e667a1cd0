import { storedRandomBytes } from './random-store';

/** A UUID in its canonical lower-case text form. */
export type Uuid = string;

let lastMillis = 0;
let sequence = 0;

/**
 * A UUIDv7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, 12 bits that count within one millisecond
 * (method 1), 62 random bits. Ids made by one process sort in the order they were made.
 */
export function uuidv7(now: number = Date.now()): Uuid {
  const bytes = storedRandomBytes(16);
  if (now > lastMillis) {
    lastMillis = now;
    // Starts low in its range, so that counting up within the millisecond has room.
    sequence = bytes.readUInt16BE(6) & 0x7ff;
  } else {
    sequence += 1;
    if (sequence > 0xfff) {
      lastMillis += 1;
      sequence = 0;
    }
  }
  bytes.writeUIntBE(lastMillis, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether a text is a UUID in canonical lower-case form. */
export function isUuid(text: string): text is Uuid {
  return UUID.test(text);
}
