import type { ReactNode } from 'react';
import { tableFeatures, useTable, type ColumnDef, type RowData } from '@tanstack/react-table';

const features = tableFeatures({});
export type Column<Row extends RowData> = ColumnDef<typeof features, Row>;

interface DataTableProps<Row extends RowData> {
  /** What the table is of, for who does not see what stands around it. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** The row that the keyboard is at. */
  readonly marked?: number | undefined;
}

/** A table that becomes a list of cards on a telephone; there each cell says which column it is of. */
export function DataTable<Row extends RowData>({
  caption,
  columns,
  rows,
  keyOf,
  marked,
}: DataTableProps<Row>): ReactNode {
  const table = useTable({ features, columns, data: rows, getRowId: keyOf });
  return (
    <table className="table">
      <caption className="sr">{caption}</caption>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <th key={header.id} scope="col">
                <table.FlexRender header={header} />
              </th>
            ))}
          </tr>
        ))}
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row, index) => (
          <tr
            key={row.id}
            ref={index === marked ? intoView : undefined}
            aria-current={index === marked ? true : undefined}
          >
            {row.getAllCells().map((cell) => {
              const { header } = cell.column.columnDef;
              return (
                <td key={cell.id} data-label={typeof header === 'string' ? header : undefined}>
                  <div>
                    <table.FlexRender cell={cell} />
                  </div>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function intoView(row: HTMLTableRowElement | null): void {
  row?.scrollIntoView({ block: 'nearest' });
}
