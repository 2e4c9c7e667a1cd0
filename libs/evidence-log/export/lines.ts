import type { Hash } from '../merkle';
import type { Leaves } from '../paths';

/** What an export of version 1 begins with. */
export const FORMAT = 'liaison-hub-evidence-export/1';

/** The first line of an export. */
export interface Header {
  /** The keys that signed its checkpoints, as verifier keys. */
  readonly keys: readonly string[];
  /** The sizes of the checkpoints that stand between its entries, ascending. */
  readonly checkpoints: readonly number[];
}

/** Written once, here: an export is read byte by byte as it is written. Lines have no line break. */
export function headerLine({ keys, checkpoints }: Header): string {
  return JSON.stringify({ format: FORMAT, keys, checkpoints });
}

export function checkpointLine(note: string): string {
  return JSON.stringify({ checkpoint: note });
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
  const { format, keys, checkpoints, checkpoint, hidden, hash } = value as Record<string, unknown>;
  if (format === FORMAT && isListOf(keys, isText) && isListOf(checkpoints, isSize))
    return { kind: 'header', header: { keys, checkpoints } };
  if (isText(checkpoint)) return { kind: 'checkpoint', note: checkpoint };
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
