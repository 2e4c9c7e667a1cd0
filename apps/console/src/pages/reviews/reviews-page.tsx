import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '#api-client';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Time } from '../../ui/time';
import { MakeReview } from './make-review';
import { Recommend } from './recommend';
import { Recommendations } from './recommendations';
import { reviewsQuery } from './review-queries';

type Summary = Schemas['ReviewReportSummary'];

/** The reports that were made, what was recommended, and making more of both. */
export function ReviewsPage(): ReactNode {
  const [told, setTold] = useState<string>();
  const mayMake = useMay('figures:release');
  const query = useQuery(reviewsQuery);
  return (
    <Page title={t('reviews.title')} lead={t('reviews.lead')}>
      <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
      <Loaded query={query}>
        {(reports) => (reports.length === 0 ? <Empty title={t('reviews.empty')} /> : <Reports reports={reports} />)}
      </Loaded>
      {mayMake ? <MakeReview onTold={setTold} /> : null}
      <Recommendations onTold={setTold} mayClose={mayMake} />
      {mayMake ? <Recommend onTold={setTold} /> : null}
    </Page>
  );
}

function Reports({ reports }: { readonly reports: readonly Summary[] }): ReactNode {
  const columns: Column<Summary>[] = [
    {
      id: 'report',
      header: t('reviews.report'),
      cell: ({ row: { original } }) => (
        <Link to="/reviews/$id" params={{ id: original.id }}>
          {t('reviews.name', { number: original.number })}
        </Link>
      ),
    },
    { id: 'operations', header: t('reviews.operations'), cell: ({ row }) => row.original.operations.join(', ') },
    {
      id: 'period',
      header: t('reviews.period'),
      cell: ({ row: { original } }) => t('reviews.span', { from: original.from, to: original.to }),
    },
    { id: 'made', header: t('reviews.made'), cell: ({ row }) => <Time at={row.original.madeAt} /> },
  ];
  return <DataTable caption={t('reviews.title')} columns={columns} rows={reports} keyOf={({ id }) => id} />;
}
