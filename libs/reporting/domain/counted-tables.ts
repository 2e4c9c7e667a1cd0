import { nationStatuses } from '#accountability';
import type { CountedRow, PublishedCell } from './suppression/counted-row';
import { suppress } from './suppression/suppress';

/** What a release counts beside recipients, by how each stood then. Each of these is counted in one table alone. */
export const countedTables = ['meetings', 'actions', 'returns', 'notices'] as const;
export type CountedTable = (typeof countedTables)[number];

/** How each can stand. docs/figures.md says the same. */
export const countedStates: Readonly<Record<CountedTable, readonly string[]>> = {
  meetings: ['approved', 'not_approved'],
  actions: ['done', 'declined', 'open', 'overdue'],
  returns: ['received', 'declined', 'overdue', 'taken_back'],
  notices: ['sent', ...nationStatuses],
};

export const countedDefinitions: Readonly<Record<CountedTable, string>> = {
  meetings: 'Meetings of the period that were held, by whether their minutes were approved by the release.',
  actions: 'Actions that these meetings gave, by how they stood at the release.',
  returns:
    'Returns that a nation was asked for by a day of the period, each nation and request once, by how they stood at the release.',
  notices:
    'Actual notices on accountability that were sent in the period, by what the nation had said by the release; sent: nothing.',
};

/** The parts of each table. */
export type ReleasedTables = Readonly<Record<CountedTable, readonly PublishedCell[]>>;

/** One part of a table: a null is what is not told apart. Only returns have a kind. */
export interface ReleasedCount {
  readonly counted: CountedTable;
  readonly kind: string | null;
  readonly state: string | null;
  readonly atLeast: number;
  readonly atMost: number;
}

export interface CountedState {
  readonly counted: CountedTable;
  readonly kind: string | null;
  readonly state: string;
  readonly count: number;
}

/** Divides each table by itself. */
export function suppressTables(counted: readonly CountedState[], threshold: number): ReleasedTables {
  const parts = countedTables.map((table) => {
    const rows = counted.filter((row) => row.counted === table).map((row) => ({ keys: keysOf(row), count: row.count }));
    return [table, suppress(rows, dimensionsOf(table), threshold)] as const;
  });
  return Object.fromEntries(parts) as Record<CountedTable, PublishedCell[]>;
}

/** The parts of all tables, as they are told. */
export function countsOf(tables: ReleasedTables): ReleasedCount[] {
  return countedTables.flatMap((counted) =>
    tables[counted].map(({ keys, atLeast, atMost }) => ({
      ...{ counted, kind: dimensionsOf(counted) > 1 ? (keys[0] ?? null) : null },
      ...{ state: keys[dimensionsOf(counted) - 1] ?? null, atLeast, atMost },
    })),
  );
}

function dimensionsOf(table: CountedTable): number {
  return table === 'returns' ? 2 : 1;
}

function keysOf({ counted, kind, state }: CountedState): CountedRow['keys'] {
  return dimensionsOf(counted) > 1 ? [kind ?? '', state] : [state];
}
