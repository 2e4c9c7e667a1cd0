import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { exampleCases, readHtcdsFile, type HtcdsLayout } from '#referrals';
import { zipOf } from '#test/zip-of';
import { officialFields } from '../../libs/referrals/htcds/field';
import { columnLetters } from '../../libs/referrals/htcds/workbook/sheet';
import { ZipArchive } from '../../libs/referrals/htcds/workbook/zip';
import { writtenValue } from '../../libs/referrals/htcds/written-value';

type Filling = Readonly<Record<string, string | number>>;

/** IOM's own templates are not kept in this repository; they are read from where they were put. */
const folder = process.env['HTCDS_DIR'] ?? resolve(__dirname, '../../../shared/data/htcds');
const templates = [
  ['multi-select', 'htcds-spreadsheet-2.0.xlsx'],
  ['single-select', 'htcds-spreadsheet-single-select-2.0.xlsx'],
] as const;
const present = templates.every(([, name]) => existsSync(join(folder, name)));

const options = {
  operationByCountry: { AFG: 'afghanistan', XK: 'kosovo' },
  today: '2026-02-01',
} as const;

/**
 * Fills rows of an official template from row 3 on, by editing its XML: a library that loads and saves it would drop
 * its drop-downs, and the file would no longer be the official one.
 */
function fill(template: string, rows: readonly Filling[]): Buffer {
  const archive = new ZipArchive(readFileSync(join(folder, template)), 1 << 26);
  const parts = [...archive.names].map((name) => ({ name, content: archive.read(name)! }));
  const edited = parts.map(({ name, content }) =>
    name === 'xl/worksheets/sheet1.xml'
      ? { name, content: Buffer.from(fillSheet(content.toString(), rows)) }
      : { name, content },
  );
  return zipOf(edited);
}

function fillSheet(xml: string, rows: readonly Filling[]): string {
  return rows.reduce((sheet, filling, index) => {
    const number = index + 3;
    const cells = Object.entries(filling).map(([letters, value]) => cellXml(`${letters}${number}`, value));
    const row = `<row r="${number}"><c r="A${number}"><v>${index + 1}</v></c>${cells.join('')}</row>`;
    return sheet.replace(new RegExp(`<row r="${number}" .*?</row>`), () => row);
  }, xml);
}

function cellXml(address: string, value: string | number): string {
  if (typeof value === 'number') return `<c r="${address}"><v>${value}</v></c>`;
  const text = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<c r="${address}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

/** An example case as the cells that a person would type, by column letter. */
function typed(example: ReturnType<typeof exampleCases>[number], layout: HtcdsLayout): Filling {
  const cells = officialFields.flatMap((field, index) => {
    const value = writtenValue(field, example, layout);
    if (value === undefined) return [];
    const text = value instanceof Date ? value.toISOString().slice(0, 10) : value;
    return [[columnLetters(index + 2), typeof text === 'boolean' ? (text ? 'Yes' : 'No') : text] as const];
  });
  return Object.fromEntries(cells);
}

const careful: Filling = {
  D: 'Testperson',
  E: 'Omega',
  F: 'TRUE',
  G: 40238,
  H: 'transgender  FEMININE',
  I: 'Afghanistan; moldova, republic of',
  N: 'Street of N',
  O: 'City of O',
  P: 'Province of P',
  Q: '1001',
  R: 'Kosovo',
  S: 'possible victim of trafficking',
  T: 'Court or Prosecution',
  U: 'AtWork ; Through an online advertisement',
  Y: 'Water supply; sewerage, waste management and remediation',
  AD: '2026-01-05',
  AF: 'Other',
  AJ: 'Migration Or Change Of Location',
  AL: 'Details of AL',
};

if (present) {
  describe.each(templates)('the official %s template', (layout, template) => {
    it('is read by its labels, in any spelling of its lists', async () => {
      const reading = await readHtcdsFile(fill(template, [careful]), options);
      expect(reading).toMatchObject({ layout, problems: [], ignoredColumns: [], skippedEmptyRows: 999 });
      expect(reading.rows[0]?.referral).toMatchObject({
        operation: 'kosovo',
        priority: 'normal',
        body: {
          person: {
            name: { given: 'Testperson', family: 'Omega' },
            birthDate: '2010-03-01',
            isMinor: 'yes',
            gender: 'TransgenderFeminine',
            citizenships: ['AF', 'MD'],
            contact: {
              address: {
                street: 'Street of N',
                city: 'City of O',
                province: 'Province of P',
                postalCode: '1001',
                country: 'XK',
              },
            },
          },
          trafficking: {
            status: 'PossibleVictimOfTrafficking',
            statusDecisionOrganisation: 'CourtOrProsecution',
            recruitmentMethods: ['AtWork', 'ThroughAnOnlineAdvertisement'],
            forcedLabourIndustries: ['E_WaterSupplySewerageWasteManagement'],
          },
          case: { incomingDate: '2026-01-05', incomingReason: 'Other' },
          request: { reason: 'MigrationOrChangeOfLocation', note: 'Details of AL' },
          consent: { given: 'yes', purposes: ['assistance'] },
        },
      });
    });

    it('takes all example cases, and the same ones again under the same keys', async () => {
      const file = fill(
        template,
        exampleCases().map((example) => typed(example, layout)),
      );
      const [first, again] = [await readHtcdsFile(file, options), await readHtcdsFile(file, options)];
      expect(first.problems).toEqual([]);
      expect(first.rows).toHaveLength(40);
      expect(again.rows.map(({ rowKey }) => rowKey)).toEqual(first.rows.map(({ rowKey }) => rowKey));
    });

    it('gives a problem per bad cell and a draft per good row', async () => {
      const bad = { ...careful, G: '03/04/1990', H: 'Purple' };
      const { rows, problems } = await readHtcdsFile(fill(template, [bad, careful]), options);
      expect(problems.map(({ row, column, code }) => [row, column, code])).toEqual([
        [3, 'G', 'date_ambiguous'],
        [3, 'H', 'unknown_code'],
      ]);
      expect(rows.map(({ row }) => row)).toEqual([4]);
    });

    it('is empty as it stands', async () => {
      const reading = await readHtcdsFile(readFileSync(join(folder, template)), options);
      expect(reading).toMatchObject({ rows: [], problems: [], skippedEmptyRows: 1000 });
    });
  });
} else {
  it(`HTCDS conformance: NOT RUN, no official templates at ${folder}`, () => {
    process.stdout.write(`HTCDS conformance: NOT RUN, no official templates at ${folder}\n`);
    expect(present).toBe(false);
  });
}
