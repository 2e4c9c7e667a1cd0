import { HubApiError } from '#hub-client';
import { importTable, submitRows } from './import-workbook';

const row = (number: number): { row: number; id: string; reference: string } => ({
  row: number,
  id: `01980000-0000-7000-8000-00000000000${number}`,
  reference: `AFG-2026-00000${number}`,
});
const drafts = { created: [row(3), row(4)], existing: [row(5)], problems: [], warnings: [] };

describe('an import that submits', () => {
  it('goes on after a row that the rules refuse, and takes one that was submitted before as done', async () => {
    const hub = {
      submitReferral: (id: string) => {
        if (id === row(3).id) return Promise.reject(new HubApiError(422, 'release_refused', 'No body may receive it.'));
        if (id === row(5).id) return Promise.reject(new HubApiError(409, 'illegal_transition', 'Submitted.'));
        return Promise.resolve({ id, reference: '', state: 'submitted' });
      },
    };
    const { submitted, code } = await submitRows(hub, drafts, 'key');
    expect(submitted.map(({ result }) => result)).toEqual(['failed', 'submitted', 'submitted_before']);
    expect(code).toBe(3);
    const text = importTable({ ...drafts, submitted });
    expect(text).toContain('not submitted');
    expect(text).toContain('release_refused');
  });

  it('reports every row in the order of the workbook', () => {
    const problems = [{ row: 2, column: 'H', field: 'gender', code: 'unknown_code', message: 'Not a code.' }];
    const text = importTable({ ...drafts, problems });
    expect(text.indexOf('H gender: Not a code.')).toBeLessThan(text.indexOf('AFG-2026-000003'));
    expect(text).toContain('2 drafts made, 1 were there, 1 rows refused.');
  });
});
