import { stringify } from 'yaml';
import { printable } from './printable';

export type OutputFormat = 'table' | 'json';

/** Writes a result to standard output: as one JSON document, or in words. */
export function show<T>(format: OutputFormat, result: T, inWords: (result: T) => string): void {
  process.stdout.write(`${format === 'json' ? jsonOf(result) : inWords(result)}\n`);
}

/** A remark for the person at the terminal. It never holds anything of a case. */
export function remark(line: string): void {
  process.stderr.write(`${line}\n`);
}

export function jsonOf(value: unknown, indent = 2): string {
  return printable(JSON.stringify(value, undefined, indent));
}

/** The content of a case, for reading. */
export function contentOf(body: unknown): string {
  if (body === null || body === undefined) return '(erased)';
  return printable(stringify(body, { lineWidth: 98 }).trimEnd());
}
