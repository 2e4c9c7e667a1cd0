import fc from 'fast-check';
import { coverageOf, type TrainingNumbers } from './coverage';

const entry = { course: 'nso-adl-1', rankGroup: 'officers', when: 'before-deployment', people: 30 };
const of = (trained: TrainingNumbers['trained'], people = 40): TrainingNumbers => ({
  strength: [{ rankGroup: 'officers', people }],
  trained,
});

describe('how far a contingent is trained', () => {
  it('counts what has not ended by the day, and says what ends soon', () => {
    const trained = [
      { ...entry, people: 10 },
      { ...entry, people: 9, when: 'in-deployment', validUntil: '2026-06-30' },
      { ...entry, people: 5, validUntil: '2026-06-29' },
      { ...entry, people: 4, validUntil: '2026-09-28' },
    ];
    expect(coverageOf([of(trained)], '2026-06-30')).toEqual([
      {
        ...{ rankGroup: 'officers', strength: 40, anyCourse: { atLeast: 23, atMost: 23 } },
        courses: [
          {
            ...{ course: 'nso-adl-1', beforeDeployment: 19, inDeployment: 9, counting: 23, expired: 5, expiring: 9 },
            ...{ gap: 17, coverage: 0.575 },
          },
        ],
      },
    ]);
  });

  it('does not count a person of two courses twice, as far as the numbers tell', () => {
    const two = [entry, { ...entry, course: 'ndc-rome', people: 20 }];
    expect(coverageOf([of(two)], '2026-06-30')[0]?.anyCourse).toEqual({ atLeast: 30, atMost: 40 });
    expect(coverageOf([of([])], '2026-06-30')[0]).toMatchObject({ anyCourse: { atLeast: 0, atMost: 0 }, courses: [] });
    expect(coverageOf([of([{ ...entry, people: 0 }], 0)], '2026-06-30')[0]?.courses[0]?.coverage).toBeNull();
  });

  it('adds several contingents up', () => {
    const numbers = fc.record({ people: fc.nat({ max: 30 }), strength: fc.integer({ min: 30, max: 90 }) });
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1, maxLength: 4 }), (nations) => {
        const returns = nations.map(({ people, strength }) => of([{ ...entry, people }], strength));
        const [all] = coverageOf(returns, '2026-06-30');
        expect(all?.strength).toBe(nations.reduce((sum, { strength }) => sum + strength, 0));
        expect(all?.courses[0]?.counting).toBe(nations.reduce((sum, { people }) => sum + people, 0));
      }),
    );
  });
});
