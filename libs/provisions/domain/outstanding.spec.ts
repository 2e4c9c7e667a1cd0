import { outstandingOf } from './outstanding';

const [early, late] = [new Date('2026-03-12T08:00:00Z'), new Date('2026-04-01T08:00:00Z')];
const provisions = [
  { id: 'P1', version: 2, dueAt: late },
  { id: 'P2', version: 1, dueAt: early },
  { id: 'P3', version: 1, dueAt: early },
];
type State = 'acknowledged' | 'due' | 'overdue';
const unit = (name: string, organisation: string, ...states: readonly State[]) => ({
  ...{ name, organisation },
  provisions: states.map((state, index) => ({ provision: provisions[index]!.id, state })),
});

describe('what units of a body have not acknowledged', () => {
  it('is told together where it came into force together, with the units that have not', () => {
    const units = [
      unit('Infantry', 'italy', 'due', 'acknowledged', 'overdue'),
      unit('Engineers', 'italy', 'acknowledged', 'acknowledged', 'overdue'),
      unit('Contingent', 'turkey', 'due', 'acknowledged', 'acknowledged'),
      unit('Staff', 'kfor-hq', 'acknowledged', 'acknowledged', 'acknowledged'),
    ];
    const told = outstandingOf({ provisions, units }).map(({ provisions: own, ...one }) => ({
      ...one,
      provisions: own.map(({ id }) => id),
    }));
    expect(told).toEqual([
      {
        ...{ organisation: 'italy', state: 'overdue', dueAt: early },
        ...{ provisions: ['P3'], units: ['Infantry', 'Engineers'] },
      },
      { organisation: 'italy', state: 'due', dueAt: late, provisions: ['P1'], units: ['Infantry'] },
      { organisation: 'turkey', state: 'due', dueAt: late, provisions: ['P1'], units: ['Contingent'] },
    ]);
  });

  it('is nothing where there are no units', () => {
    expect(outstandingOf({ provisions, units: [] })).toEqual([]);
  });
});
