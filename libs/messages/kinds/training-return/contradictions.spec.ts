import { impossibleTotals, type TrainingFigures } from './contradictions';

const entry = { course: 'nso-adl-1', rankGroup: 'officers', role: 'staff', when: 'before-deployment', people: 12 };
const pointers = (over: Partial<TrainingFigures>): string[] =>
  impossibleTotals({ strength: [{ rankGroup: 'officers', people: 20 }], trained: [entry], ...over }).map(
    ({ pointer }) => pointer,
  );

describe('the totals of a training return', () => {
  it('are fine up to the strength of the group, in each course by itself', () => {
    expect(pointers({ trained: [entry, { ...entry, role: 'command', people: 8 }] })).toEqual([]);
    expect(
      pointers({
        trained: [
          { ...entry, people: 20 },
          { ...entry, course: 'ndc-rome', people: 20 },
        ],
      }),
    ).toEqual([]);
  });

  it('are impossible above it, also over several entries', () => {
    expect(pointers({ trained: [{ ...entry, people: 21 }] })).toEqual(['/body/trained/0/people']);
    expect(pointers({ trained: [entry, { ...entry, role: 'command', people: 9 }] })).toEqual([
      '/body/trained/1/people',
    ]);
  });

  it('are of groups that are there, and said once', () => {
    expect(pointers({ trained: [{ ...entry, rankGroup: 'civilians' }] })).toEqual(['/body/trained/0/rankGroup']);
    expect(
      pointers({
        trained: [
          { ...entry, people: 1 },
          { ...entry, people: 2 },
        ],
      }),
    ).toEqual(['/body/trained/1']);
    expect(
      pointers({
        strength: [
          { rankGroup: 'officers', people: 20 },
          { rankGroup: 'officers', people: 30 },
        ],
      }),
    ).toEqual(['/body/strength/1']);
  });
});
