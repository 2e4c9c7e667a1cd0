import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { operationsQuery, useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { Chip } from '../../ui/chip';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { SelectField } from '../../ui/fields';
import { Loaded } from '../../ui/loaded';
import { Page } from '../../ui/page';
import type { Series } from './meeting-draft';
import { rhythmWords } from './rhythm-words';
import { seriesListQuery } from './series-queries';

export function SeriesPage(): ReactNode {
  const { data: operations = [] } = useQuery(operationsQuery);
  const [operation, setOperation] = useState('');
  const query = useQuery(seriesListQuery(operation === '' ? undefined : operation));
  const mayManage = useMay('meetings:manage');
  return (
    <Page
      title={t('series.list')}
      lead={t('series.lead')}
      actions={
        mayManage ? (
          <>
            <Link to="/series/new" className="button button-primary">
              {t('series.new')}
            </Link>
            <Link to="/meetings/new" className="button">
              {t('call.title')}
            </Link>
          </>
        ) : undefined
      }
    >
      <div className="filters no-print">
        <SelectField
          name="operation"
          label={t('referrals.operation')}
          value={operation}
          onChange={setOperation}
          choices={[
            { value: '', label: t('referrals.any') },
            ...operations.map(({ id, mission }) => ({ value: id, label: mission })),
          ]}
        />
      </div>
      <Loaded query={query}>
        {(series) => (series.length === 0 ? <Empty title={t('series.empty')} /> : <Rows rows={series} />)}
      </Loaded>
    </Page>
  );
}

function Rows({ rows }: { readonly rows: readonly Series[] }): ReactNode {
  const bodyName = useBodyName();
  const columns: Column<Series>[] = [
    {
      id: 'title',
      header: t('series.one'),
      cell: ({ row: { original } }) => (
        <Link to="/series/$id" params={{ id: original.id }} className="cell-main">
          {original.title}
        </Link>
      ),
    },
    {
      id: 'when',
      header: t('meetings.when'),
      cell: ({ row: { original } }) => (
        <>
          {rhythmWords(original)}
          <span className="soft small cell-line">{original.timeZone}</span>
        </>
      ),
    },
    {
      id: 'runs',
      header: t('series.runs'),
      cell: ({ row: { original } }) => [...new Set([original.chair, original.secretary])].map(bodyName).join(', '),
    },
    { id: 'bodies', header: t('series.bodies'), cell: ({ row }) => row.original.bodies.map(bodyName).join(', ') },
    {
      id: 'state',
      header: t('referrals.state'),
      cell: ({ row: { original } }) => (
        <Chip tone={original.state === 'active' ? 'done' : 'plain'}>{t(`series.state.${original.state}`)}</Chip>
      ),
    },
  ];
  return <DataTable caption={t('series.list')} columns={columns} rows={rows} keyOf={({ id }) => id} />;
}
