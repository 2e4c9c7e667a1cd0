import { unreadable } from './unreadable';
import { attribute, xmlTokens } from './xml';

/** What a cell holds. A formula's cached result is not kept: whoever made the file could have written anything there. */
export type Cell =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'number'; readonly number: number }
  | { readonly type: 'flag'; readonly flag: boolean }
  | { readonly type: 'formula' }
  | { readonly type: 'error' };

export interface SheetRow {
  /** As the spreadsheet program numbers it, from 1. */
  readonly number: number;
  readonly hidden: boolean;
  /** By column number, from 1. Blank cells are absent. */
  readonly cells: ReadonlyMap<number, Cell>;
}

const MAX_COLUMN = 16_384;
const MAX_ROW = 1_048_576;

/** Walks the rows of a worksheet part, in the order they are written. */
export function* sheetRows(xml: string, sharedStrings: readonly string[]): Generator<SheetRow, void, void> {
  let number = 0;
  let column = 0;
  let hidden = false;
  let cells = new Map<number, Cell>();
  let cell: CellDraft | undefined;
  let collecting = false;
  for (const token of xmlTokens(xml)) {
    if (token.type === 'text') {
      if (collecting && cell) cell.text += token.text;
    } else if (token.type === 'start') {
      if (token.name === 'row') {
        number = rowNumber(attribute(token.attributes, 'r'), number);
        hidden = ['1', 'true'].includes(attribute(token.attributes, 'hidden') ?? '');
        column = 0;
        cells = new Map();
      } else if (token.name === 'c') {
        column = columnOf(attribute(token.attributes, 'r')) ?? column + 1;
        cell = { type: attribute(token.attributes, 't') ?? 'n', text: '', formula: false };
      } else if (token.name === 'f' && cell) cell.formula = true;
      else if (token.name === 'rPh') collecting = false;
      else if (token.name === 'v' || token.name === 't') collecting = true;
    } else if (token.name === 'v' || token.name === 't') collecting = false;
    else if (token.name === 'c' && cell) {
      const content = finish(cell, sharedStrings);
      if (content && column <= MAX_COLUMN) cells.set(column, content);
      cell = undefined;
    } else if (token.name === 'row') yield { number, hidden, cells };
    else if (token.name === 'sheetData') return;
  }
}

interface CellDraft {
  readonly type: string;
  text: string;
  formula: boolean;
}

function finish({ type, text, formula }: CellDraft, sharedStrings: readonly string[]): Cell | undefined {
  if (formula) return { type: 'formula' };
  switch (type) {
    case 's':
      return textCell(sharedStrings[Number(text)]);
    case 'inlineStr':
    case 'str':
    case 'd':
      return textCell(unescaped(text));
    case 'b':
      return text === '' ? undefined : { type: 'flag', flag: text.trim() === '1' };
    case 'e':
      return { type: 'error' };
    default: {
      const number = Number(text);
      if (text.trim() === '') return undefined;
      return Number.isFinite(number) ? { type: 'number', number } : { type: 'error' };
    }
  }
}

function textCell(text: string | undefined): Cell | undefined {
  if (text === undefined) return { type: 'error' };
  return text.trim() === '' ? undefined : { type: 'text', text };
}

function rowNumber(written: string | undefined, previous: number): number {
  const number = written === undefined ? previous + 1 : Number(written);
  // Rows out of order would be reported under the wrong number.
  if (!Number.isInteger(number) || number <= previous || number > MAX_ROW) {
    throw unreadable('The rows of the sheet are out of order. Save it again in a spreadsheet program.');
  }
  return number;
}

function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** The letters of a column number: 1 → A, 39 → AM. */
export function columnLetters(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  return (rest > 0 ? columnLetters(rest) : '') + String.fromCharCode(65 + ((column - 1) % 26));
}

/** The shared strings part as a list; phonetic hints are left out. */
export function sharedStringsOf(xml: string): string[] {
  const strings: string[] = [];
  let text = '';
  let collecting = false;
  let phonetic = false;
  for (const token of xmlTokens(xml)) {
    if (token.type === 'text') {
      if (collecting && !phonetic) text += token.text;
      continue;
    }
    const starts = token.type === 'start';
    if (token.name === 't') collecting = starts;
    else if (token.name === 'rPh') phonetic = starts;
    else if (token.name === 'si') {
      if (starts) text = '';
      else strings.push(unescaped(text));
    }
  }
  return strings;
}

/** Undoes `_x000D_`, by which Excel writes characters that XML cannot hold. */
function unescaped(text: string): string {
  return text.replace(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
