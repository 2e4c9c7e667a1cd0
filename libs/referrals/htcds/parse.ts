import { createHash } from 'node:crypto';
import { readHeader, type Header } from './header';
import type { HtcdsOptions, HtcdsProblem, HtcdsReading, HtcdsRow } from './reading';
import { bodyOf, operationOf, operationProblem, priorityOf } from './row-body';
import { rowKeyOf } from './row-key';
import { hasContent, placeOf, readRow } from './row-values';
import type { SheetRow } from './workbook/sheet';
import { unreadable } from './workbook/unreadable';
import { openWorkbook, type Workbook, type Worksheet } from './workbook/workbook';

const MIB = 1_048_576;

/**
 * Reads an HTCDS workbook in this thread; `readHtcdsFile` does it off the event loop.
 *
 * @throws HubError `workbook_unreadable`
 */
export function parseHtcdsWorkbook(file: Buffer, options: HtcdsOptions = {}): HtcdsReading {
  const workbook = openWorkbook(file, {
    maxFileBytes: options.maxFileBytes ?? 16 * MIB,
    maxInflatedBytes: options.maxInflatedBytes ?? 64 * MIB,
  });
  const { sheet, header, rows } = findSheet(workbook);
  const reader = new RowReader(header, options, workbook.dates1904);
  for (const row of rows) reader.take(row);
  return {
    layout: workbook.sheets.some(({ name }) => name === 'validation') ? 'single-select' : 'multi-select',
    sheet,
    fileDigest: createHash('sha256').update(file).digest('hex'),
    ignoredColumns: header.ignoredColumns,
    ...reader.result(),
  };
}

/** The first sheet with HTCDS columns, and a walk over its rows that starts after the header. */
function findSheet({ sheets }: Workbook): { sheet: string; header: Header; rows: Iterable<SheetRow> } {
  for (const sheet of sheets.slice(0, 20)) {
    const { top, rest } = topOf(sheet);
    const [first, second] = [1, 2].map((number) => top.find((row) => row.number === number));
    const header = readHeader(first, second);
    if (header) return { sheet: sheet.name, header, rows: following(top, rest, header.firstDataRow) };
  }
  throw unreadable(
    'No sheet of the workbook has the HTCDS columns: row 2 should hold labels such as "First Name", "Birthdate" and "Gender". ' +
      'Copy the rows into the HTCDS template.',
  );
}

/** Rows 1 and 2, and whichever row was met in looking for them. */
function topOf(sheet: Worksheet): { top: SheetRow[]; rest: Generator<SheetRow, void, void> } {
  const rest = sheet.rows();
  const top: SheetRow[] = [];
  for (let next = rest.next(); !next.done; next = rest.next()) {
    top.push(next.value);
    if (next.value.number >= 2) break;
  }
  return { top, rest };
}

function* following(top: readonly SheetRow[], rest: Iterable<SheetRow>, from: number): Generator<SheetRow, void, void> {
  yield* top.filter((row) => row.number >= from);
  yield* rest;
}

/** Collects what the rows of one sheet say, one row at a time. */
class RowReader {
  private readonly rows: HtcdsRow[] = [];
  private readonly problems: HtcdsProblem[] = [];
  private readonly warnings: HtcdsProblem[];
  private readonly rowByKey = new Map<string, number>();
  private readonly today: string;
  private filled = 0;
  private empty = 0;

  constructor(
    private readonly header: Header,
    private readonly options: HtcdsOptions,
    private readonly dates1904: boolean,
  ) {
    this.today = options.today ?? new Date().toISOString().slice(0, 10);
    this.warnings = header.byNameOnly.map((column) => ({
      row: 2,
      ...placeOf(column),
      code: 'label_unknown',
      message: 'The label is unknown, so the hidden field name of row 1 was taken. Check that it fits the content.',
    }));
  }

  take(row: SheetRow): void {
    const { columns } = this.header;
    if (!hasContent(row, columns)) {
      this.empty += 1;
      return;
    }
    this.filled += 1;
    this.refuseTooMany();
    const { dateOrder } = this.options;
    const { read, problems } = readRow(row, columns, {
      dates1904: this.dates1904,
      ...(dateOrder === undefined ? {} : { order: dateOrder }),
    });
    const operation = operationOf(read, this.options);
    if (operation === undefined && !problems.some(({ field }) => field === 'prs_MailingCountry')) {
      problems.push(operationProblem(read));
    }
    if (problems.length > 0 || operation === undefined) this.problems.push(...problems);
    else this.draft(read, operation);
  }

  private draft(read: Parameters<typeof bodyOf>[0], operation: string): void {
    const { body, problems, warnings } = bodyOf(read, this.options, this.today);
    this.problems.push(...problems);
    if (!body) return;
    const rowKey = rowKeyOf(read, operation, this.options.rowKeySecret);
    const twin = this.rowByKey.get(rowKey);
    if (twin !== undefined) {
      this.problems.push({ row: read.row, ...repeated(twin) });
      return;
    }
    this.rowByKey.set(rowKey, read.row);
    this.warnings.push(...warnings);
    const priority = priorityOf(read, this.options);
    this.rows.push({ row: read.row, rowKey, referral: { operation, priority, body } });
  }

  private refuseTooMany(): void {
    const maxRows = this.options.maxRows ?? 2000;
    if (this.filled <= maxRows) return;
    throw unreadable(
      `The workbook has more than ${maxRows} filled rows, the most that one import takes. Split it into several files; nothing was imported.`,
    );
  }

  result(): Pick<HtcdsReading, 'rows' | 'problems' | 'warnings' | 'skippedEmptyRows'> {
    const { rows, problems, warnings, empty } = this;
    return { rows, problems, warnings, skippedEmptyRows: empty };
  }
}

function repeated(twin: number): { code: string; message: string } {
  return {
    code: 'duplicate_row',
    message: `The same case as row ${twin}. Delete one of them, or tell them apart with a column "Case Code".`,
  };
}
