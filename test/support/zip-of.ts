import { crc32, deflateRawSync } from 'node:zlib';

/** One part of an archive made for a test. */
export interface ZipPart {
  readonly name: string;
  readonly content: Buffer;
  /** What the directory claims that the part unpacks to; by default the truth. */
  readonly claimedSize?: number;
  readonly flags?: number;
}

/** A zip archive of the given parts, with whatever lies about them. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const packed = deflateRawSync(part.content);
    const common = commonHeader(part, packed.length);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(part.name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), common, rest, Buffer.from(part.name)]));
    locals.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, entries, end]);
}

/** The 26 bytes that a local header and a directory entry share. */
function commonHeader({ name, content, claimedSize, flags }: ZipPart, packedSize: number): Buffer {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(flags ?? 0, 2);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packedSize, 14);
  common.writeUInt32LE(claimedSize ?? content.length, 18);
  common.writeUInt16LE(Buffer.byteLength(name), 22);
  return common;
}
