import { createHash } from 'node:crypto';
import { HubError, invalidInput, type Uuid } from '#kernel';
import { createMessage } from '../messages/create-message';
import { readInboxItem } from '../receiving/read-inbox';
import type { ReferralTools } from '../tools';
import { letterOf, readReturn, type ReturnProblem, type ReturnReading } from './read-return';
import { returnSheets } from './return-sheet';

export interface ImportedReturn {
  readonly id: Uuid;
  readonly reference: string;
}

export interface ReturnImport {
  /** SHA-256 of the file, hexadecimal. */
  readonly fileDigest: string;
  /** The draft that was made; null where something is wrong, or the file was imported before. */
  readonly created: ImportedReturn | null;
  /** The draft that this file made before. */
  readonly existing: ImportedReturn | null;
  readonly problems: readonly ReturnProblem[];
}

export interface ReturnGiven {
  /** The request that it answers. */
  readonly request: Uuid;
  readonly file: Buffer;
  /** Whether it is the whole return; otherwise a part. */
  readonly final: boolean;
  /** The return whose place it takes. */
  readonly supersedes?: Uuid;
}

/**
 * Makes a draft of the return that a request asks for, from a table of figures: of all of its lines or, when one is wrong,
 * of none. The same file for the same request makes no second draft.
 *
 * @throws HubError `not_found` for what is not in the caller's inbox; `invalid_input` for what asks for no return;
 *   `workbook_unreadable`
 */
export async function importReturn(tools: ReferralTools, given: ReturnGiven): Promise<ReturnImport> {
  const request = await readInboxItem(tools, given.request);
  const sheet = returnSheets[request.kind];
  if (!sheet)
    throw invalidInput([
      {
        pointer: '/request',
        code: 'wrong_kind',
        message: `must ask for a return: ${Object.keys(returnSheets).join(', ')}`,
      },
    ]);
  const fileDigest = createHash('sha256').update(given.file).digest('hex');
  const reading = readReturn(sheet, given.file);
  if (reading.problems.length > 0) return { fileDigest, created: null, existing: null, problems: reading.problems };
  const { supersedes } = given;
  const importKey = createHash('sha256')
    .update(`${given.request} ${String(given.final)} ${supersedes ?? ''} ${fileDigest}`)
    .digest();
  const { period } = request.body as { readonly period: unknown };
  try {
    const created = await createMessage(tools, {
      ...{ kind: sheet.kind, operation: request.operation, priority: 'normal' as const, inReplyTo: given.request },
      ...{ body: { period, final: given.final, ...reading.body }, importKey },
      ...(supersedes === undefined ? {} : { supersedes }),
    });
    const existing = created ? null : await importedBefore(tools, importKey);
    return { fileDigest, created: created ?? null, existing, problems: [] };
  } catch (error) {
    if (!(error instanceof HubError) || error.code !== 'invalid_input') throw error;
    const problems = error.errors.map((one) => placed(reading, one));
    return { fileDigest, created: null, existing: null, problems };
  }
}

/** What the kind says of the body, by the line that it came from. */
function placed(
  { places, columns }: ReturnReading,
  { pointer, code, message }: { readonly pointer: string; readonly code: string; readonly message: string },
): ReturnProblem {
  const [place, row] = [...places].find(([one]) => pointer === one || pointer.startsWith(`${one}/`)) ?? [];
  if (place === undefined || row === undefined) return { row: 1, code, message: `${pointer}: ${message}` };
  const field = pointer.slice(place.length + 1);
  const column = columns.get(field);
  return {
    ...{ row, code, message },
    ...(column === undefined ? {} : { column: letterOf(column) }),
    ...(field === '' ? {} : { field }),
  };
}

async function importedBefore(tools: ReferralTools, importKey: Buffer): Promise<ImportedReturn> {
  const found = await tools.tx.row<ImportedReturn>(
    `SELECT id, reference FROM messages WHERE sender_id = $1 AND import_key = $2`,
    [tools.caller.organisationId, importKey],
  );
  if (!found) throw new Error('a file that was imported before is not on record');
  return found;
}
