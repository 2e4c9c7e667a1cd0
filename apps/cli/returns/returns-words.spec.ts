import type { GroupCoverage } from '#hub-client';
import { coverageInWords, importedInWords } from './returns-words';

const course = {
  beforeDeployment: 30,
  inDeployment: 0,
  counting: 29,
  expired: 1,
  expiring: 4,
  gap: 11,
  coverage: 0.725,
};
const officers: GroupCoverage = {
  ...{ rankGroup: 'officers', strength: 40, anyCourse: { atLeast: 29, atMost: 29 } },
  courses: [{ course: 'nso-adl-1', ...course }],
};
const told = { operation: 'kosovo', on: '2026-06-30' };
const cellsOf = (text: string): string[][] =>
  text.split('\n').map((line) =>
    line
      .split('│')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

describe('training coverage in words', () => {
  it('has a line for each nation, group and course, and names who returned nothing', () => {
    const behind = { reference: 'KOS-2026-000001', from: '2026-01-01', to: '2026-06-30' };
    const text = coverageInWords({
      ...told,
      nations: [
        { organisation: 'italy', return: behind, groups: [officers] },
        { organisation: 'turkey', return: null, groups: [] },
      ],
      total: [{ ...officers, courses: [] }],
    });
    expect(cellsOf(text)).toContainEqual(['italy', 'officers', '40', 'nso-adl-1', '29', '4', '1', '11', '72 %']);
    expect(cellsOf(text)).toContainEqual(['all', 'officers', '40', '–', '0', '0', '0', '40', '0 %']);
    expect(text).toContain('Nothing returned by: turkey.');
  });

  it('says to who receives no returns that there are none', () => {
    expect(coverageInWords({ ...told, nations: [], total: [] })).toContain('No contingent');
  });
});

describe('an imported return in words', () => {
  it('is the draft, or what to correct', () => {
    const draft = { id: '01980000-0000-7000-8000-000000000001', reference: 'KOS-2026-000002' };
    expect(importedInWords({ created: draft, existing: null, problems: [] })).toContain('draft made');
    expect(importedInWords({ created: null, existing: draft, problems: [] })).toContain('was there');
    const problems = [{ row: 3, column: 'F', code: 'no_count', message: 'Enter a whole number.' }];
    const text = importedInWords({ created: null, existing: null, problems });
    expect(cellsOf(text)).toContainEqual(['3', 'F', 'Enter a whole number.']);
    expect(text).toContain('1 things to correct, no draft made.');
  });
});
