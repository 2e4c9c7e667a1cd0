import { csvRow } from '#referrals';
import { isBounds, type ReviewCell } from '../domain/review/review-content';
import type { ReviewView } from './read-reviews';

const HEADER = ['section', 'table', 'row', 'column', 'definition', 'value', 'at_least', 'at_most'];

/** A report as CSV (RFC 4180): one line for each cell of each table, so that its columns are the same in every report. */
export function reviewCsv({ sections }: ReviewView): string {
  const cells = sections.flatMap((section) =>
    section.tables.flatMap((table) =>
      table.rows.flatMap((row, index) =>
        row.map((cell, column) => [
          ...[section.id, table.id, String(index + 1)],
          ...[table.columns[column]?.title ?? '', table.columns[column]?.definition ?? ''],
          ...valuesOf(cell),
        ]),
      ),
    ),
  );
  return [HEADER, ...cells].map(csvRow).join('');
}

function valuesOf(cell: ReviewCell): [value: string, atLeast: string, atMost: string] {
  if (isBounds(cell)) return ['', String(cell.atLeast), String(cell.atMost)];
  return [cell === null ? '' : String(cell), '', ''];
}
