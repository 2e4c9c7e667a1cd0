import type ExcelJS from 'exceljs';
import { extraFields, officialFields, type HtcdsField } from './field';
import { guarded } from './formula-guard';
import type { HtcdsLayout } from './reading';
import { writtenValue, type WritableRow } from './written-value';

export interface WriteOptions {
  readonly layout: HtcdsLayout;
  /** Adds, right of the official columns, those that HTCDS's workbooks lack (case code, services, risk, consent …). */
  readonly extraColumns?: boolean;
}

/** The hidden names of row 1 where they disagree with the labels below, as in the official files. */
const QUIRKS: Readonly<Record<string, string | undefined>> = {
  N: 'prs_MailingCity',
  O: 'prs_MailingCountry',
  P: 'prs_MailingState',
  Q: 'prs_MailingStreet',
  R: 'prs_MailingPostalCode',
  T: 'vic_TraffickinStatusDecisionMakingOrg',
};
const NUMBERED_ROWS = 1000;
const HEADER_ROWS = 2;

/**
 * Writes cases as a workbook of the same shape as the official HTCDS 2.0 ones, with their quirks: row 1 hidden and at
 * odds with the labels in N–R and AJ, a misspelt name in T, column A numbered to 1000. The layout `single-select` holds
 * one choice per cell, the first. No cell is a formula, and text that could be taken for one gets an apostrophe first.
 *
 * @returns the bytes of an .xlsx file
 */
export async function writeHtcdsWorkbook(rows: readonly WritableRow[], options: WriteOptions): Promise<Buffer> {
  // Hundreds of modules, which no process needs before somebody wants a workbook.
  const { default: excel } = await import('exceljs');
  const workbook = new excel.Workbook();
  const single = options.layout === 'single-select';
  const sheet = workbook.addWorksheet(single ? 'Case Sheet' : 'Sheet1');
  const fields = options.extraColumns ? [...officialFields, ...extraFields] : officialFields;
  writeHeader(sheet, fields);
  rows.forEach((row, index) => {
    writeRow(sheet, index + HEADER_ROWS + 1, row, fields, options.layout);
  });
  for (let number = 1; number <= Math.max(NUMBERED_ROWS, rows.length); number += 1) {
    sheet.getCell(number + HEADER_ROWS, 1).value = number;
  }
  if (single) addLookups(workbook, sheet, fields);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** Rows 1 and 2: names, hidden, and labels. */
export function writeHeader(sheet: ExcelJS.Worksheet, fields: readonly HtcdsField[]): void {
  fields.forEach((field, index) => {
    const label = sheet.getCell(2, index + 2);
    label.value = field.label;
    const letters = label.address.replace(/\d+$/, '');
    // Column AJ has a label only.
    if (letters !== 'AJ') sheet.getCell(1, index + 2).value = QUIRKS[letters] ?? field.name;
  });
  sheet.getRow(1).hidden = true;
}

/** One case, as text, numbers, flags and dates: never as a formula. */
export function writeRow(
  sheet: ExcelJS.Worksheet,
  number: number,
  row: WritableRow,
  fields: readonly HtcdsField[],
  layout: HtcdsLayout,
): void {
  fields.forEach((field, index) => {
    const value = writtenValue(field, row, layout);
    if (value === undefined) return;
    const cell = sheet.getCell(number, index + 2);
    cell.value = typeof value === 'string' ? literal(guarded(value)) : value;
    if (value instanceof Date) cell.numFmt = 'yyyy-mm-dd';
  });
}

/** Excel reads `_x000D_` in a text as a character; written so, it stays what it is. */
function literal(text: string): string {
  return text.replace(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_');
}

/** The sheets `about` and `validation` with the drop-down lists of the single-select workbook. */
function addLookups(workbook: ExcelJS.Workbook, sheet: ExcelJS.Worksheet, fields: readonly HtcdsField[]): void {
  const about = workbook.addWorksheet('about');
  about.getCell('A1').value = 'Written by the liaison hub in the layout of the IOM HTCDS 2.0 spreadsheet (CC BY 4.0)';
  const lookups = workbook.addWorksheet('validation');
  lookups.getCell('A1').value = 'Validation Lookups';
  let column = 2;
  fields.forEach((field, index) => {
    if (field.kind.type !== 'one' && field.kind.type !== 'many') return;
    const labels = field.kind.list.labels;
    lookups.getCell(3, column).value = field.label;
    labels.forEach((label, at) => {
      lookups.getCell(at + 4, column).value = label;
    });
    const letters = lookups.getColumn(column).letter;
    const formula = `validation!$${letters}$4:$${letters}$${labels.length + 3}`;
    for (let row = HEADER_ROWS + 1; row <= 102; row += 1) {
      sheet.getCell(row, index + 2).dataValidation = { type: 'list', allowBlank: true, formulae: [formula] };
    }
    column += 1;
  });
}
