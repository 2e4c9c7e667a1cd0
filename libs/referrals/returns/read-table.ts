import { parse } from 'csv-parse/sync';
import { openWorkbook } from '../htcds/workbook/workbook';
import type { Cell } from '../htcds/workbook/sheet';
import { unreadable } from '../htcds/workbook/unreadable';

/** Small enough to be read between two requests; a return has a few hundred lines. */
const MOST_BYTES = 1024 * 1024;
const MOST_INFLATED = 4 * 1024 * 1024;
const MOST_ROWS = 2_000;

export interface TableRow {
  /** As a spreadsheet program numbers it, from 1. */
  readonly number: number;
  /** By column, from 0. Blank cells are absent. */
  readonly cells: ReadonlyMap<number, Cell>;
}

/**
 * The lines of a table, from CSV (with commas, semicolons or tabs) or the first sheet of an .xlsx workbook: which of the
 * two it is, its content says. Lines without content are left out.
 *
 * @throws HubError `workbook_unreadable`
 */
export function readTable(file: Buffer): TableRow[] {
  if (file.length > MOST_BYTES)
    throw unreadable(`The file has ${file.length} bytes, more than the ${MOST_BYTES} allowed. Leave pictures out.`);
  const rows = file.subarray(0, 2).toString('latin1') === 'PK' ? sheetRows(file) : csvRows(file);
  const filled = rows.filter(({ cells }) => cells.size > 0);
  if (filled.length > MOST_ROWS) throw unreadable(`The table has more than ${MOST_ROWS} lines. Add entries up.`);
  return filled;
}

function sheetRows(file: Buffer): TableRow[] {
  const { sheets } = openWorkbook(file, { maxFileBytes: MOST_BYTES, maxInflatedBytes: MOST_INFLATED });
  const [sheet] = sheets;
  if (!sheet) throw unreadable('The workbook has no sheet. Copy the lines into a fresh template.');
  const rows: TableRow[] = [];
  for (const { number, cells } of sheet.rows()) {
    const filled = [...cells].filter(([, cell]) => cell.type !== 'text' || cell.text.trim() !== '');
    rows.push({ number, cells: new Map(filled.map(([column, cell]) => [column - 1, cell])) });
    if (rows.length > 2 * MOST_ROWS) throw unreadable(`The sheet has more than ${MOST_ROWS} lines. Add entries up.`);
  }
  return rows;
}

function csvRows(file: Buffer): TableRow[] {
  const text = decoded(file);
  const [heading = ''] = text.split('\n', 1);
  const delimiter = [',', ';', '\t'].sort((left, right) => heading.split(right).length - heading.split(left).length)[0];
  let records: string[][];
  try {
    records = parse(text, { delimiter: delimiter ?? ',', relaxColumnCount: true, skipEmptyLines: false });
  } catch {
    throw unreadable('The file is no CSV that can be read: a quotation mark is not closed, or stands within a cell.');
  }
  return records.map((record, index) => {
    const cells = record.map((value, column): [number, Cell] => [column, { type: 'text', text: value }]);
    return {
      number: index + 1,
      cells: new Map(cells.filter(([, cell]) => cell.type === 'text' && cell.text.trim() !== '')),
    };
  });
}

function decoded(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    throw unreadable('The file is neither an .xlsx workbook nor CSV in UTF-8. Save it as one of the two.');
  }
}
