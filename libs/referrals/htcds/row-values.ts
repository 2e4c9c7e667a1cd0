import { readCell, type Value } from './cell-value';
import type { DateRules } from './dates';
import type { Column } from './header';
import type { HtcdsProblem } from './reading';
import type { SheetRow } from './workbook/sheet';

/** A row's values by field name, with the column each came from. */
export interface RowValues {
  readonly row: number;
  readonly values: ReadonlyMap<string, Value>;
  readonly columns: readonly Column[];
}

/** Whether a row says anything; the running number of column A, which has no heading, does not count. */
export function hasContent(row: SheetRow, columns: readonly Column[]): boolean {
  return columns.some((column) => row.cells.has(column.number));
}

/** Reads every known cell of a row; each that cannot be read is a problem. */
export function readRow(
  row: SheetRow,
  columns: readonly Column[],
  rules: DateRules,
): { readonly read: RowValues; readonly problems: HtcdsProblem[] } {
  const values = new Map<string, Value>();
  const problems: HtcdsProblem[] = [];
  for (const column of columns) {
    const cell = row.cells.get(column.number);
    if (!cell) continue;
    const reading = readCell(column.field, cell, rules);
    if ('value' in reading) values.set(column.field.name, reading.value);
    else problems.push({ row: row.number, ...placeOf(column), ...reading });
  }
  return { read: { row: row.number, values, columns }, problems };
}

/** Where a problem lies, for its report. */
export function placeOf({ letters, node, field }: Column): {
  readonly column?: string;
  readonly node?: string;
  readonly field: string;
} {
  return { ...(node === undefined ? { column: letters } : { node }), field: field.name };
}
