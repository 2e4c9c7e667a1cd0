import { PLACE, readPlace, writePlace, type Place } from './store/place';

/** Bytes of a data key as AES-256-GCM wraps it: nonce, key, tag. */
const WRAPPED = 12 + 32 + 16;
const MARK = 4;

/**
 * How the database names a data key. None of these opens anything by itself:
 * - `stored`: the key at a place of the key store;
 * - `adopted`: a key that was wrapped by the master key alone once, now by the key at a place;
 * - `daily`: a key that is wrapped by the key of a day;
 * - `unmarked`: a key that is wrapped by the master key alone, from before there was a key store.
 */
export type KeyReference =
  | { readonly kind: 'stored'; readonly place: Place }
  | { readonly kind: 'adopted'; readonly place: Place; readonly wrapped: Buffer }
  | { readonly kind: 'daily'; readonly day: number; readonly wrapped: Buffer }
  | { readonly kind: 'unmarked'; readonly wrapped: Buffer };

const marks = { stored: Buffer.from('LHK2'), adopted: Buffer.from('LHK1'), daily: Buffer.from('LHD1') };
const lengths = { stored: MARK + PLACE, adopted: MARK + PLACE + WRAPPED, daily: MARK + 4 + WRAPPED, unmarked: WRAPPED };

export function writeReference(reference: Exclude<KeyReference, { kind: 'unmarked' }>): Buffer {
  switch (reference.kind) {
    case 'stored':
      return Buffer.concat([marks.stored, writePlace(reference.place)]);
    case 'adopted':
      return Buffer.concat([marks.adopted, writePlace(reference.place), reference.wrapped]);
    case 'daily': {
      const day = Buffer.alloc(4);
      day.writeUInt32BE(reference.day);
      return Buffer.concat([marks.daily, day, reference.wrapped]);
    }
  }
}

/** The reference at the beginning of some bytes, and what follows it. @throws Error when there is none. */
export function readReference(bytes: Buffer): { readonly reference: KeyReference; readonly rest: Buffer } {
  const mark = bytes.subarray(0, MARK);
  const kind = (['stored', 'adopted', 'daily'] as const).find((known) => mark.equals(marks[known])) ?? 'unmarked';
  const length = lengths[kind];
  if (bytes.length < length) throw new Error('a sealed value is too short to name its key');
  const rest = bytes.subarray(length);
  const body = bytes.subarray(kind === 'unmarked' ? 0 : MARK, length);
  switch (kind) {
    case 'stored':
      return { reference: { kind, place: readPlace(body) }, rest };
    case 'adopted':
      return { reference: { kind, place: readPlace(body.subarray(0, PLACE)), wrapped: body.subarray(PLACE) }, rest };
    case 'daily':
      return { reference: { kind, day: body.readUInt32BE(), wrapped: body.subarray(4) }, rest };
    case 'unmarked':
      return { reference: { kind, wrapped: body }, rest };
  }
}
