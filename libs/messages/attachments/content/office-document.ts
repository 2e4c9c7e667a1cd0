import { crc32, inflateRawSync } from 'node:zlib';
import type { AttachmentType } from '../media-type';
import { refusedContent } from './refused';

/** Reads bytes [from, to) of the file. */
export type ReadRange = (from: number, to: number) => Promise<Buffer>;

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_LENGTH = 22;
const LOCAL_LENGTH = 30;
const MAX_ENTRIES = 2_000;
const MAX_DIRECTORY = 524_288;
const MAX_LIST_PACKED = 65_536;
const MAX_LIST = 1_048_576;
/** The part of an Open Packaging document (ECMA-376-2) that names the content type of every other part. */
const LIST = '[Content_Types].xml';

const MAIN_PARTS: Readonly<Record<string, AttachmentType>> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml':
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml':
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
const ACTIVE_NAME =
  /(?:^|\/)(?:vbaProject\.bin|vbaData\.xml|macrosheets\/|activeX\/)|\/embeddings\/[^/]+\.(?:bin|do[ct]m|xl[at]m|xls[bm]|p[op][st]m|pptm)$|\.(?:exe|dll|com|scr|js|vbs|ps1|bat|cmd|hta|msi|jar)$/i;
const ACTIVE_TYPE = /macroEnabled|vbaProject|vnd\.ms-office\.active|ms-excel\.(?:intl)?macrosheet/i;

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly offset: number;
}

/**
 * Which office document a zip archive is. Reads its directory and its list of content types, nothing else.
 *
 * @param size bytes of the whole file.
 * @throws HubError `unsupported_media_type` for other archives, macros, embedded programs, encryption, and archives that
 * two programs could read differently (bytes before or after, names twice).
 */
export async function officeDocumentType(size: number, read: ReadRange): Promise<AttachmentType> {
  const entries = await readDirectory(size, read);
  const names = new Set(entries.map(({ name }) => name.toLowerCase()));
  if (names.size !== entries.length) throw damaged();
  if (entries.some(({ flags }) => (flags & 1) === 1)) throw refusedContent('an encrypted archive (application/zip)');
  const list = entries.find(({ name }) => name === LIST);
  if (!list) throw refusedContent('an archive that is no office document (application/zip)');
  if (entries.some(({ name }) => ACTIVE_NAME.test(name))) throw active();
  const parts = contentTypes(await readList(list, read));
  if (parts.some(({ type }) => ACTIVE_TYPE.test(type))) throw active();
  const main = parts.filter(({ name, type }) => type in MAIN_PARTS && names.has(name.slice(1).toLowerCase()));
  const type = main.length === 1 ? MAIN_PARTS[main[0]?.type ?? ''] : undefined;
  if (type === undefined) throw refusedContent('an archive that is neither .docx nor .xlsx (application/zip)');
  return type;
}

async function readDirectory(size: number, read: ReadRange): Promise<Entry[]> {
  if (size < END_LENGTH) throw damaged();
  const end = await read(size - END_LENGTH, size);
  const count = end.readUInt16LE(10);
  const length = end.readUInt32LE(12);
  const offset = end.readUInt32LE(16);
  // The directory ends where the end record begins: nothing hides between them, and nothing follows.
  const fits = end.readUInt32LE(0) === END_OF_DIRECTORY && offset + length === size - END_LENGTH;
  if (!fits || count === 0 || count > MAX_ENTRIES || length > MAX_DIRECTORY) throw damaged();
  const entries = entriesOf(await read(offset, offset + length), count);
  // The first part begins with the file: there is nothing in front.
  if (Math.min(...entries.map((entry) => entry.offset)) !== 0) throw damaged();
  if (entries.some((entry) => entry.offset + LOCAL_LENGTH + entry.packed > offset)) throw damaged();
  return entries;
}

function entriesOf(directory: Buffer, count: number): Entry[] {
  const entries: Entry[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== DIRECTORY_ENTRY) throw damaged();
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
    if (nameEnd > directory.length) throw damaged();
    entries.push({
      name: directory.toString('utf8', at + 46, nameEnd).replaceAll('\\', '/'),
      flags: directory.readUInt16LE(at + 8),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    });
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  if (at !== directory.length) throw damaged();
  return entries;
}

/** The list of content types, unpacked under a cap. */
async function readList({ offset, packed, method, crc }: Entry, read: ReadRange): Promise<string> {
  if (packed > MAX_LIST_PACKED || (method !== 0 && method !== 8)) throw damaged();
  const header = await read(offset, offset + LOCAL_LENGTH);
  const start = offset + LOCAL_LENGTH + header.readUInt16LE(26) + header.readUInt16LE(28);
  const name = await read(offset + LOCAL_LENGTH, offset + LOCAL_LENGTH + header.readUInt16LE(26));
  if (header.readUInt32LE(0) !== LOCAL_HEADER || name.toString('utf8') !== LIST) throw damaged();
  const bytes = await read(start, start + packed);
  let content: Buffer;
  try {
    content = method === 0 ? bytes : inflateRawSync(bytes, { maxOutputLength: MAX_LIST });
  } catch {
    throw damaged();
  }
  if (crc32(content) !== crc) throw damaged();
  return content.toString('utf8');
}

/** The content type of every part that the list names, also of those that it names by extension. */
function contentTypes(xml: string): { name: string; type: string }[] {
  // No office program writes entities, comments or a document type here; with them a name could be written in disguise.
  if (/&|<!|<[^<>]*</.test(xml)) throw damaged();
  return [...xml.matchAll(/<(?:Override|Default)\s[^<>]*>/g)].map(([element]) => ({
    name: /\sPartName\s*=\s*["']([^"']*)["']/.exec(element)?.[1] ?? '',
    type: /\sContentType\s*=\s*["']([^"']*)["']/.exec(element)?.[1] ?? '',
  }));
}

function active(): Error {
  return refusedContent('an office document with macros or embedded programs', 'Save it without them.');
}

function damaged(): Error {
  return refusedContent('a damaged or unusual archive (application/zip)', 'Save it again in an office program.');
}
