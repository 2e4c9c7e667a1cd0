import { sha256, type Hash } from '../merkle';
import type { Leaves } from '../paths';

/** What an export begins with: version 2 is version 1 with time stamps in it. */
const FORMAT = 'liaison-hub-evidence-export/1';
const STAMPED_FORMAT = 'liaison-hub-evidence-export/2';

/** The first line of an export. */
export interface Header {
  /** The keys that signed its checkpoints, as verifier keys. */
  readonly keys: readonly string[];
  /** The sizes of the checkpoints that stand between its entries, ascending. */
  readonly checkpoints: readonly number[];
  /** The sizes of the checkpoints of the export behind which a time stamp over them stands, ascending. */
  readonly timestamps: readonly number[];
}

/** Written once, here: an export is read byte by byte as it is written. Lines have no line break. */
export function headerLine({ keys, checkpoints, timestamps }: Header): string {
  const head = { format: timestamps.length === 0 ? FORMAT : STAMPED_FORMAT, keys, checkpoints };
  return JSON.stringify(timestamps.length === 0 ? head : { ...head, timestamps });
}

export function checkpointLine(note: string): string {
  return JSON.stringify({ checkpoint: note });
}

/** A time stamp (RFC 3161) over the note of the checkpoint of that size, which stands before it, and the digest that tells an edit of it. */
export function timestampLine(size: number, token: Buffer): string {
  return JSON.stringify({ size, timestamp: token.toString('base64'), digest: sha256(token).toString('hex') });
}

/** An entry in its place. `entry` is its canonical JSON, `digest` the SHA-256 of that, in hexadecimal. */
export function entryLine(index: number, digest: string, entry: string): string {
  return `${entryBegin(index)}${digest}${ENTRY_MIDDLE}${entry}}`;
}

/** A whole subtree whose entries the reader of the export does not see. */
export function hiddenLine({ from, to }: Leaves, hash: Hash): string {
  return JSON.stringify({ hidden: [from, to], hash: hash.toString('hex') });
}

export function entryBegin(index: number): string {
  return `{"index":${index},"digest":"`;
}

export const ENTRY_MIDDLE = '","entry":';

export type OtherLine =
  | { readonly kind: 'header'; readonly header: Header }
  | { readonly kind: 'checkpoint'; readonly note: string }
  | { readonly kind: 'timestamp'; readonly size: number; readonly token: Buffer }
  | { readonly kind: 'hidden'; readonly leaves: Leaves; readonly hash: Hash };

/** A line other than an entry's, when it is one, written as the hub writes it. */
export function readLine(line: string): OtherLine | undefined {
  const read = parsed(line);
  if (!read) return undefined;
  return written(read) === line ? read : undefined;
}

function written(line: OtherLine): string {
  switch (line.kind) {
    case 'header':
      return headerLine(line.header);
    case 'checkpoint':
      return checkpointLine(line.note);
    case 'timestamp':
      return timestampLine(line.size, line.token);
    case 'hidden':
      return hiddenLine(line.leaves, line.hash);
  }
}

function parsed(line: string): OtherLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const {
    format,
    keys,
    checkpoints,
    timestamps = [],
    checkpoint,
    size,
    timestamp,
    hidden,
    hash,
  } = value as Record<string, unknown>;
  if (isText(format) && isListOf(keys, isText) && isListOf(checkpoints, isSize) && isListOf(timestamps, isSize))
    return { kind: 'header', header: { keys, checkpoints, timestamps } };
  if (isText(checkpoint)) return { kind: 'checkpoint', note: checkpoint };
  if (isSize(size) && isText(timestamp)) return { kind: 'timestamp', size, token: Buffer.from(timestamp, 'base64') };
  if (isListOf(hidden, isSize) && isText(hash)) {
    const [from = 0, to = 0] = hidden;
    const bytes = Buffer.from(hash, 'hex');
    if (bytes.length === 32 && from < to) return { kind: 'hidden', leaves: { from, to }, hash: bytes };
  }
  return undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function isListOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isItem);
}
