import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schemas } from '#api-client';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { Chip } from '../../ui/chip';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { Loaded } from '../../ui/loaded';
import { Page } from '../../ui/page';
import { Time } from '../../ui/time';
import { decisionsQuery } from './register-queries';
import { RegisterSearch } from './register-search';

export function DecisionsPage(): ReactNode {
  const asked = useSearch({ from: '/inside/decisions' });
  const { cursor, ...filter } = asked;
  const navigate = useNavigate({ from: '/decisions' });
  const query = useQuery(decisionsQuery(asked));
  return (
    <Page title={t('register.decisions')} lead={t('register.decisionsLead')}>
      <RegisterSearch q={filter.q} operation={filter.operation} onAsk={(search) => void navigate({ search })} />
      <Loaded query={query}>
        {({ data, next }) => (
          <>
            {data.length === 0 ? <Empty title={t('register.empty')} /> : <Rows rows={data} />}
            <nav className="pager" aria-label={t('register.pages')}>
              {cursor === undefined ? null : (
                <Link to="/decisions" search={filter} className="button">
                  {t('common.firstPage')}
                </Link>
              )}
              {next === null ? null : (
                <Link to="/decisions" search={{ ...filter, cursor: next }} className="button">
                  {t('common.nextPage')}
                </Link>
              )}
            </nav>
          </>
        )}
      </Loaded>
    </Page>
  );
}

type Decision = Schemas['MeetingDecision'];

function Rows({ rows }: { readonly rows: readonly Decision[] }): ReactNode {
  const bodyName = useBodyName();
  const columns: Column<Decision>[] = [
    {
      id: 'decision',
      header: t('register.decision'),
      cell: ({ row: { original } }) => (
        <>
          <Link to="/meetings/$id" params={{ id: original.meeting }} className="cell-main">
            {original.reference}
          </Link>
          <span className="text cell-line" dir="auto">
            {original.decision}
          </span>
        </>
      ),
    },
    { id: 'at', header: t('register.decidedAt'), cell: ({ row }) => <Time at={row.original.decidedAt} /> },
    {
      id: 'present',
      header: t('attendance.present'),
      cell: ({ row }) => row.original.present.map(bodyName).join(', '),
    },
    {
      id: 'state',
      header: t('referrals.state'),
      cell: ({ row: { original } }) =>
        original.supersededBy === null ? (
          <Chip tone="done">{t('register.stands')}</Chip>
        ) : (
          <Chip tone="plain">{t('register.superseded')}</Chip>
        ),
    },
  ];
  return <DataTable caption={t('register.decisions')} columns={columns} rows={rows} keyOf={({ id }) => id} />;
}
