import { lazy, Suspense, useState, type ReactNode } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { locale, t } from '../../i18n';
import { DataTable, type Column } from '../../ui/data-table';
import { SelectField } from '../../ui/fields';
import { Loaded, Loading } from '../../ui/loaded';
import { useNow } from '../../ui/use-now';
import { shareWords } from '../../ui/share-words';
import { monthsUpTo } from './months';

type Group = Schemas['AcknowledgementGroup'];
type Figures = Schemas['AcknowledgementFigures'];
export type By = 'organisation' | 'priority' | 'kind';

const MONTHS = 6;
/** The library of charts is large; it comes with the first chart. */
const OverTimeChart = lazy(async () => ({ default: (await import('./over-time-chart')).OverTimeChart }));
const monthName = new Intl.DateTimeFormat(locale.formats, { month: 'short', year: 'numeric', timeZone: 'UTC' });
const number = new Intl.NumberFormat(locale.formats);

interface OverTimeProps {
  readonly operation: string;
  readonly by: By;
  readonly to: string;
  readonly nameOf: (group: Group) => string;
}

interface Point {
  readonly month: string;
  readonly figures: Figures | undefined;
}

/** The two rates month by month, of all together or of one body, priority or kind. */
export function OverTime({ operation, by, to, nameOf }: OverTimeProps): ReactNode {
  const today = new Date(useNow()).toISOString().slice(0, 10);
  const last = to === '' ? today : to;
  const [chosen, setChosen] = useState('');
  const query = useQuery({
    queryKey: ['figures', 'months', operation, by, last],
    queryFn: ({ signal }) =>
      Promise.all(
        monthsUpTo(last, MONTHS).map(async (span) => {
          const params = { query: { operation, by, ...span } };
          return { span, report: await answerOf(hub.GET('/v1/figures/acknowledgement', { params, signal })) };
        }),
      ),
    placeholderData: keepPreviousData,
  });
  return (
    <section className="stack">
      <h2>{t('figures.overTime')}</h2>
      <Loaded query={query}>
        {(months) => {
          const names = [...new Set(months.flatMap(({ report }) => report.groups.map(nameOf)))].sort();
          const of = names.includes(chosen) ? chosen : '';
          const points = months.map(({ span, report }) => ({
            month: monthName.format(new Date(span.from)),
            figures: of === '' ? report.total : report.groups.find((group) => nameOf(group) === of),
          }));
          return (
            <>
              <div className="filters no-print">
                <SelectField
                  name="of"
                  label={t(`figures.by.${by}`)}
                  value={of}
                  onChange={setChosen}
                  choices={[
                    { value: '', label: t('figures.total') },
                    ...names.map((name) => ({ value: name, label: name })),
                  ]}
                />
              </div>
              <Lines points={points} />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function Lines({ points }: { readonly points: readonly Point[] }): ReactNode {
  const columns: Column<Point>[] = [
    { id: 'month', header: t('figures.month'), cell: ({ row }) => <strong>{row.original.month}</strong> },
    {
      id: 'recipients',
      header: t('figures.recipients'),
      cell: ({ row }) => number.format(row.original.figures?.recipients ?? 0),
    },
    {
      id: 'none',
      header: t('figures.noResponse'),
      cell: ({ row }) => shareWords(row.original.figures?.noResponseRate),
    },
    {
      id: 'half',
      header: t('figures.undecided'),
      cell: ({ row }) => shareWords(row.original.figures?.acknowledgedWithoutDecisionRate),
    },
  ];
  const share = (value: number | null | undefined): number | null => (value == null ? null : Math.round(value * 100));
  return (
    <>
      <figure className="chart">
        <figcaption>
          {t('figures.overTimeChart')}. {t('figures.sameInTable')}
        </figcaption>
        <Suspense fallback={<Loading />}>
          <OverTimeChart
            rows={points.map(({ month, figures }) => ({
              month,
              noResponse: share(figures?.noResponseRate),
              undecided: share(figures?.acknowledgedWithoutDecisionRate),
            }))}
          />
        </Suspense>
      </figure>
      <DataTable caption={t('figures.overTime')} columns={columns} rows={points} keyOf={({ month }) => month} />
    </>
  );
}
