import { dateOfSerial, dateOfText, type DateRules } from './dates';
import type { HtcdsField } from './field';
import { withoutGuard } from './formula-guard';
import type { Picklist } from './picklist';
import type { Cell } from './workbook/sheet';

/** What a filled cell says, in the hub's terms. */
export type Value = string | number | boolean | readonly string[];

/** A cell's value, or what is wrong with it. Messages never repeat the content. */
export type ValueReading = { readonly value: Value } | { readonly code: string; readonly message: string };

/** Reads one filled cell of a column. */
export function readCell(field: HtcdsField, cell: Cell, rules: DateRules): ValueReading {
  if (cell.type === 'formula') {
    return refuse('formula', 'The cell holds a formula, and results of formulas are not trusted. Paste it as a value.');
  }
  if (cell.type === 'error') return refuse('error_value', 'The cell shows an error of the spreadsheet. Correct it.');
  const { kind } = field;
  switch (kind.type) {
    case 'date':
      return dateReading(cell, rules);
    case 'flag':
      return flagReading(textOf(cell));
    case 'count':
      return countReading(textOf(cell));
    case 'one':
      return oneReading(textOf(cell), kind.list);
    case 'many':
      return manyReading(textOf(cell), kind.list);
    case 'slugs':
      return { value: slugs(textOf(cell)) };
    case 'code-text':
      return { value: textOf(cell).replace(/\s+/g, '-') };
    case 'text':
      return { value: textOf(cell) };
  }
}

const refuse = (code: string, message: string): ValueReading => ({ code, message });

type PlainCell = Exclude<Cell, { type: 'formula' | 'error' }>;

function textOf(cell: PlainCell): string {
  switch (cell.type) {
    case 'text':
      return withoutGuard(cell.text.normalize('NFC').replace(/\r\n?/g, '\n').trim());
    case 'number':
      return Number.isInteger(cell.number) ? BigInt(cell.number).toString() : String(cell.number);
    case 'flag':
      return cell.flag ? 'TRUE' : 'FALSE';
  }
}

function dateReading(cell: PlainCell, rules: DateRules): ValueReading {
  if (cell.type === 'flag') return refuse('date_unreadable', 'Not a date. Write it as YYYY-MM-DD.');
  const reading = cell.type === 'number' ? dateOfSerial(cell.number, rules) : dateOfText(textOf(cell), rules);
  return 'date' in reading ? { value: reading.date } : reading;
}

const YES = new Set(['true', 'yes', 'y', '1', 'x', '✓', '✔', '☑', 'checked', 'given']);
const NO = new Set(['false', 'no', 'n', '0', '☐', 'unchecked', 'refused']);

function flagReading(text: string): ValueReading {
  const word = text.toLowerCase();
  if (YES.has(word)) return { value: true };
  if (NO.has(word)) return { value: false };
  return refuse('flag_unreadable', 'Neither yes nor no. Write TRUE or FALSE, or leave the cell empty.');
}

function countReading(text: string): ValueReading {
  return /^\d{1,3}$/.test(text)
    ? { value: Number(text) }
    : refuse('count_unreadable', 'Not a whole number. Write it in digits.');
}

function oneReading(text: string, list: Picklist): ValueReading {
  const code = list.find(text);
  if (code !== undefined) return { value: code };
  const { codes } = list.findAll(text);
  if (codes.length === 1 && codes[0] !== undefined) return { value: codes[0] };
  return codes.length > 1
    ? refuse('several_values', 'Several values where the column takes one. Keep one.')
    : refuse('unknown_code', "Not a value of this column's list. Use one of the HTCDS value names or labels.");
}

function manyReading(text: string, list: Picklist): ValueReading {
  const { codes, unknownAt } = list.findAll(text);
  if (unknownAt === undefined) return { value: codes };
  return refuse(
    'unknown_code',
    `Entry ${unknownAt} is not a value of this column's list. Use HTCDS value names or labels, separated by semicolons.`,
  );
}

function slugs(text: string): string[] {
  const names = text.split(/[;,\n]/).map((name) =>
    name
      .trim()
      .toLowerCase()
      .replace(/[\s_]+/g, '-'),
  );
  return [...new Set(names.filter((name) => name !== ''))];
}
