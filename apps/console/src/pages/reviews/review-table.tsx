import { lazy, Suspense, type ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { locale, t } from '../../i18n';
import { DataTable, type Column } from '../../ui/data-table';
import { Loading } from '../../ui/loaded';
import { shareWords } from '../../ui/share-words';
import type { ChartRow } from './review-chart';

type Table = Schemas['ReviewTable'];
type Cell = Schemas['ReviewCell'];
type Row = Table['rows'][number];
interface NumberedRow {
  readonly index: number;
  readonly cells: Row;
}

/** The library of charts is large; it comes with the first chart. */
const ReviewChart = lazy(async () => ({ default: (await import('./review-chart')).ReviewChart }));
const number = new Intl.NumberFormat(locale.formats, { maximumFractionDigits: 4 });

/** Shares, from 0 to 1: their definitions are named so. */
const holdsShares = (definition: string | null | undefined): boolean => definition?.endsWith('Rate') === true;

/** One table of a report, with a chart for each column that is drawn. */
export function ReviewTable({ table }: { readonly table: Table }): ReactNode {
  const { title, columns, rows, drawn } = table;
  if (rows.length === 0)
    return (
      <section>
        <h3>{title}</h3>
        <p className="soft">{t('reviews.none')}</p>
      </section>
    );
  const shown: Column<NumberedRow>[] = columns.map((column, index) => ({
    id: String(index),
    header: column.title,
    cell: ({ row: { original } }) => cellWords(original.cells[index] ?? null, column.definition),
  }));
  return (
    <section className="stack">
      <h3>{title}</h3>
      {drawn.filter(hasNumbers(rows)).map((column) => (
        <figure key={column} className="chart">
          <figcaption>{t('reviews.sameInTable', { title, column: columns[column]?.title ?? '' })}</figcaption>
          <Suspense fallback={<Loading />}>
            <ReviewChart
              rows={rows.map((row) => chartRow(table, row, column))}
              shares={holdsShares(columns[column]?.definition)}
              bounded={rows.some((row) => isBounds(row[column] ?? null))}
              name={columns[column]?.title ?? ''}
            />
          </Suspense>
        </figure>
      ))}
      <div className="scroll-x" role="region" aria-label={title} tabIndex={0}>
        <DataTable
          caption={title}
          columns={shown}
          rows={rows.map((cells, index) => ({ index, cells }))}
          keyOf={({ index }) => String(index)}
        />
      </div>
    </section>
  );
}

/** A chart of what nobody has would be empty. */
const hasNumbers =
  (rows: Table['rows']) =>
  (column: number): boolean =>
    rows.some((row) => row[column] != null);

function chartRow({ columns }: Table, row: Row, column: number): ChartRow {
  const name = row
    .filter((_, index) => columns[index]?.definition === null)
    .map((cell) => cellWords(cell, null))
    .join(', ');
  const cell = row[column] ?? null;
  if (isBounds(cell)) return { name, certain: cell.atLeast, more: cell.atMost - cell.atLeast };
  return { name, certain: typeof cell === 'number' ? cell : 0, more: 0 };
}

function isBounds(cell: Cell): cell is { atLeast: number; atMost: number } {
  return typeof cell === 'object' && cell !== null;
}

function cellWords(cell: Cell, definition: string | null): string {
  if (cell === null) return definition === null ? t('reviews.notApart') : '–';
  const words = (value: number): string =>
    holdsShares(definition) ? shareWords(value, 'tenths') : number.format(value);
  if (isBounds(cell)) return t('reviews.bounds', { atLeast: words(cell.atLeast), atMost: words(cell.atMost) });
  return typeof cell === 'number' ? words(cell) : cell;
}
