import { readHtcdsFile } from '#referrals';
import { demoCases, demoWorkbooks, newTag } from './demo-cases';

describe('demo cases', () => {
  it('are forty, under codes of the run', () => {
    const codes = demoCases('T').map(({ body }) => body.person.caseCode);
    expect(new Set(codes).size).toBe(40);
    expect([codes[0], codes[39]]).toEqual(['DEMO-T-01', 'DEMO-T-40']);
  });

  it('are new in every run and the same in a resumed one', () => {
    expect(demoCases('A')).toEqual(demoCases('A'));
    expect(newTag(new Date(1_000))).not.toBe(newTag(new Date(2_000)));
  });

  it('are found again by their row in the workbook', async () => {
    for (const { operation, content, caseAt } of await demoWorkbooks('T')) {
      const { rows, problems } = await readHtcdsFile(content, {
        operationByCountry: { AF: 'afghanistan', XK: 'kosovo' },
        defaultOperation: operation,
      });
      expect(problems).toEqual([]);
      expect(rows).toHaveLength(20);
      for (const { row, referral } of rows) {
        expect(referral.body.person.caseCode).toBe(caseAt(row)?.caseCode);
        expect(referral.operation).toBe(operation);
      }
    }
  });
});
