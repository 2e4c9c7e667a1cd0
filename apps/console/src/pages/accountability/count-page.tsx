import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { t } from '../../i18n';
import { DataTable, type Column } from '../../ui/data-table';
import { SelectField } from '../../ui/fields';
import { Empty } from '../../ui/empty';
import { Loaded } from '../../ui/loaded';
import { Page } from '../../ui/page';
import { quartersBefore } from '../reviews/quarters';
import { noticeFiguresQuery } from './notice-queries';
import { OperationName } from './operation-name';

type Part = Schemas['NoticeFigures']['figures'][number];

/** Milliseconds after its last day from which a quarter is over in every time zone. */
const OVER = 2 * 86_400_000;
/** So many quarters are offered: five years. */
const OFFERED = 20;

/** All that the senior coordinator learns of allegations: how many, in parts of which none is small. */
export function CountPage(): ReactNode {
  const [quarters] = useState(() => quartersBefore(new Date(Date.now() - OVER), OFFERED));
  const [quarter, setQuarter] = useState(quarters[0] ?? '');
  const query = useQuery(noticeFiguresQuery(quarter));
  return (
    <Page title={t('accountability.count')} lead={t('accountability.countLead')}>
      <div className="filters no-print">
        <SelectField
          name="quarter"
          label={t('accountability.quarter')}
          value={quarter}
          onChange={setQuarter}
          choices={quarters.map((value) => ({ value, label: value }))}
        />
      </div>
      <Loaded query={query}>
        {({ figures, threshold }) => (
          <>
            {figures.length === 0 ? <Empty title={t('accountability.countNone')} /> : <Parts figures={figures} />}
            <p className="soft measure">{t('accountability.countNote', { most: threshold - 1 })}</p>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Parts({ figures }: { readonly figures: readonly Part[] }): ReactNode {
  const columns: Column<Part>[] = [
    {
      id: 'operation',
      header: t('item.operation'),
      cell: ({ row: { original } }) =>
        original.operation === null ? t('reviews.notApart') : <OperationName id={original.operation} />,
    },
    {
      id: 'status',
      header: t('accountability.says'),
      cell: ({ row: { original } }) =>
        original.status === null ? t('reviews.notApart') : t(`accountability.status.${original.status}`),
    },
    {
      id: 'count',
      header: t('accountability.countOf'),
      cell: ({ row: { original } }) => t('accountability.bounds', original),
    },
  ];
  return (
    <DataTable
      caption={t('accountability.count')}
      columns={columns}
      rows={figures}
      keyOf={({ operation, status }) => `${operation ?? ''} ${status ?? ''}`}
    />
  );
}
