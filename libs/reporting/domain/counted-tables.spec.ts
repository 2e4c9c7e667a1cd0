import { nationStatuses } from '#accountability';
import { countedStates, countedTables, countsOf, suppressTables, type CountedState } from './counted-tables';

const notices = (state: string, count: number): CountedState => ({ counted: 'notices', kind: null, state, count });

describe('what a release counts beside recipients', () => {
  it('is divided table by table, with nothing from 1 to 10 told apart', () => {
    const asked = { counted: 'returns', kind: 'training-return-request' } as const;
    const counted = [
      ...[notices('sent', 12), notices('charged', 3), notices('received', 30)],
      ...[
        { ...asked, state: 'received', count: 25 },
        { ...asked, state: 'overdue', count: 11 },
      ],
      { counted: 'meetings', kind: null, state: 'approved', count: 4 } as const,
    ];
    const told = countsOf(suppressTables(counted, 11)).map(
      (one) => `${one.counted} ${one.kind ?? '-'} ${one.state ?? '-'}: ${one.atLeast} to ${one.atMost}`,
    );
    expect(told).toEqual([
      'meetings - -: 0 to 10',
      'actions - -: 0 to 10',
      'returns training-return-request overdue: 11 to 21',
      'returns training-return-request received: 22 to 32',
      'notices - received: 22 to 32',
      'notices - -: 11 to 21',
    ]);
  });

  it('knows every status that a nation can give', () => {
    expect([...countedStates.notices].sort()).toEqual(['sent', ...nationStatuses].sort());
    expect(Object.keys(countedStates)).toEqual([...countedTables]);
  });
});
