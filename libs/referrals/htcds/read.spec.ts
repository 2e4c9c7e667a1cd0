import ExcelJS from 'exceljs';
import { validateReferralBody } from '#messages';
import { exampleCases } from './example-cases';
import { readHtcdsFile } from './read';
import type { HtcdsOptions, HtcdsReading } from './reading';
import { writeHtcdsWorkbook } from './write';

const options: HtcdsOptions = {
  operationByCountry: { AFG: 'afghanistan', Kosovo: 'kosovo' },
  today: '2026-02-01',
};

/** Cells by address, put into an empty workbook of the official shape. */
async function filled(cells: Readonly<Record<string, ExcelJS.CellValue>>): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  const empty = await writeHtcdsWorkbook([], { layout: 'multi-select' });
  await workbook.xlsx.load(empty as unknown as ExcelJS.Buffer);
  const sheet = workbook.worksheets[0]!;
  for (const [address, value] of Object.entries(cells)) sheet.getCell(address).value = value;
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

const good = { D3: 'Testperson', E3: 'Omega', G3: '1990-03-04', R3: 'Afghanistan' };
const read = async (cells: Parameters<typeof filled>[0], more: HtcdsOptions = {}): Promise<HtcdsReading> =>
  readHtcdsFile(await filled(cells), { ...options, ...more });

describe('the example cases', () => {
  const cases = exampleCases();

  it('are forty valid referrals over both operations, with minors and every consent situation', () => {
    expect(cases).toHaveLength(40);
    expect(cases.flatMap(({ body }) => validateReferralBody(body))).toEqual([]);
    expect(new Set(cases.map(({ operation }) => operation)).size).toBe(2);
    expect(new Set(cases.map(({ body }) => body.consent.given))).toEqual(new Set(['yes', 'no', 'pending']));
    const minors = cases.filter(({ body }) => body.person.isMinor === 'yes');
    expect(minors.length).toBeGreaterThan(8);
    expect(minors.every(({ body }) => body.child?.guardian !== undefined)).toBe(true);
    for (const police of ['afghan-security-forces', 'unmik-police']) {
      expect(cases.some(({ body }) => body.consent.recipients?.includes(police))).toBe(true);
    }
  });

  it.each(['multi-select', 'single-select'] as const)('come back from a %s workbook', async (layout) => {
    const reading = await readHtcdsFile(await writeHtcdsWorkbook(cases, { layout }), options);
    expect(reading).toMatchObject({ layout, problems: [], skippedEmptyRows: 960 });
    expect(reading.rows.map(({ referral }) => referral.operation)).toEqual(cases.map(({ operation }) => operation));
    reading.rows.forEach(({ row, referral }, index) => {
      const { body } = cases[index]!;
      expect(row).toBe(index + 3);
      expect(referral.body.person).toMatchObject({ name: body.person.name, birthDate: body.person.birthDate });
      expect(referral.body.person.contact).toEqual(body.person.contact);
      expect(referral.body.person.isMinor).toBe(body.person.isMinor);
      expect(referral.body.consent.given).toBe(body.consent.given);
      expect(referral.body.request.reason).toBe(body.request.reason);
      expect(referral.body.trafficking?.statusDecisionOrganisation).toBe(body.trafficking?.statusDecisionOrganisation);
    });
  });

  it('come back whole with the extra columns, in the same priority', async () => {
    const file = await writeHtcdsWorkbook(cases, { layout: 'multi-select', extraColumns: true });
    const reading = await readHtcdsFile(file, options);
    reading.rows.forEach(({ referral }, index) => {
      const { body, priority } = cases[index]!;
      expect(referral.priority).toBe(priority);
      expect(referral.body.person.caseCode).toBe(body.person.caseCode);
      expect(referral.body.consent).toEqual(body.consent);
      expect(referral.body.request).toEqual(body.request);
      expect(referral.body.child).toEqual(body.child);
    });
    expect(reading.rows).toHaveLength(40);
  });

  it('have the same row keys in every import', async () => {
    const keys = async (layout: 'multi-select' | 'single-select'): Promise<string[]> => {
      const file = await writeHtcdsWorkbook(cases, { layout, extraColumns: true });
      return (await readHtcdsFile(file, options)).rows.map(({ rowKey }) => rowKey);
    };
    const first = await keys('multi-select');
    expect(await keys('single-select')).toEqual(first);
    expect(new Set(first).size).toBe(40);
  });
});

