import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { languages, validateReferralBody, type ReferralBody } from '#messages';
import { exampleCases } from '../../htcds/example-cases';
import { allFields, type HtcdsField } from '../../htcds/field';
import { guarded, withoutCsvGuard } from '../../htcds/formula-guard';
import { readHeader } from '../../htcds/header';
import { readHtcdsFile } from '../../htcds/read';
import { bodyOf } from '../../htcds/row-body';
import { readRow } from '../../htcds/row-values';
import type { Cell, SheetRow } from '../../htcds/workbook/sheet';
import type { WritableRow } from '../../htcds/written-value';
import { csvHeader, csvLine } from './csv';
import { xlsxOf } from './xlsx';

const options = { defaultOperation: 'afghanistan', today: '2026-02-01' } as const;

async function* each<T>(rows: readonly T[]): AsyncGenerator<T, void, void> {
  for (const row of rows) yield await Promise.resolve(row);
}

async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTurn();
}

const workbookOf = (rows: readonly WritableRow[]): Promise<Buffer> => buffer(xlsxOf(each(rows)));
const csvOf = (rows: readonly WritableRow[]): string => csvHeader() + rows.map(csvLine).join('');

/** A reader of RFC 4180 that knows nothing of the writer. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (quoted) {
      if (sign !== '"') field += sign;
      else if (text.charAt(at + 1) === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === ',') {
      record.push(field);
      field = '';
    } else if (sign === '\r' && text.charAt(at + 1) === '\n') {
      records.push([...record, field]);
      record = [];
      field = '';
      at += 1;
    } else field += sign;
  }
  expect([quoted, field, record]).toEqual([false, '', []]);
  return records;
}

/** What an importing system makes of the CSV: its guards taken off, and each line read by the labels like a workbook's. */
function bodiesOfCsv(text: string): ReferralBody[] {
  const [labels = [], ...records] = parseCsv(text.replace(/^\ufeff/, ''));
  const header = readHeader(sheetRow(1, labels), undefined)!;
  expect(header.ignoredColumns).toEqual([]);
  return records.map((record, index) => {
    const { read, problems } = readRow(
      sheetRow(
        index + 2,
        record.map((cell) => guarded(withoutCsvGuard(cell))),
      ),
      header.columns,
      {
        dates1904: false,
      },
    );
    const made = bodyOf(read, options, options.today);
    expect([...problems, ...made.problems]).toEqual([]);
    return made.body!;
  });
}

function sheetRow(number: number, cells: readonly string[]): SheetRow {
  const filled = cells.flatMap((text, index): [number, Cell][] =>
    text === '' ? [] : [[index + 1, { type: 'text', text }]],
  );
  return { number, hidden: false, cells: new Map(filled) };
}

const words = fc
  .tuple(
    fc.constantFrom('', '=', '+', '-', '@', "'=", 'x'),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom('', '; =1', '"', '\n@x', ',', ' _x0041_'),
  )
  .map((parts) =>
    parts
      .join('')
      .replace(/[^\P{C}\n]/gu, '')
      .normalize('NFC')
      .trim(),
  )
  // In the workbook a text that begins with the guard itself is what the reader takes it for.
  .filter((text) => text !== '' && text.length <= 60);

function valueFor(field: HtcdsField): fc.Arbitrary<unknown> {
  const { kind, pointer = '' } = field;
  if (pointer === '/person/contact/email') return fc.constant('person@fiction.example');
  if (pointer.endsWith('Phone')) return fc.constantFrom('+93 700 000 000', '0700-000');
  if (pointer === '/consent/recipients') return fc.constant(['iom', 'unhcr']);
  switch (kind.type) {
    case 'date':
      return fc.constantFrom('2025-01-31', '2024-02-29');
    case 'flag':
      return fc.boolean();
    case 'count':
      return fc.integer({ min: 0, max: 20 });
    case 'one':
    case 'many': {
      const codes = kind.list.labels.map((label) => kind.list.find(label)!);
      return kind.type === 'one'
        ? fc.constantFrom(...codes)
        : fc.uniqueArray(fc.constantFrom(...codes), { minLength: 1, maxLength: 3 });
    }
    default:
      return words;
  }
}

