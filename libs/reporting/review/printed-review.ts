import { minuteInUtc } from '#kernel';
import {
  holdsShares,
  isBounds,
  type ReviewCell,
  type ReviewColumn,
  type ReviewDefinition,
  type ReviewTable,
} from '../domain/review/review-content';
import type { ReviewView } from './read-reviews';

/** One bar: from nothing to `low` for certain, and to `high` at most. Shares of the longest bar, 0 to 1. */
export interface PrintedBar {
  readonly label: string;
  readonly said: string;
  readonly low: number;
  readonly high: number;
}

/** One column of a table, drawn. */
export interface PrintedChart {
  readonly title: string;
  readonly bars: readonly PrintedBar[];
}

export interface PrintedColumn {
  readonly title: string;
  readonly definition: string | null;
  /** Whether it holds long text, which gets more room. */
  readonly wide: boolean;
}

export interface PrintedTable {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly PrintedColumn[];
  readonly rows: readonly (readonly string[])[];
  readonly charts: readonly PrintedChart[];
}

export interface PrintedSection {
  readonly title: string;
  readonly notes: readonly string[];
  readonly tables: readonly PrintedTable[];
}

/** A report as it is set, whether as a page, as HTML or as CSV. */
export interface PrintedReview {
  readonly title: string;
  readonly digest: string;
  readonly rows: readonly (readonly [name: string, value: string])[];
  readonly sections: readonly PrintedSection[];
  readonly definitions: readonly ReviewDefinition[];
}

export function printedReview(review: ReviewView): PrintedReview {
  const published = review.edition === 'published';
  return {
    title: `Review report ${review.number}: ${review.operations.join(', ')}`,
    digest: `SHA-256 ${review.digest}`,
    rows: [
      ['Operations', review.operations.join(', ')],
      ['Period', review.from === review.to ? review.from : `${review.from} to ${review.to}`],
      ['Made', minuteInUtc(review.madeAt)],
      [
        'Edition',
        published
          ? `Published: no number from 1 to ${review.threshold - 1} is in it, and none can be derived`
          : 'With exact figures of the body that made it. NOT FOR PUBLICATION',
      ],
    ],
    sections: review.sections.map(({ title, notes, tables }) => ({ title, notes, tables: tables.map(printedTable) })),
    definitions: review.definitions,
  };
}

const WIDE = 60;

function printedTable({ id, title, columns, rows, drawn }: ReviewTable): PrintedTable {
  const said = rows.map((row) => row.map((cell, index) => wordsOf(cell, columns[index])));
  return {
    ...{ id, title, rows: said },
    columns: columns.map((column, index) => ({
      ...column,
      wide: said.some((row) => (row[index] ?? '').length > WIDE),
    })),
    // A chart of what nobody has would be empty.
    charts: drawn
      .filter((column) => rows.some((row) => row[column] != null))
      .map((column) => chartOf(columns, rows, column)),
  };
}

function chartOf(columns: ReviewTable['columns'], rows: ReviewTable['rows'], column: number): PrintedChart {
  const [lows, highs] = [rows.map((row) => lowOf(row[column])), rows.map((row) => highOf(row[column]))];
  const longest = Math.max(1e-9, ...highs);
  return {
    title: columns[column]?.title ?? '',
    bars: rows.map((row, index) => ({
      label: row
        .filter((_, place) => columns[place]?.definition === null)
        .map((cell) => (cell === null ? NOTHING_APART : wordsOf(cell)))
        .join(', '),
      said: wordsOf(row[column] ?? null, columns[column]),
      low: (lows[index] ?? 0) / longest,
      high: (highs[index] ?? 0) / longest,
    })),
  };
}

const lowOf = (cell: ReviewCell | undefined): number =>
  isBounds(cell) ? cell.atLeast : typeof cell === 'number' ? cell : 0;
const highOf = (cell: ReviewCell | undefined): number => (isBounds(cell) ? cell.atMost : lowOf(cell));

const NOTHING_APART = 'not told apart';

/** A cell in words; a share in per cent. */
export function wordsOf(cell: ReviewCell, column?: ReviewColumn): string {
  if (cell === null) return '–';
  const said = (value: number): string =>
    column && holdsShares(column) ? `${(value * 100).toFixed(1)} %` : String(value);
  if (isBounds(cell)) return `${said(cell.atLeast)} to ${said(cell.atMost)}`;
  return typeof cell === 'number' ? said(cell) : cell;
}
