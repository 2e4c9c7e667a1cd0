import { lazy, Suspense, useState, type ReactNode } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { operationsQuery, useBodyName } from '../../api/directory';
import { locale, t } from '../../i18n';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { SelectField, TextField } from '../../ui/fields';
import { Loaded, Loading } from '../../ui/loaded';
import { Page } from '../../ui/page';
import { shareWords } from '../../ui/share-words';
import { Time } from '../../ui/time';
import { useMay } from '../../session/session';
import { DeliveryHealth } from './delivery-health';
import { OverTime, type By } from './over-time';
import { kindWords } from '../inbox/words';

type Group = Schemas['AcknowledgementGroup'];

/** The library of charts is large; it comes with the first chart. */
const RatesChart = lazy(async () => ({ default: (await import('./rates-chart')).RatesChart }));
const number = new Intl.NumberFormat(locale.formats, { maximumFractionDigits: 1 });

export function FiguresPage(): ReactNode {
  const { data: operations = [] } = useQuery(operationsQuery);
  const [chosen, setChosen] = useState('');
  const [by, setBy] = useState<By>('organisation');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const nameOf = useGroupName();
  const manages = useMay('webhooks:manage');
  const operation = chosen === '' ? (operations[0]?.id ?? '') : chosen;
  const query = useQuery({
    queryKey: ['figures', operation, by, from, to],
    queryFn: ({ signal }) => {
      const asked = { operation, by, ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) };
      return answerOf(hub.GET('/v1/figures/acknowledgement', { params: { query: asked }, signal }));
    },
    enabled: operation !== '',
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('figures.title')} lead={t('figures.lead')}>
      <div className="filters no-print">
        <SelectField
          name="operation"
          label={t('figures.operation')}
          value={operation}
          onChange={setChosen}
          choices={operations.map(({ id, mission }) => ({ value: id, label: mission }))}
        />
        <SelectField
          name="by"
          label={t('figures.by')}
          value={by}
          onChange={setBy}
          choices={(['organisation', 'priority', 'kind'] as const).map((value) => ({
            value,
            label: t(`figures.by.${value}`),
          }))}
        />
        <TextField name="from" type="date" label={t('figures.from')} value={from} onChange={setFrom} width="short" />
        <TextField name="to" type="date" label={t('figures.to')} value={to} onChange={setTo} width="short" />
      </div>
      <Loaded query={query}>
        {({ at, timeZone, groups, total }) =>
          groups.length === 0 ? (
            <Empty title={t('figures.empty')} />
          ) : (
            <>
              <Rates groups={groups} total={total} by={by} nameOf={nameOf} />
              <p className="soft">
                {t('figures.at')} <Time at={at} timeZone={timeZone} />
              </p>
            </>
          )
        }
      </Loaded>
      {operation === '' ? null : <OverTime operation={operation} by={by} to={to} nameOf={nameOf} />}
      {manages ? <DeliveryHealth /> : null}
    </Page>
  );
}

interface RatesProps {
  readonly groups: readonly Group[];
  readonly total: Schemas['AcknowledgementFigures'];
  readonly by: By;
  readonly nameOf: (group: Group) => string;
}

/** What a group is of, in words. */
function useGroupName(): (group: Group) => string {
  const bodyName = useBodyName();
  return ({ organisation, priority, kind }) => {
    if (organisation !== null) return bodyName(organisation);
    if (priority !== null) return t(`priority.${priority}`);
    return kindWords(kind ?? '');
  };
}

function Rates({ groups, total, by, nameOf }: RatesProps): ReactNode {
  const rows = [
    ...groups.map((group) => ({ ...group, name: nameOf(group) })),
    { ...total, organisation: null, priority: null, kind: null, name: t('figures.total') },
  ];
  const columns: Column<(typeof rows)[number]>[] = [
    { id: 'name', header: t(`figures.by.${by}`), cell: ({ row }) => <strong>{row.original.name}</strong> },
    { id: 'recipients', header: t('figures.recipients'), cell: ({ row }) => number.format(row.original.recipients) },
    {
      id: 'acknowledged',
      header: t('figures.acknowledged'),
      cell: ({ row }) => number.format(row.original.acknowledged),
    },
    { id: 'decided', header: t('figures.decided'), cell: ({ row }) => number.format(row.original.decided) },
    { id: 'overdue', header: t('figures.overdue'), cell: ({ row }) => number.format(row.original.overdue) },
    { id: 'none', header: t('figures.noResponse'), cell: ({ row }) => shareWords(row.original.noResponseRate) },
    {
      id: 'half',
      header: t('figures.undecided'),
      cell: ({ row }) => shareWords(row.original.acknowledgedWithoutDecisionRate),
    },
    {
      id: 'median',
      header: t('figures.median'),
      cell: ({ row: { original } }) =>
        original.hoursToAcknowledge === null ? '–' : number.format(original.hoursToAcknowledge.median),
    },
  ];
  return (
    <div className="stack-wide">
      <figure className="chart">
        <figcaption>
          {t('figures.chart')}. {t('figures.sameInTable')}
        </figcaption>
        <Suspense fallback={<Loading />}>
          <RatesChart
            rows={rows.slice(0, -1).map(({ name, noResponseRate, acknowledgedWithoutDecisionRate }) => ({
              name,
              noResponse: Math.round((noResponseRate ?? 0) * 100),
              undecided: Math.round((acknowledgedWithoutDecisionRate ?? 0) * 100),
            }))}
          />
        </Suspense>
      </figure>
      <DataTable caption={t('figures.title')} columns={columns} rows={rows} keyOf={({ name }) => name} />
    </div>
  );
}
