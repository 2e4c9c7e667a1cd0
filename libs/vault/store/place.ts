/** Keys of one block. */
export const SLOTS = 1_024;
/** Bytes of a slot. */
export const SLOT = 32;

const BLOCK_ID = 8;
/** Bytes of a place as sealed values carry it. */
export const PLACE = BLOCK_ID + 2;

/** Where a key lies in the key store: the block's id and the slot's number, ten bytes. */
export interface Place {
  readonly block: string;
  readonly slot: number;
}

export function writePlace({ block, slot }: Place): Buffer {
  const bytes = Buffer.alloc(PLACE);
  bytes.write(block, 'hex');
  bytes.writeUInt16BE(slot, BLOCK_ID);
  return bytes;
}

/** @throws Error when it is none. */
export function readPlace(bytes: Buffer): Place {
  if (bytes.length !== PLACE) throw new Error('a place in the key store has ten bytes');
  const slot = bytes.readUInt16BE(BLOCK_ID);
  if (slot >= SLOTS) throw new Error('a place in the key store names no slot');
  return { block: bytes.subarray(0, BLOCK_ID).toString('hex'), slot };
}