/** Bodies that say something in any of the fields that HTCDS and the hub's columns have. */
const bodies: fc.Arbitrary<ReferralBody> = fc
  .record(
    Object.fromEntries<fc.Arbitrary<unknown>>(
      allFields
        .filter(({ pointer, kind }) => pointer !== undefined && kind.type !== 'code-text')
        .filter(
          ({ pointer = '' }) =>
            !/\/(?:languages|isMinor|ageGroup|birthDate|given|purposes|services|reason|risk)$/.test(pointer) ||
            pointer === '/person/name/given',
        )
        .map((field) => [field.pointer ?? '', valueFor(field)] as const),
    ),
    { requiredKeys: [] },
  )
  .map((values) => {
    const body: Record<string, unknown> = {
      person: {
        caseCode: 'FICTION-1',
        isMinor: 'no',
        ageGroup: '25-59',
        birthDate: '1990-03-04',
        languages: [languages[0].code],
      },
      request: { services: ['legal', 'protection'], reason: 'Other', risk: 'high' },
      consent: { given: 'yes', purposes: ['assistance'] },
    };
    for (const [pointer, value] of Object.entries(values)) put(body, pointer.split('/').slice(1), value);
    return body as unknown as ReferralBody;
  })
  .filter((body) => validateReferralBody(body).length === 0);

function put(part: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) part[name] = value;
  else put((part[name] ??= {}) as Record<string, unknown>, rest, value);
}

describe('what is exported as HTCDS rows', () => {
  it('comes back from a workbook as it was', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const reading = await readHtcdsFile(await workbookOf([{ body, priority: 'urgent' }]), options);
        expect(reading.problems).toEqual([]);
        expect(reading.rows.map(({ referral }) => referral)).toEqual([
          { operation: 'afghanistan', priority: 'urgent', body },
        ]);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('comes back from CSV as it was', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        expect(bodiesOfCsv(csvOf([{ body, priority: 'urgent' }]))).toEqual([body]);
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it('is the same forty cases in either form', async () => {
    const cases = exampleCases();
    const { rows, problems } = await readHtcdsFile(await workbookOf(cases), {
      ...options,
      operationByCountry: { AFG: 'afghanistan', XK: 'kosovo' },
    });
    expect(problems).toEqual([]);
    expect(rows).toHaveLength(40);
    expect(bodiesOfCsv(csvOf(cases))).toEqual(rows.map(({ referral }) => referral.body));
  });

  it('has the quirks of the official template: hidden names, labels that are right, official columns first', async () => {
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load((await workbookOf(exampleCases().slice(0, 1))) as unknown as ExcelJS.Buffer);
    const sheet = workbook.worksheets[0]!;
    expect(sheet.getRow(1).hidden).toBe(true);
    const at = (address: string) => sheet.getCell(address).value;
    expect([at('N1'), at('N2')]).toEqual(['prs_MailingCity', 'Mailing Street']);
    expect([at('R1'), at('R2')]).toEqual(['prs_MailingPostalCode', 'Mailing Country']);
    expect([at('T1'), at('AJ1'), at('AJ2')]).toEqual([
      'vic_TraffickinStatusDecisionMakingOrg',
      null,
      'Reason for Outgoing Referral',
    ]);
    expect([at('A3'), at('AM2'), at('AN2')]).toEqual([1, 'Reason for Case Closure', 'Middle Name']);
  });

  it('has no formula, whatever a name says', async () => {
    const [sample] = exampleCases();
    const body = {
      ...sample!.body,
      person: { ...sample!.body.person, name: { given: "=cmd|' /C calc'!A0", family: '@SUM(1)' } },
    };
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load((await workbookOf([{ body }])) as unknown as ExcelJS.Buffer);
    const sheet = workbook.worksheets[0]!;
    sheet.eachRow((row) => {
      row.eachCell((cell) => {
        expect(cell.type).not.toBe(ExcelJS.ValueType.Formula);
      });
    });
    expect(sheet.getCell('D3').value).toBe("'=cmd|' /C calc'!A0");
    const [, line = []] = parseCsv(csvOf([{ body }]));
    expect(line).toContain("'=cmd|' /C calc'!A0");
    expect(line.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });

  it('holds no more than what was released', () => {
    const [labels = [], line = []] = parseCsv(csvOf([{ body: { request: { services: ['legal'] } } }]).slice(1));
    const filled = line.flatMap((cell, index) => (cell === '' ? [] : [[labels[index], cell]]));
    expect(filled).toEqual([['Services Requested', 'legal']]);
  });

  it('breaks off when a row cannot be read, instead of ending as if it were whole', async () => {
    const failing = async function* (): AsyncGenerator<WritableRow, void, void> {
      yield exampleCases()[0]!;
      await Promise.reject(new Error('the vault is closed'));
    };
    await expect(buffer(xlsxOf(failing()))).rejects.toThrow('the vault is closed');
  });

  it('reads no further once its reader has gone away', async () => {
    let ended = false;
    let read = 0;
    const [sample] = exampleCases();
    const endless = async function* (): AsyncGenerator<WritableRow, void, void> {
      try {
        for (;;) {
          read += 1;
          await nextTurn();
          yield sample!;
        }
      } finally {
        ended = true;
      }
    };
    const stream = xlsxOf(endless());
    await once(stream, 'readable');
    stream.destroy();
    await waitFor(() => ended);
    expect(read).toBeLessThan(5_000);
  });
});
