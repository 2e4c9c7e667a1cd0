import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { errorCodeOf } from '#hub-client';
import { CommandLineError } from '../output/command-line-error';

/** The bytes of a file, or of standard input for `-`. */
export async function bytesOf(file: string): Promise<Buffer> {
  if (file !== '-')
    return readFile(file).catch((error: unknown) => {
      throw new CommandLineError('wrongArguments', `The file ${file} cannot be read (${errorCodeOf(error)}).`);
    });
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/**
 * What a JSON file says. A mistake is told by its place alone: the parser's own words quote the file, and the file is
 * about a person.
 */
export function jsonIn(file: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new CommandLineError(
      'refusedInput',
      `${nameOf(file)} is not JSON${at ? ` (mistake at ${placeAt(bytes, Number(at))})` : ''}.`,
    );
  }
}

/**
 * The Idempotency-Key of a file: the same for the same content under the same API key, so that a repeat makes nothing
 * new. Keyed, because a plain digest would let others try whether a guessed case was sent.
 */
export function keyOfContent(purpose: string, apiKey: string, parts: readonly (string | Buffer)[]): string {
  const digest = createHmac('sha256', apiKey);
  for (const part of parts) digest.update(`${Buffer.byteLength(part)}:`).update(part);
  return `${purpose}-${digest.digest('hex').slice(0, 40)}`;
}

/** Names of files tell of people: the hub needs only the ending. */
export function endingOf(file: string, otherwise: string): string {
  return /\.[a-z]{1,5}$/i.exec(basename(file))?.[0].toLowerCase() ?? otherwise;
}

export function nameOf(file: string): string {
  return file === '-' ? 'Standard input' : file;
}

function placeAt(bytes: Buffer, position: number): string {
  const before = bytes.toString('utf8').slice(0, position).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
