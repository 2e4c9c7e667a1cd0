import { exampleCases, writeHtcdsWorkbook, type ExampleCase } from '#referrals';

/** One fictitious case of a run; the case code is its own in every run. */
export interface DemoCase extends ExampleCase {
  readonly caseCode: string;
}

/** The cases of one operation, and the workbook that holds them. */
export interface DemoWorkbook {
  readonly operation: ExampleCase['operation'];
  readonly fileName: string;
  readonly content: Buffer;
  /** The case that a row of the workbook holds, by the row's number in the spreadsheet. */
  readonly caseAt: (row: number) => DemoCase | undefined;
}

/** Below the hidden field names and the labels. */
const FIRST_ROW = 3;

/** Tells runs apart. */
export function newTag(now: Date): string {
  return now.getTime().toString(36).toUpperCase();
}

/** The forty example cases under codes of this run, such as `DEMO-MD2K3F9A-01`: the same tag makes the same cases. */
export function demoCases(tag: string): DemoCase[] {
  return exampleCases().map((example, index) => {
    const caseCode = `DEMO-${tag}-${String(index + 1).padStart(2, '0')}`;
    return { ...example, caseCode, body: { ...example.body, person: { ...example.body.person, caseCode } } };
  });
}

/** One workbook per operation, since each is imported by the headquarters of its own operation. */
export async function demoWorkbooks(tag: string): Promise<DemoWorkbook[]> {
  const cases = demoCases(tag);
  const operations = [...new Set(cases.map(({ operation }) => operation))];
  return Promise.all(
    operations.map(async (operation) => {
      const own = cases.filter((demoCase) => demoCase.operation === operation);
      return {
        operation,
        fileName: `demo-${tag}-${operation}.xlsx`,
        content: await writeHtcdsWorkbook(own, { layout: 'multi-select', extraColumns: true }),
        caseAt: (row: number) => own[row - FIRST_ROW],
      };
    }),
  );
}
