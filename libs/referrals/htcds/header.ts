import { allFields, type HtcdsField } from './field';
import { looseKey } from './loose-key';
import type { Cell, SheetRow } from './workbook/sheet';
import { columnLetters } from './workbook/sheet';
import { unreadable } from './workbook/unreadable';

/** One column of a sheet whose cells are read. */
export interface Column {
  readonly number: number;
  readonly letters: string;
  readonly field: HtcdsField;
  /** Path of the node, in a submission of the XForm, which has nodes instead of columns. */
  readonly node?: string;
}

/** What the top of a sheet says about its columns. */
export interface Header {
  readonly columns: readonly Column[];
  readonly ignoredColumns: readonly string[];
  /** Columns that only their hidden field name identifies. */
  readonly byNameOnly: readonly Column[];
  /** Number of the first row that holds a case. */
  readonly firstDataRow: number;
}

const byLabel = new Map(
  allFields.flatMap((field) =>
    [field.label, ...(field.aliases ?? [])].map((label) => [looseKey(label), field] as const),
  ),
);
const byName = new Map(
  allFields.flatMap((field) => [field.name, ...(field.aliases ?? [])].map((name) => [looseKey(name), field] as const)),
);
/** Fewer known columns than this is some other table. */
const ENOUGH = 3;

/**
 * Finds the columns of a sheet. Row 1 holds field names and row 2 the labels that people fill in by; in the official
 * workbooks the two disagree in six columns, and the label is right. The name counts only where the label is unknown.
 *
 * @returns undefined when the sheet is no HTCDS sheet
 */
export function readHeader(first: SheetRow | undefined, second: SheetRow | undefined): Header | undefined {
  if (second?.number === 2 && matches(second, byLabel) >= ENOUGH) return headerOf(first, second, 3);
  if (first?.number !== 1) return undefined;
  if (matches(first, byLabel) >= ENOUGH) return headerOf(undefined, first, 2);
  // Names only: a hidden row 1 stands above labels in another language, a visible one above the first case.
  if (matches(first, byName) >= ENOUGH) {
    return first.hidden ? headerOf(first, second, 3) : headerOf(first, undefined, 2);
  }
  return undefined;
}

function matches(row: SheetRow, fields: ReadonlyMap<string, HtcdsField>): number {
  return [...row.cells.values()].filter((cell) => fields.has(keyOf(cell))).length;
}

function headerOf(names: SheetRow | undefined, labels: SheetRow | undefined, firstDataRow: number): Header {
  const numbers = [...new Set([...(labels?.cells.keys() ?? []), ...(names?.cells.keys() ?? [])])].sort((a, b) => a - b);
  const labelled = columnsBy(numbers, labels, byLabel);
  const taken = new Set(labelled.map((column) => column.number));
  const rest = numbers.filter((number) => !taken.has(number));
  const fields = new Set(labelled.map((column) => column.field));
  const byNameOnly = columnsBy(rest, names, byName).filter((column) => !fields.has(column.field));
  const columns = [...labelled, ...byNameOnly].sort((a, b) => a.number - b.number);
  const read = new Set(columns.map((column) => column.number));
  refuseRepeated(columns);
  return {
    columns,
    byNameOnly: labels === undefined ? [] : byNameOnly,
    ignoredColumns: numbers.filter((number) => !read.has(number)).map(columnLetters),
    firstDataRow,
  };
}

function columnsBy(
  numbers: readonly number[],
  row: SheetRow | undefined,
  fields: ReadonlyMap<string, HtcdsField>,
): Column[] {
  return numbers.flatMap((number) => {
    const cell = row?.cells.get(number);
    const field = cell && fields.get(keyOf(cell));
    return field ? [{ number, letters: columnLetters(number), field }] : [];
  });
}

const keyOf = (cell: Cell): string => (cell.type === 'text' ? looseKey(cell.text) : '');

function refuseRepeated(columns: readonly Column[]): void {
  for (const column of columns) {
    const twin = columns.find((other) => other.field === column.field && other.number < column.number);
    if (!twin) continue;
    throw unreadable(
      `Columns ${twin.letters} and ${column.letters} are both "${column.field.label}". Delete or rename one of them.`,
    );
  }
}
