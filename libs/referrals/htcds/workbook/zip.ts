import { crc32, inflateRawSync } from 'node:zlib';
import { refuseUnlessZip, unreadable } from './unreadable';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const MAX_ENTRIES = 200;
/** Real sheets stay below 60; a bomb reaches 1000. Not applied below FREE_BYTES, where long runs of blanks are common. */
const MAX_RATIO = 150;
const FREE_BYTES = 1_048_576;

interface Entry {
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly headerOffset: number;
}

const DAMAGED =
  'The workbook is damaged: its zip directory does not fit its content. Save it again and send the new copy.';
const BOMB =
  'The workbook is refused: it unpacks to far more than a filled-in HTCDS workbook. ' +
  'Copy the rows into a fresh template and send that.';

/**
 * A zip archive in memory, read with hard caps: only asked-for entries are inflated, and inflation itself is cut off
 * at the caps, whatever sizes the directory declares.
 *
 * @throws HubError `workbook_unreadable`
 */
export class ZipArchive {
  private readonly entries: ReadonlyMap<string, Entry>;

  constructor(
    private readonly file: Buffer,
    private bytesLeft: number,
  ) {
    refuseUnlessZip(file);
    this.entries = guarded(() => readDirectory(file));
  }

  get names(): ReadonlySet<string> {
    return new Set(this.entries.keys());
  }

  /** The content of one entry; undefined when there is none. */
  read(name: string): Buffer | undefined {
    const entry = this.entries.get(name);
    if (!entry) return undefined;
    const content = guarded(() => this.inflate(entry));
    this.bytesLeft -= content.length;
    if (crc32(content) !== entry.crc) throw unreadable(DAMAGED);
    return content;
  }

  private inflate(entry: Entry): Buffer {
    const { file } = this;
    const header = entry.headerOffset;
    if (file.readUInt32LE(header) !== LOCAL_HEADER) throw unreadable(DAMAGED);
    const start = header + 30 + file.readUInt16LE(header + 26) + file.readUInt16LE(header + 28);
    const end = start + entry.compressedSize;
    if (end > file.length) throw unreadable(DAMAGED);
    const packed = file.subarray(start, end);
    const cap = Math.min(this.bytesLeft, Math.max(FREE_BYTES, packed.length * MAX_RATIO));
    if (entry.method === 0) {
      if (packed.length > cap) throw unreadable(BOMB);
      return packed;
    }
    if (entry.method !== 8) {
      throw unreadable('The workbook is packed with an unusual method. Save it again in a spreadsheet program.');
    }
    if (cap < 1) throw unreadable(BOMB);
    return inflateRawSync(packed, { maxOutputLength: cap });
  }
}

/** Turns what a hostile or damaged archive makes Node throw into a refusal. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === 'workbook_unreadable') throw error;
    throw unreadable(code === 'ERR_BUFFER_TOO_LARGE' ? BOMB : DAMAGED);
  }
}

function readDirectory(file: Buffer): Map<string, Entry> {
  const end = endOfDirectory(file);
  const count = file.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) {
    throw unreadable(
      `The workbook has ${count} parts, more than the ${MAX_ENTRIES} allowed. Copy the rows into a fresh template.`,
    );
  }
  const entries = new Map<string, Entry>();
  let at = file.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (file.readUInt32LE(at) !== DIRECTORY_ENTRY) throw unreadable(DAMAGED);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => file.readUInt16LE(at + offset));
    const name = file.toString('utf8', at + 46, at + 46 + (nameLength ?? 0)).replaceAll('\\', '/');
    refuseEncrypted(file.readUInt16LE(at + 8));
    if (entries.has(name)) throw unreadable(DAMAGED);
    entries.set(name, {
      method: file.readUInt16LE(at + 10),
      crc: file.readUInt32LE(at + 16),
      compressedSize: file.readUInt32LE(at + 20),
      headerOffset: file.readUInt32LE(at + 42),
    });
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return entries;
}

function endOfDirectory(file: Buffer): number {
  const lowest = Math.max(0, file.length - 22 - 0xffff);
  for (let at = file.length - 22; at >= lowest; at -= 1) {
    if (file.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw unreadable('The workbook is cut short: its end is missing. Send the whole file again.');
}

function refuseEncrypted(flags: number): void {
  if ((flags & 1) === 0) return;
  throw unreadable('The archive is encrypted. Remove the password in the program that set it, and send it again.');
}
