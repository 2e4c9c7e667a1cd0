import type { CountedTable, ReleasedCount } from '../counted-tables';
import { releaseDimensions, type ReleaseDimension } from '../released-table';
import { addUp } from '../suppression/add-up';
import type { PublishedCell } from '../suppression/counted-row';
import { figures, words, type Bounds, type ReviewCell, type ReviewSection, type ReviewTable } from './review-content';

/** What was released of an operation in the period, and nothing else. */
export interface ReleasedOperation {
  readonly operation: string;
  readonly releases: readonly { readonly quarter: string; readonly number: number }[];
  /** Quarters of the period that are not released. */
  readonly missing: readonly string[];
  /** The parts of all releases, bodies by their slugs where they agreed, otherwise null. */
  readonly cells: readonly PublishedCell[];
  /** What the releases count beside recipients. */
  readonly counts: readonly ReleasedCount[];
  /** Quarters whose release is from before that was counted. */
  readonly uncounted: readonly string[];
}

/** The sections of a report that are read from releases: whatever is asked, a sum of parts that were published. */
export function releasedSections(operations: readonly ReleasedOperation[]): ReviewSection[] {
  const recipients = figures('Recipients', 'released.recipients');
  const table = (id: string, title: string, by: readonly ReleaseDimension[], only = ALL): ReviewTable => ({
    ...{ id, title, drawn: [by.length + 1] },
    columns: [words('Operation'), ...by.map((name) => words(TITLES[name])), recipients],
    rows: operations.flatMap(({ operation, cells }) =>
      groups(cells.filter(only), by).map((row) => [operation, ...row]),
    ),
  });
  return [
    {
      ...{ id: 'releases', title: 'What is added up' },
      notes: [
        'Every figure of this part is a sum of released figures. They are bounds, no number from 1 to k - 1 is published, and a body has no name unless it agreed. A row without a word holds what is not published apart, and bodies that did not agree to be named.',
        ...operations.flatMap(({ operation, missing }) =>
          missing.length === 0 ? [] : [`Not released, and so not counted, of ${operation}: ${missing.join(', ')}.`],
        ),
      ],
      tables: [
        {
          ...{ id: 'releases', title: 'Releases', drawn: [] },
          columns: [words('Operation'), words('Quarters'), figures('Releases', 'released.releases'), recipients],
          rows: operations.map(({ operation, releases, cells }) => [
            operation,
            releases.map(({ quarter, number }) => `${quarter} (release ${number})`).join(', '),
            releases.length,
            totalOf(cells),
          ]),
        },
      ],
    },
    {
      ...{ id: 'referrals', title: 'Referrals and their outcomes', notes: [] },
      tables: [
        table('recipients-by-kind', 'Recipients by kind of message', ['kind']),
        table('outcomes', 'Referrals by outcome', ['outcome'], OF_REFERRALS),
      ],
    },
    {
      ...{ id: 'responses', title: 'How recipients answered', notes: [] },
      tables: [
        table('responses', 'Responses', ['response']),
        table('responses-by-priority', 'Responses by priority', ['priority', 'response']),
        table('responses-by-body', 'Responses by body', ['organisation', 'response']),
      ],
    },
    ...countedSections(operations),
  ];
}

/** Meetings, returns and accountability: how each stood when its quarter was released. */
function countedSections(operations: readonly ReleasedOperation[]): ReviewSection[] {
  const table = (id: CountedTable, title: string, by: readonly ('kind' | 'state')[]): ReviewTable => ({
    ...{ id, title, drawn: [by.length + 1] },
    columns: [words('Operation'), ...by.map((name) => words(COUNTED_TITLES[name])), figures(title, `counted.${id}`)],
    rows: operations.flatMap(({ operation, counts }) => {
      const own = counts.filter(({ counted }) => counted === id);
      const cells = own.map((one) => ({ keys: by.map((name) => one[name]), atLeast: one.atLeast, atMost: one.atMost }));
      const dimensions = by.map((_, index) => index);
      return addUp(cells, dimensions).map(({ keys, atLeast, atMost }) => [operation, ...keys, { atLeast, atMost }]);
    }),
  });
  const notes = operations.flatMap(({ operation, uncounted }) =>
    uncounted.length === 0 ? [] : [`Not counted in the releases of ${operation} of: ${uncounted.join(', ')}.`],
  );
  return [
    {
      ...{ id: 'meetings', title: 'Meetings and their actions', notes },
      tables: [table('meetings', 'Meetings', ['state']), table('actions', 'Actions', ['state'])],
    },
    {
      ...{ id: 'returns', title: 'Returns of nations', notes },
      tables: [table('returns', 'Returns', ['kind', 'state'])],
    },
    {
      ...{ id: 'accountability', title: 'Accountability', notes },
      tables: [table('notices', 'Notices', ['state'])],
    },
  ];
}

const COUNTED_TITLES = { kind: 'Asked by', state: 'State' } as const;
const TITLES: Readonly<Record<ReleaseDimension, string>> = {
  kind: 'Kind',
  organisation: 'Body',
  response: 'Response',
  priority: 'Priority',
  outcome: 'Outcome',
};
const ALL = ({ keys }: PublishedCell): boolean => keys.length > 0;
/** Referrals, and what is not told apart from them. */
const OF_REFERRALS = ({ keys }: PublishedCell): boolean => ['referral', null].includes(keys[KIND] ?? null);
const KIND = releaseDimensions.indexOf('kind');

export function totalOf(cells: readonly PublishedCell[]): Bounds {
  const [total] = addUp(cells, []);
  return { atLeast: total?.atLeast ?? 0, atMost: total?.atMost ?? 0 };
}

function groups(cells: readonly PublishedCell[], by: readonly ReleaseDimension[]): ReviewCell[][] {
  const dimensions = by.map((name) => releaseDimensions.indexOf(name));
  return addUp(cells, dimensions).map(({ keys, atLeast, atMost }) => [
    ...by.map((_, index) => keys[index] ?? null),
    { atLeast, atMost },
  ]);
}