describe('readHtcdsFile', () => {
  it('goes by the labels where the hidden names disagree', async () => {
    const { rows } = await read({ ...good, N3: 'Street', O3: 'City', P3: 'Province', Q3: '1001', AJ3: 'other' });
    expect(rows[0]?.referral.body.person.contact?.address).toEqual({
      street: 'Street',
      city: 'City',
      province: 'Province',
      postalCode: '1001',
      country: 'AF',
    });
    expect(rows[0]?.referral.body.request.reason).toBe('Other');
  });

  it('falls back to the hidden names, the misspelt one too, and says so', async () => {
    const reading = await read({ ...good, T2: 'Entscheidende Stelle', T3: 'NGO', H2: 'Geschlecht', H3: ' feminine' });
    expect(reading.rows[0]?.referral.body).toMatchObject({
      person: { gender: 'Feminine' },
      trafficking: { statusDecisionOrganisation: 'NGO' },
    });
    expect(reading.warnings.map(({ column, code }) => [column, code])).toEqual([
      ['H', 'label_unknown'],
      ['T', 'label_unknown'],
    ]);
  });

  it('finds columns wherever they stand and names those it ignores', async () => {
    const { rows, ignoredColumns } = await read({ ...good, AN2: 'Case Code', AN3: 'X 1', AO2: 'Shoe Size', AO3: 44 });
    expect(rows[0]?.referral.body.person.caseCode).toBe('X-1');
    expect(ignoredColumns).toEqual(['AO']);
  });

  it('reports bad rows by row, column and reason without their content, and keeps the good ones', async () => {
    const secret = 'Sekret';
    const reading = await read({
      ...good,
      E4: secret,
      G4: '03/04/1990',
      H4: secret,
      R4: 'Kosovo',
      E5: secret,
      K5: `${secret} at nowhere`,
      E6: secret,
      G6: '2030-01-01',
      R6: 'Kosovo',
      R7: 'Kosovo',
      E7: secret,
      G7: '1990-05-05',
    });
    expect(reading.rows.map(({ row }) => row)).toEqual([3, 7]);
    expect(reading.problems.map(({ row, column, code }) => [row, column, code])).toEqual([
      [4, 'G', 'date_ambiguous'],
      [4, 'H', 'unknown_code'],
      [5, 'R', 'operation_unknown'],
      [6, 'G', 'date_in_future'],
    ]);
    expect(JSON.stringify(reading.problems)).not.toContain(secret);
  });

  it('lays what the schema refuses at the column it came from', async () => {
    const { problems } = await read({ ...good, K3: 'not an address' });
    expect(problems).toEqual([expect.objectContaining({ row: 3, column: 'K', code: 'wrong_format' })]);
  });

  it('refuses formulas, whatever result they carry, but not in the number column', async () => {
    const formula = (result: string): ExcelJS.CellFormulaValue => ({ formula: '1+1', result });
    const { rows, problems } = await read({ ...good, A3: formula('1'), E3: formula('Omega') });
    expect(rows).toEqual([]);
    expect(problems).toEqual([expect.objectContaining({ row: 3, column: 'E', code: 'formula' })]);
  });

  it('reads dates kept as serials or as dates', async () => {
    const reading = await read({ ...good, G3: 32936, AD3: new Date('2026-01-05T00:00:00Z') });
    expect(reading.rows[0]?.referral.body).toMatchObject({
      person: { birthDate: '1990-03-04', ageGroup: '25-59', isMinor: 'no' },
      case: { incomingDate: '2026-01-05' },
    });
  });

  it.each([
    ['2010-03-04', undefined, 'yes'],
    ['2008-01-20', '2026-01-10', 'yes'],
    ['2008-01-05', '2026-01-10', 'no'],
    [undefined, undefined, 'presumed'],
  ])('takes a person born %s and registered %s for a minor: %s', async (born, registered, expected) => {
    const { rows } = await read({ ...good, G3: born, AD3: registered });
    expect(rows[0]?.referral.body.person.isMinor).toBe(expected);
  });

  it.each([
    [true, { given: 'yes', purposes: ['assistance'] }],
    ['No', { given: 'no', purposes: [] }],
    [null, { given: 'pending', purposes: [] }],
  ])('maps the consent cell %s', async (cell, consent) => {
    const { rows } = await read({ ...good, F3: cell });
    expect(rows[0]?.referral.body.consent).toEqual(consent);
  });

  it('maps the seven consent questions where a sheet has them', async () => {
    const { rows } = await read({
      ...good,
      AN2: 'Does the individual consent/assent to the interview?',
      AN3: 'Yes',
      AO2: 'Has the individual been informed of the process of withdrawing consent?',
      AO3: 'FALSE',
    });
    expect(rows[0]?.referral.body.consent.questions).toEqual({ interview: true, withdrawalInformed: false });
  });

  it('takes the priority from the risk', async () => {
    const { rows } = await read({ ...good, AN2: 'Risk', AN3: 'HIGH' });
    expect(rows[0]?.referral).toMatchObject({ priority: 'emergency', body: { request: { risk: 'high' } } });
  });

  it('reports the second of two equal rows', async () => {
    const { rows, problems } = await read({ ...good, D4: 'Testperson', E4: 'Omega', G4: 32936, R4: 'AF' });
    expect(rows).toHaveLength(1);
    expect(problems).toEqual([expect.objectContaining({ row: 4, code: 'duplicate_row' })]);
  });

  it('undoes the apostrophe by which the writer keeps text from being a formula', async () => {
    const [first] = exampleCases();
    const note = '=HYPERLINK("x")';
    const body = { ...first!.body, request: { ...first!.body.request, note } };
    const file = await writeHtcdsWorkbook([{ body }], { layout: 'multi-select' });
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(file as unknown as ExcelJS.Buffer);
    expect(workbook.worksheets[0]?.getCell('AL3').value).toBe(`'${note}`);
    expect((await readHtcdsFile(file, options)).rows[0]?.referral.body.request.note).toBe(note);
  });

  it('takes 5,000 rows when allowed, and refuses them whole when not', async () => {
    const [first] = exampleCases();
    const many = Array.from({ length: 5000 }, (_, at) => ({
      body: { ...first!.body, person: { ...first!.body.person, name: { given: 'Testperson', family: `No ${at}` } } },
    }));
    const file = await writeHtcdsWorkbook(many, { layout: 'multi-select' });
    await expect(readHtcdsFile(file, options)).rejects.toMatchObject({
      code: 'workbook_unreadable',
      detail: expect.stringContaining('more than 2000 filled rows') as string,
    });
    expect((await readHtcdsFile(file, { ...options, maxRows: 5000 })).rows).toHaveLength(5000);
  }, 60_000);

  it('refuses a workbook of something else, and one with a column twice', async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('Budget').addRows([
      ['a', 'b'],
      [1, 2],
    ]);
    const other = Buffer.from(await workbook.xlsx.writeBuffer());
    await expect(readHtcdsFile(other)).rejects.toMatchObject({ code: 'workbook_unreadable' });
    await expect(read({ ...good, AN2: 'Birthdate' })).rejects.toMatchObject({
      detail: expect.stringContaining('Columns G and AN') as string,
    });
  });
});
