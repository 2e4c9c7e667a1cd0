/** Content is sealed in chunks of so many bytes; the last one may be shorter. */
export const CHUNK_BYTES = 65_536;

/** A chunk of a file, with its place. */
export interface Chunk {
  /** 0, 1, 2 … */
  readonly number: number;
  readonly last: boolean;
  readonly bytes: Buffer;
}

/** Cuts what arrives in pieces of any size into chunks. The last one is known as such, because one is held back. */
export async function* chunksOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<Chunk> {
  let number = 0;
  let waiting: Buffer[] = [];
  let length = 0;
  for await (const piece of pieces) {
    let rest = piece;
    while (length + rest.length > CHUNK_BYTES) {
      const part = rest.subarray(0, CHUNK_BYTES - length);
      yield { number, last: false, bytes: Buffer.concat([...waiting, part]) };
      number += 1;
      rest = rest.subarray(part.length);
      waiting = [];
      length = 0;
    }
    if (rest.length > 0) waiting.push(rest);
    length += rest.length;
  }
  if (length > 0) yield { number, last: true, bytes: Buffer.concat(waiting) };
}
