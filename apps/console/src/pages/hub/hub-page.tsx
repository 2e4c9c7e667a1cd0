import type { ReactNode } from 'react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { useBodyName } from '../../api/directory';
import { locale, t } from '../../i18n';
import { Chip } from '../../ui/chip';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { Loaded } from '../../ui/loaded';
import { Page } from '../../ui/page';
import { Time } from '../../ui/time';
import { EndpointState } from '../endpoints/endpoint-state';

type Work = Schemas['WaitingWork'];
type Queue = Schemas['WaitingWakeUps'];
type Endpoint = Schemas['EndpointAtWork'];

const number = new Intl.NumberFormat(locale.formats);
/** Milliseconds after which it is read again. */
const LOOK_AGAIN = 10_000;
/** Milliseconds that due work may wait before it is told as late: workers look at least so often. */
const LATE = 60_000;

const hubQuery = queryOptions({
  queryKey: ['hub-state'],
  queryFn: ({ signal }) => answerOf(hub.GET('/v1/hub/state', { signal })),
});

/** How the hub itself does, for whoever runs it: counts and times, no content. */
export function HubPage(): ReactNode {
  const query = useQuery({ ...hubQuery, refetchInterval: LOOK_AGAIN });
  return (
    <Page title={t('hub.title')} lead={t('hub.lead')}>
      <Loaded query={query}>
        {({ at, work, queues, endpoints }) => (
          <div className="stack">
            <p className="soft">
              {t('hub.at')} <Time at={at} />
            </p>
            <h2>{t('hub.work')}</h2>
            <DataTable
              caption={t('hub.work')}
              columns={workColumns(Date.parse(at))}
              rows={work}
              keyOf={({ name }) => name}
            />
            <h2>{t('hub.queues')}</h2>
            <p className="soft">{t('hub.queuesText')}</p>
            <DataTable caption={t('hub.queues')} columns={queueColumns} rows={queues} keyOf={({ name }) => name} />
            <h2>{t('hub.endpoints')}</h2>
            {endpoints.length === 0 ? <Empty title={t('hub.noEndpoints')} /> : <Endpoints endpoints={endpoints} />}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function workColumns(now: number): Column<Work>[] {
  return [
    { id: 'name', header: t('hub.what'), cell: ({ row }) => <strong>{t(`hub.work.${row.original.name}`)}</strong> },
    {
      id: 'waiting',
      header: t('hub.waiting'),
      cell: ({ row: { original } }) => (original.waiting === null ? '–' : number.format(original.waiting)),
    },
    {
      id: 'oldest',
      header: t('hub.oldest'),
      cell: ({ row: { original } }) => (original.oldestSince === null ? '–' : <Time at={original.oldestSince} />),
    },
    {
      id: 'state',
      header: t('hub.state'),
      cell: ({ row: { original } }) =>
        original.oldestSince !== null && now - Date.parse(original.oldestSince) > LATE ? (
          <Chip tone="late">{t('hub.late')}</Chip>
        ) : (
          <Chip tone="done">{t('hub.onTime')}</Chip>
        ),
    },
  ];
}

const queueColumns: Column<Queue>[] = [
  { id: 'name', header: t('hub.queue'), cell: ({ row }) => <strong>{row.original.name}</strong> },
  {
    id: 'waiting',
    header: t('hub.wakeUps'),
    cell: ({ row: { original } }) =>
      original.waiting === null ? <Chip tone="late">{t('hub.away')}</Chip> : number.format(original.waiting),
  },
];

function Endpoints({ endpoints }: { readonly endpoints: readonly Endpoint[] }): ReactNode {
  const bodyName = useBodyName();
  const columns: Column<Endpoint>[] = [
    {
      id: 'body',
      header: t('hub.body'),
      cell: ({ row: { original } }) => (
        <>
          <strong>{bodyName(original.organisation)}</strong>
          <span className="cell-line small">…{original.id.slice(-12)}</span>
        </>
      ),
    },
    { id: 'state', header: t('hub.state'), cell: ({ row }) => <EndpointState state={row.original.state} /> },
    {
      id: 'lane',
      header: t('hub.lane'),
      cell: ({ row: { original } }) => {
        if (original.restingUntil !== null)
          return (
            <>
              {t('hub.lane.resting')} <Time at={original.restingUntil} />
            </>
          );
        return t(original.laneUntil === null ? 'hub.lane.free' : 'hub.lane.held');
      },
    },
    {
      id: 'waiting',
      header: t('hub.waiting'),
      cell: ({ row: { original } }) => (
        <>
          {t('hub.pendingHeld', { pending: original.pending, held: original.held })}
          {original.oldestWaitingSince === null ? null : (
            <span className="cell-line small">
              <Time at={original.oldestWaitingSince} />
            </span>
          )}
        </>
      ),
    },
    {
      id: 'failing',
      header: t('hub.failing'),
      cell: ({ row: { original } }) =>
        original.failingSince === null ? (
          '–'
        ) : (
          <>
            {t('hub.inARow', { count: original.consecutiveFailures })}
            <span className="cell-line small">
              <Time at={original.failingSince} />
            </span>
          </>
        ),
    },
    {
      id: 'hour',
      header: t('hub.lastHour'),
      cell: ({ row: { original } }) =>
        t('hub.ofAttempts', { delivered: original.lastHour.delivered, attempts: original.lastHour.attempts }),
    },
  ];
  return <DataTable caption={t('hub.endpoints')} columns={columns} rows={endpoints} keyOf={({ id }) => id} />;
}
