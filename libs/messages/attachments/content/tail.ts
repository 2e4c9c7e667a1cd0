/** A zip archive ends with a record of 22 bytes and a comment of at most 65,535. */
const KEPT = 22 + 65_535;
const END_OF_ARCHIVE = Buffer.from('PK\x05\x06', 'latin1');

/** The last bytes of a file that passes by in pieces. */
export class Tail {
  private pieces: Buffer[] = [];
  private length = 0;

  take(piece: Buffer): void {
    this.pieces.push(piece);
    this.length += piece.length;
    while (this.pieces[0] !== undefined && this.length - this.pieces[0].length >= KEPT) {
      this.length -= this.pieces[0].length;
      this.pieces.shift();
    }
  }

  bytes(): Buffer {
    return Buffer.concat(this.pieces);
  }
}

/** Whether a program for archives would open this: its end record stands where it says that the file ends. */
export function endsAsArchive(tail: Buffer): boolean {
  for (
    let at = tail.lastIndexOf(END_OF_ARCHIVE);
    at >= 0;
    at = at === 0 ? -1 : tail.lastIndexOf(END_OF_ARCHIVE, at - 1)
  )
    if (at + 22 <= tail.length && at + 22 + tail.readUInt16LE(at + 20) === tail.length) return true;
  return false;
}
