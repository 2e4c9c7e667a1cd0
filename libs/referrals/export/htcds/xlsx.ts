import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { extraFields, officialFields } from '../../htcds/field';
import type { WritableRow } from '../../htcds/written-value';
import { writeHeader, writeRow } from '../../htcds/write';

const HEADER_ROWS = 2;

/**
 * Cases as a workbook in the layout of the official one, with the hub's columns at its right, written while it is
 * read: no more than a row is held. No cell is a formula. A failure of the rows ends the stream with that failure, so
 * that no half of a workbook passes for a whole one.
 */
export function xlsxOf(rows: AsyncIterable<WritableRow>): Readable {
  const out = new PassThrough();
  write(rows, out).catch((error: unknown) => {
    out.destroy(error instanceof Error ? error : new Error('the rows could not be read'));
  });
  return out;
}

async function write(rows: AsyncIterable<WritableRow>, out: PassThrough): Promise<void> {
  const fields = [...officialFields, ...extraFields];
  const { default: excel } = await import('exceljs');
  const workbook = new excel.stream.xlsx.WorkbookWriter({ stream: out, useSharedStrings: false, useStyles: true });
  const sheet = workbook.addWorksheet('Sheet1');
  writeHeader(sheet, fields);
  sheet.getRow(1).commit();
  sheet.getRow(2).commit();
  let number = 0;
  for await (const row of rows) {
    number += 1;
    sheet.getCell(number + HEADER_ROWS, 1).value = number;
    writeRow(sheet, number + HEADER_ROWS, row, fields, 'multi-select');
    sheet.getRow(number + HEADER_ROWS).commit();
    if (out.destroyed) return;
    // A reader that goes away drains no more.
    if (out.writableNeedDrain) await Promise.race([once(out, 'drain'), once(out, 'close')]);
  }
  sheet.commit();
  await workbook.commit();
}
