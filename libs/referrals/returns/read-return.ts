import { dateOfSerial, dateOfText } from '../htcds/dates';
import { withoutCsvGuard } from '../htcds/formula-guard';
import type { HtcdsProblem } from '../htcds/reading';
import type { Cell } from '../htcds/workbook/sheet';
import { readTable, type TableRow } from './read-table';
import { ENTRY, type ReturnSheet, type SheetColumn, type SheetEntry } from './return-sheet';

/** What stands wrong in a line. Never the cell's content. */
export type ReturnProblem = Pick<HtcdsProblem, 'row' | 'column' | 'field' | 'code' | 'message'>;

/** The figures of a file, or what is wrong with them; and from which line each came, by its pointer in the body. */
export interface ReturnReading {
  readonly body: Readonly<Record<string, unknown>>;
  readonly problems: readonly ReturnProblem[];
  /** `/body/trained/3` → the line, and the columns of its members by name. */
  readonly places: ReadonlyMap<string, number>;
  readonly columns: ReadonlyMap<string, number>;
}

/**
 * Reads the figures of a return: the first line has the headings, each line after it is an entry.
 *
 * @throws HubError `workbook_unreadable`
 */
export function readReturn(sheet: ReturnSheet, file: Buffer): ReturnReading {
  const [heading, ...rows] = readTable(file);
  const { columns, problems } = headings(sheet, heading);
  const body: Record<string, unknown> = Object.fromEntries(sheet.lists.map((list) => [list, []]));
  const places = new Map<string, number>();
  if (problems.length > 0) return { body, problems, places, columns };
  if (rows.length === 0) problems.push({ row: 1, code: 'no_rows', message: 'There is no line after the headings.' });
  for (const row of rows) {
    const read = entryOf(sheet, columns, row);
    problems.push(...read.problems);
    if (!read.entry || read.problems.length > 0) continue;
    const { becomes } = read.entry;
    if ('list' in becomes) {
      const list = (body[becomes.list] ??= []) as unknown[];
      places.set(`/body/${becomes.list}/${list.length}`, row.number);
      list.push(read.values);
    } else if (becomes.member in body) {
      problems.push({
        row: row.number,
        code: 'repeated',
        message: 'This entry is there twice. Keep one of the lines.',
      });
    } else {
      places.set(`/body/${becomes.member}`, row.number);
      body[becomes.member] = Object.values(read.values)[0];
    }
  }
  return { body, problems, places, columns };
}

/** The letter by which a spreadsheet program calls a column. */
export function letterOf(column: number): string {
  return String.fromCharCode(65 + column);
}

function headings(
  { columns: known }: ReturnSheet,
  heading: TableRow | undefined,
): { columns: Map<string, number>; problems: ReturnProblem[] } {
  const names = [ENTRY, ...known.map(({ name }) => name)];
  const columns = new Map<string, number>();
  const problems: ReturnProblem[] = [];
  for (const [column, cell] of heading?.cells ?? []) {
    const name = names.find((one) => loose(one) === loose(textOf(cell)));
    const at = { row: heading?.number ?? 1, column: letterOf(column) };
    if (column > 25 || name === undefined)
      problems.push({
        ...at,
        code: 'unknown_column',
        message: `Use the headings of the template: ${names.join(', ')}.`,
      });
    else if (columns.has(name))
      problems.push({ ...at, field: name, code: 'repeated', message: 'This heading is there twice.' });
    else columns.set(name, column);
  }
  if (!columns.has(ENTRY))
    problems.push({
      row: 1,
      field: ENTRY,
      code: 'missing_column',
      message: `The first line needs the heading "${ENTRY}".`,
    });
  return { columns, problems };
}

interface EntryReading {
  readonly entry: SheetEntry | undefined;
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly ReturnProblem[];
}

function entryOf(sheet: ReturnSheet, columns: ReadonlyMap<string, number>, row: TableRow): EntryReading {
  const cellOf = (name: string): Cell | undefined => row.cells.get(columns.get(name) ?? -1);
  const problem = (field: string, code: string, message: string): ReturnProblem => {
    const column = columns.get(field);
    return { row: row.number, ...(column === undefined ? {} : { column: letterOf(column) }), field, code, message };
  };
  const named = cellOf(ENTRY);
  const entry = sheet.entries.find(({ name }) => named !== undefined && loose(name) === loose(textOf(named)));
  if (!entry) {
    const names = sheet.entries.map(({ name }) => name).join(', ');
    return { entry, values: {}, problems: [problem(ENTRY, 'unknown_code', `Use one of: ${names}.`)] };
  }
  const values: Record<string, unknown> = {};
  const problems: ReturnProblem[] = [];
  for (const column of sheet.columns) {
    const cell = cellOf(column.name);
    if (cell === undefined) {
      if (entry.needs.includes(column.name))
        problems.push(problem(column.name, 'required', `An entry "${entry.name}" needs this cell.`));
      continue;
    }
    if (![...entry.needs, ...entry.may].includes(column.name)) {
      problems.push(
        problem(column.name, 'not_here', `An entry "${entry.name}" has nothing in this column. Clear the cell.`),
      );
      continue;
    }
    const read = valueOf(column, cell);
    if ('value' in read) values[column.name] = read.value;
    else problems.push(problem(column.name, read.code, read.message));
  }
  return { entry, values, problems };
}

type ValueReading = { readonly value: unknown } | { readonly code: string; readonly message: string };

function valueOf({ holds }: SheetColumn, cell: Cell): ValueReading {
  if (cell.type === 'formula')
    return {
      code: 'formula',
      message: 'The cell holds a formula, and results of formulas are not trusted. Paste it as a value.',
    };
  if (cell.type === 'error') return { code: 'error_value', message: 'The cell shows an error. Correct it.' };
  switch (holds.type) {
    case 'code': {
      const found = holds.codes.find(({ code, label }) => [loose(code), loose(label)].includes(loose(textOf(cell))));
      if (found) return { value: found.code };
      return { code: 'unknown_code', message: `Use one of: ${holds.codes.map(({ code }) => code).join(', ')}.` };
    }
    case 'count': {
      const text = textOf(cell).replace(/[\s\u00a0\u202f]/g, '');
      if (/^\d{1,9}$/.test(text)) return { value: Number(text) };
      return { code: 'no_count', message: 'Enter a whole number, without separators.' };
    }
    case 'date': {
      const rules = { dates1904: false };
      const read = cell.type === 'number' ? dateOfSerial(cell.number, rules) : dateOfText(textOf(cell), rules);
      return 'date' in read ? { value: read.date } : read;
    }
    case 'text':
      return { value: withoutCsvGuard(textOf(cell)) };
  }
}

function textOf(cell: Cell): string {
  if (cell.type === 'text') return cell.text.trim();
  if (cell.type === 'number') return String(cell.number);
  return cell.type === 'flag' ? String(cell.flag) : '';
}

/** Case, spaces and hyphens make no difference. */
function loose(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
