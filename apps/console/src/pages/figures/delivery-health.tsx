import { lazy, Suspense, type ReactNode } from 'react';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { locale, t } from '../../i18n';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { Loaded, Loading } from '../../ui/loaded';
import { Time } from '../../ui/time';
import { endpointsQuery, healthQuery, type Endpoint } from '../endpoints/endpoint-queries';
import { EndpointState } from '../endpoints/endpoint-state';

const DeliveryChart = lazy(async () => ({ default: (await import('./delivery-chart')).DeliveryChart }));
const number = new Intl.NumberFormat(locale.formats);

/** How the webhooks of the body fared within a day. */
export function DeliveryHealth(): ReactNode {
  const query = useQuery(endpointsQuery);
  return (
    <section className="stack">
      <h2>{t('figures.delivery')}</h2>
      <Loaded query={query}>
        {(endpoints) =>
          endpoints.length === 0 ? <Empty title={t('figures.noEndpoints')} /> : <Healths endpoints={endpoints} />
        }
      </Loaded>
    </section>
  );
}

function Healths({ endpoints }: { readonly endpoints: readonly Endpoint[] }): ReactNode {
  const healths = useQueries({ queries: endpoints.map(({ id }) => healthQuery(id)) });
  const rows = endpoints.flatMap((endpoint, index) => {
    const health = healths[index]?.data;
    return health === undefined ? [] : [{ endpoint, health, name: endpoint.description ?? endpoint.url }];
  });
  if (rows.length < endpoints.length) return <Loading />;
  const columns: Column<(typeof rows)[number]>[] = [
    {
      id: 'endpoint',
      header: t('figures.endpoint'),
      cell: ({ row: { original } }) => (
        <Link to="/endpoints/$id" params={{ id: original.endpoint.id }} className="cell-main cell-url">
          {original.name}
        </Link>
      ),
    },
    {
      id: 'state',
      header: t('referrals.state'),
      cell: ({ row }) => <EndpointState state={row.original.health.state} />,
    },
    {
      id: 'delivered',
      header: t('figures.delivered'),
      cell: ({ row }) => number.format(row.original.health.lastDay.delivered),
    },
    {
      id: 'failed',
      header: t('figures.failed'),
      cell: ({ row: { original } }) =>
        number.format(original.health.lastDay.attempts - original.health.lastDay.delivered),
    },
    {
      id: 'p95',
      header: t('figures.p95'),
      cell: ({ row: { original } }) =>
        original.health.lastDay.p95Ms === null ? '–' : number.format(original.health.lastDay.p95Ms),
    },
    {
      id: 'waiting',
      header: t('figures.waiting'),
      cell: ({ row: { original } }) => (
        <>
          {number.format(original.health.pending + original.health.held)}
          {original.health.oldestWaitingSince === null ? null : (
            <span className="cell-line small">
              <Time at={original.health.oldestWaitingSince} />
            </span>
          )}
        </>
      ),
    },
  ];
  return (
    <>
      <figure className="chart">
        <figcaption>
          {t('figures.deliveryChart')}. {t('figures.sameInTable')}
        </figcaption>
        <Suspense fallback={<Loading />}>
          <DeliveryChart
            rows={rows.map(({ name, health: { lastDay } }) => ({
              name,
              delivered: lastDay.delivered,
              failed: lastDay.attempts - lastDay.delivered,
            }))}
          />
        </Suspense>
      </figure>
      <DataTable caption={t('figures.delivery')} columns={columns} rows={rows} keyOf={({ endpoint }) => endpoint.id} />
    </>
  );
}
