import type { ReactNode } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { SelectField } from '../../ui/fields';
import { Failed, Loading } from '../../ui/loaded';
import { NextPage } from '../../ui/next-page';
import { Page } from '../../ui/page';
import { Time } from '../../ui/time';
import { OperationChoice } from '../messages/operation-choice';
import { nationStatuses } from './notice-codes';
import { noticesQuery, type NoticeSummary } from './notice-queries';
import { NoticeDeadline, NoticeState } from './notice-state';
import { OperationName } from './operation-name';
import { useMayWrite } from './use-may-write';

/** The allegations that a person knows of, and no word of what is alleged. */
export function NoticesPage(): ReactNode {
  const listed = useSearch({ from: '/inside/accountability' });
  const navigate = useNavigate({ from: '/accountability' });
  const mayWrite = useMayWrite();
  const query = useInfiniteQuery(noticesQuery(listed));
  const notices = query.data?.pages.flatMap(({ data }) => data);
  return (
    <Page
      title={t('accountability.title')}
      lead={t('accountability.lead')}
      actions={
        mayWrite ? (
          <Link to="/accountability/new" className="button button-primary">
            {t('accountability.write')}
          </Link>
        ) : null
      }
    >
      <div className="filters no-print" role="group" aria-label={t('referrals.filters')}>
        <OperationChoice
          value={listed.operation}
          onChange={(id) => {
            void navigate({ search: { ...listed, operation: id === '' ? undefined : id } });
          }}
          any={t('referrals.any')}
        />
        <SelectField
          name="nationStatus"
          label={t('accountability.says')}
          value={listed.nationStatus ?? ''}
          onChange={(status) => {
            void navigate({ search: { ...listed, nationStatus: status === '' ? undefined : status } });
          }}
          choices={[
            { value: '', label: t('referrals.any') },
            ...nationStatuses.map((value) => ({ value, label: t(`accountability.status.${value}`) })),
          ]}
        />
      </div>
      {query.isPending ? <Loading /> : null}
      {query.isError && notices === undefined ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {notices === undefined ? null : notices.length === 0 ? (
        <Empty title={t('accountability.empty')}>{t('accountability.emptyText')}</Empty>
      ) : (
        <Notices notices={notices} />
      )}
      <NextPage query={query} />
    </Page>
  );
}

function Notices({ notices }: { readonly notices: readonly NoticeSummary[] }): ReactNode {
  const bodyName = useBodyName();
  const columns: Column<NoticeSummary>[] = [
    {
      id: 'notice',
      header: t('accountability.notice'),
      cell: ({ row: { original } }) => (
        <>
          <Link to="/accountability/$id" params={{ id: original.id }} className="cell-main">
            {original.reference}
          </Link>
          <span className="cell-line small">
            <OperationName id={original.operation} />
            {original.status === 'actual' ? null : <> · {t(`messages.status.${original.status}`)}</>}
          </span>
        </>
      ),
    },
    { id: 'sender', header: t('item.sender'), cell: ({ row }) => bodyName(row.original.sender) },
    {
      id: 'nation',
      header: t('accountability.nation'),
      cell: ({ row: { original } }) =>
        original.nation === null ? <span className="soft">{t('common.notYet')}</span> : bodyName(original.nation),
    },
    {
      id: 'state',
      header: t('accountability.state'),
      cell: ({ row: { original } }) => (
        <>
          <NoticeState notice={original} />
          {original.repatriationRequestedAt !== null && original.repatriatedAt === null ? (
            <span className="cell-line small">{t('accountability.asked')}</span>
          ) : null}
        </>
      ),
    },
    { id: 'due', header: t('accountability.due'), cell: ({ row }) => <NoticeDeadline notice={row.original} /> },
    {
      id: 'sent',
      header: t('accountability.sentAt'),
      cell: ({ row: { original } }) =>
        original.sentAt === null ? <span className="soft">{t('common.notYet')}</span> : <Time at={original.sentAt} />,
    },
  ];
  return <DataTable caption={t('accountability.title')} columns={columns} rows={notices} keyOf={({ id }) => id} />;
}
