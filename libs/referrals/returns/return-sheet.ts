import {
  effortAreas,
  legislationStates,
  protocolStates,
  rankGroups,
  trainedRoles,
  trainingCourses,
  trainingTimes,
} from '#messages';

/** A code that a cell may hold, by itself or by its label. */
export interface SheetCode {
  readonly code: string;
  readonly label: string;
}

/** What a column holds. */
export type ColumnHolds =
  | { readonly type: 'code'; readonly codes: readonly SheetCode[] }
  | { readonly type: 'count' }
  | { readonly type: 'date' }
  | { readonly type: 'text' };

export interface SheetColumn {
  /** The heading, and the member of the body that its cells become. */
  readonly name: string;
  readonly holds: ColumnHolds;
}

/** One sort of line: which columns it needs and may have, and where in the body it goes. */
export interface SheetEntry {
  readonly name: string;
  readonly needs: readonly string[];
  readonly may: readonly string[];
  /** The list of the body that it is one of; or the member that its one needed column becomes. */
  readonly becomes: { readonly list: string } | { readonly member: string };
}

/** How the figures of one kind of return stand in a table: a line each, the first column says of what sort. */
export interface ReturnSheet {
  readonly kind: string;
  readonly columns: readonly SheetColumn[];
  readonly entries: readonly SheetEntry[];
  /** Lists that the body needs, although they may be empty. */
  readonly lists: readonly string[];
}

export const ENTRY = 'entry';

const code = (name: string, codes: readonly SheetCode[]): SheetColumn => ({ name, holds: { type: 'code', codes } });
const column = (name: string, type: 'count' | 'date' | 'text'): SheetColumn => ({ name, holds: { type } });
const number = (name: string): SheetEntry => ({ name, needs: ['number'], may: [], becomes: { member: name } });

/** The sheets, by what asks for the return. */
export const returnSheets: Readonly<Record<string, ReturnSheet>> = {
  'training-return-request': {
    kind: 'training-return',
    columns: [
      code('rankGroup', rankGroups),
      code('course', trainingCourses),
      code('role', trainedRoles),
      code('when', trainingTimes),
      column('people', 'count'),
      column('validUntil', 'date'),
    ],
    entries: [
      { name: 'strength', needs: ['rankGroup', 'people'], may: [], becomes: { list: 'strength' } },
      {
        name: 'trained',
        needs: ['rankGroup', 'course', 'role', 'when', 'people'],
        may: ['validUntil'],
        becomes: { list: 'trained' },
      },
    ],
    lists: ['strength', 'trained'],
  },
  'national-return-request': {
    kind: 'national-return',
    columns: [
      code('protocol', protocolStates),
      code('area', effortAreas),
      column('title', 'text'),
      code('state', legislationStates),
      column('since', 'date'),
      column('note', 'text'),
      column('measure', 'text'),
      column('number', 'count'),
    ],
    entries: [
      { name: 'protocol', needs: ['protocol'], may: [], becomes: { member: 'protocol' } },
      { name: 'law', needs: ['area', 'title', 'state'], may: ['since', 'note'], becomes: { list: 'legislation' } },
      { name: 'measure', needs: ['area', 'measure'], may: [], becomes: { list: 'measures' } },
      ...['investigations', 'prosecutions', 'convictions'].map(number),
    ],
    lists: [],
  },
};
