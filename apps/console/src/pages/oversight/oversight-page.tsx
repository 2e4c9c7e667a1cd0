import type { ReactNode } from 'react';
import { queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { useBodyName, useOperation } from '../../api/directory';
import { locale, t } from '../../i18n';
import { Chip } from '../../ui/chip';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { Failed, Loaded, Loading } from '../../ui/loaded';
import { NextPage } from '../../ui/next-page';
import { Page } from '../../ui/page';
import { Time } from '../../ui/time';

type Act = Schemas['Overseen'];
type Reading = Schemas['UnusualReading'];

const PAGE = 50;
const DAYS = 30;
const number = new Intl.NumberFormat(locale.formats, { maximumFractionDigits: 1 });

const readingQuery = queryOptions({
  queryKey: ['unusual-reading'],
  queryFn: async ({ signal }) =>
    (await answerOf(hub.GET('/v1/oversight/reading', { params: { query: { days: DAYS } }, signal }))).data,
});

/** What goes past the rules or takes much along, and who reads unusually much. */
export function OversightPage(): ReactNode {
  const reading = useQuery(readingQuery);
  return (
    <Page title={t('oversight.title')} lead={t('oversight.lead')}>
      <section className="stack">
        <h2>{t('oversight.reading')}</h2>
        <p className="soft">{t('oversight.readingText', { days: DAYS })}</p>
        <Loaded query={reading}>
          {(rows) => (rows.length === 0 ? <Empty title={t('oversight.noReading')} /> : <Readings rows={rows} />)}
        </Loaded>
      </section>
      <section className="stack">
        <h2>{t('oversight.acts')}</h2>
        <Acts />
      </section>
    </Page>
  );
}

/** Ids of one's own body are told by their ends; of another body nobody is named. */
function Who({ person, key }: { readonly person: string | null; readonly key: string | null }): ReactNode {
  if (person !== null) return t('access.person', { id: person.slice(-12) });
  return key === null ? null : t('access.key', { id: key.slice(-12) });
}

function Readings({ rows }: { readonly rows: readonly Reading[] }): ReactNode {
  const columns: Column<Reading>[] = [
    { id: 'hour', header: t('oversight.hour'), cell: ({ row }) => <Time at={row.original.hour} /> },
    { id: 'who', header: t('oversight.who'), cell: ({ row: { original } }) => Who(original) },
    {
      id: 'operation',
      header: t('item.operation'),
      cell: ({ row }) => <Mission operation={row.original.operation} />,
    },
    { id: 'records', header: t('oversight.records'), cell: ({ row }) => number.format(row.original.records) },
    {
      id: 'usual',
      header: t('oversight.usual'),
      cell: ({ row: { original } }) => (original.usual === null ? '–' : number.format(original.usual)),
    },
    {
      id: 'why',
      header: t('oversight.why'),
      cell: ({ row }) => (
        <span className="row">
          {row.original.reasons.map((reason) => (
            <Chip key={reason} tone="late">
              {t(`oversight.reason.${reason}`)}
            </Chip>
          ))}
        </span>
      ),
    },
  ];
  return (
    <DataTable
      caption={t('oversight.reading')}
      columns={columns}
      rows={rows}
      keyOf={({ hour, operation, person, key }) => [hour, operation, person, key].join(' ')}
    />
  );
}

function Mission({ operation }: { readonly operation: string }): ReactNode {
  return useOperation(operation)?.mission ?? operation;
}

function Acts(): ReactNode {
  const bodyName = useBodyName();
  const query = useInfiniteQuery({
    queryKey: ['overseen-acts'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) => {
      const asked = { limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return answerOf(hub.GET('/v1/oversight/acts', { params: { query: asked }, signal }));
    },
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  const rows = query.data.pages.flatMap(({ data }) => data);
  if (rows.length === 0) return <Empty title={t('oversight.noActs')} />;
  const columns: Column<Act>[] = [
    { id: 'at', header: t('access.at'), cell: ({ row }) => <Time at={row.original.at} /> },
    {
      id: 'act',
      header: t('oversight.act'),
      cell: ({ row }) => <strong>{t(`oversight.action.${row.original.action}`)}</strong>,
    },
    {
      id: 'body',
      header: t('access.body'),
      cell: ({ row: { original } }) => (
        <>
          {original.organisation === null ? t('oversight.theHub') : bodyName(original.organisation)}
          <span className="cell-line small">{Who(original)}</span>
        </>
      ),
    },
    {
      id: 'about',
      header: t('oversight.about'),
      cell: ({ row: { original } }) => {
        if (original.count !== null) return t('oversight.recordsTaken', { count: original.count });
        return original.message === null ? (
          '–'
        ) : (
          <Link to="/access" search={{ subject: original.message }}>
            {t('oversight.readersOf', { id: original.message.slice(-12) })}
          </Link>
        );
      },
    },
  ];
  return (
    <>
      <DataTable caption={t('oversight.acts')} columns={columns} rows={rows} keyOf={({ id }) => id} />
      <NextPage query={query} />
    </>
  );
}
