import { csvRow } from '../export/htcds/csv';
import { ENTRY, returnSheets, type ReturnSheet } from './return-sheet';

/** The empty table of a return, with one line of each sort for an example in which nobody is counted. */
function linesOf(sheet: ReturnSheet): string[][] {
  const names = sheet.columns.map(({ name }) => name);
  const examples = sheet.entries.map((entry) => [
    entry.name,
    ...sheet.columns.map(({ name, holds }) => {
      if (!entry.needs.includes(name)) return '';
      if (holds.type === 'code') return holds.codes[0]?.code ?? '';
      return holds.type === 'count' ? '0' : holds.type === 'date' ? '2026-01-01' : 'Example';
    }),
  ]);
  return [[ENTRY, ...names], ...examples];
}

const BYTE_ORDER_MARK = '\ufeff';

/** The template of a return as CSV; undefined for what asks for none. */
export function returnTemplateCsv(request: string): string | undefined {
  const sheet = returnSheets[request];
  return sheet && BYTE_ORDER_MARK + linesOf(sheet).map(csvRow).join('');
}

/** The same as a workbook, with a second sheet that lists the codes. */
export async function returnTemplateXlsx(request: string): Promise<Buffer | undefined> {
  const sheet = returnSheets[request];
  if (!sheet) return undefined;
  const { default: excel } = await import('exceljs');
  const workbook = new excel.Workbook();
  // Without times of its own the same template has the same bytes.
  workbook.created = workbook.modified = new Date(0);
  const [heading = [], ...examples] = linesOf(sheet);
  const table = workbook.addWorksheet('figures');
  table.addRow(heading).font = { bold: true };
  for (const line of examples) table.addRow(line.map((cell) => (/^\d+$/.test(cell) ? Number(cell) : cell)));
  table.columns.forEach((column) => {
    column.width = 20;
  });
  const codes = workbook.addWorksheet('codes');
  codes.addRow(['column', 'code', 'meaning']).font = { bold: true };
  for (const { name, holds } of sheet.columns)
    if (holds.type === 'code') for (const { code, label } of holds.codes) codes.addRow([name, code, label]);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
