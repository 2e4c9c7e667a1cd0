import { extraFields, officialFields, type HtcdsField } from '../../htcds/field';
import { guardedInCsv } from '../../htcds/formula-guard';
import { writtenValue, type WritableRow } from '../../htcds/written-value';

const fields = [...officialFields, ...extraFields];
/** Without it Excel takes UTF-8 for the code page of the machine. RFC 4180 readers skip it. */
const BYTE_ORDER_MARK = '\ufeff';

/** The first line of an HTCDS file in CSV (RFC 4180): the labels of the workbook, official columns first. */
export function csvHeader(): string {
  return BYTE_ORDER_MARK + line(fields.map(({ label }) => label));
}

/** One case as a line of CSV. Text that a spreadsheet could take for a formula is guarded by an apostrophe. */
export function csvLine(row: WritableRow): string {
  return line(fields.map((field) => cellOf(field, row)));
}

function cellOf(field: HtcdsField, row: WritableRow): string {
  const value = writtenValue(field, row, 'multi-select');
  if (value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return String(value);
  // Excel would make a date of the code 6-11; the label has a dash that it leaves alone.
  if (field.name === 'hub_AgeGroup' && field.kind.type === 'one') return field.kind.list.labelOf(value) ?? value;
  return guardedInCsv(value);
}

/** A line of CSV whose text a spreadsheet takes for no formula. */
export function csvRow(cells: readonly string[]): string {
  return line(cells.map(guardedInCsv));
}

function line(cells: readonly string[]): string {
  return `${cells.map((cell) => (cell === '' ? '' : `"${cell.replaceAll('"', '""')}"`)).join(',')}\r\n`;
}
