import { useState, type ReactNode } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { useBodyName, useOperation } from '../../api/directory';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { Chip, type Tone } from '../../ui/chip';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { Failed, Loading } from '../../ui/loaded';
import { NextPage } from '../../ui/next-page';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Time } from '../../ui/time';
import { AskReturn } from './ask-return';
import { TrainingCoverage } from './coverage';

type Campaign = Schemas['ReturnCampaign'];
type Nation = Schemas['NationReturn'];

/** Milliseconds after which it is read again while a request is on its way to the nations. */
const ON_ITS_WAY = 2_000;
/** And usually: whoever runs meetings is told of no event. */
const USUALLY = 10_000;

const tones: Readonly<Record<Nation['state'], Tone>> = {
  due: 'soon',
  in_part: 'soon',
  overdue: 'late',
  received: 'done',
  declined: 'late',
  taken_back: 'plain',
};

/** What nations were asked to report by a day, and how each of them stands. */
export function ReturnsPage(): ReactNode {
  const [told, setTold] = useState<string>();
  const mayAsk = useMay('messages:write');
  const mayCount = useMay('figures:read');
  const query = useInfiniteQuery({
    queryKey: ['return-campaigns'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) => {
      const asked = pageParam === undefined ? {} : { cursor: pageParam };
      return answerOf(hub.GET('/v1/return-campaigns', { params: { query: asked }, signal }));
    },
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ data }) => data.some(({ nations }) => nations.length === 0)) ? ON_ITS_WAY : USUALLY,
  });
  const campaigns = query.data?.pages.flatMap(({ data }) => data);
  return (
    <Page title={t('returns.title')} lead={t('returns.lead')}>
      <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
      {query.isPending ? <Loading /> : null}
      {query.isError && campaigns === undefined ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {campaigns?.length === 0 ? <Empty title={t('returns.empty')} /> : null}
      <div className="tracks">
        {campaigns?.map((campaign) => (
          <OneCampaign key={campaign.id} campaign={campaign} />
        ))}
      </div>
      <NextPage query={query} />
      {mayCount ? <TrainingCoverage /> : null}
      {mayAsk ? <AskReturn onTold={setTold} /> : null}
    </Page>
  );
}

function OneCampaign({ campaign }: { readonly campaign: Campaign }): ReactNode {
  const { reference, subject, kind, status, sentAt, dueAt, nations } = campaign;
  const operation = useOperation(campaign.operation);
  const title = subject ?? returnWords(kind);
  return (
    <article className="panel stack" aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        {status === 'actual' ? null : <Chip tone="note">{t(`frame.${status}`)}</Chip>}
      </header>
      <p className="soft">
        {reference} · {returnWords(kind)} · {operation?.mission ?? campaign.operation} · {t('returns.sent')}{' '}
        <Time at={sentAt} timeZone={operation?.timeZone} />
        {dueAt === null ? null : (
          <>
            {' '}
            · {t('returns.due')} <Time at={dueAt} timeZone={operation?.timeZone} />
          </>
        )}
      </p>
      <Nations title={title} nations={nations} timeZone={operation?.timeZone} />
    </article>
  );
}

interface NationsProps {
  readonly title: string;
  readonly nations: readonly Nation[];
  readonly timeZone: string | undefined;
}

function Nations({ title, nations, timeZone }: NationsProps): ReactNode {
  const bodyName = useBodyName();
  const mayRead = useMay('inbox:read');
  const time = (at: string | null): ReactNode =>
    at === null ? <span className="soft">{t('common.notYet')}</span> : <Time at={at} timeZone={timeZone} />;
  const columns: Column<Nation>[] = [
    {
      id: 'nation',
      header: t('returns.nation'),
      cell: ({ row }) => <strong>{bodyName(row.original.organisation)}</strong>,
    },
    {
      id: 'state',
      header: t('returns.state'),
      cell: ({ row: { original } }) => <Chip tone={tones[original.state]}>{t(`returns.state.${original.state}`)}</Chip>,
    },
    { id: 'up', header: t('item.acknowledged'), cell: ({ row }) => time(row.original.acknowledgedAt) },
    {
      id: 'last',
      header: t('returns.last'),
      cell: ({ row: { original } }) =>
        original.last === null ? (
          <span className="soft">{t('common.notYet')}</span>
        ) : (
          <>
            {mayRead ? (
              <Link to="/inbox/$messageId" params={{ messageId: original.last.id }}>
                {original.last.reference}
              </Link>
            ) : (
              original.last.reference
            )}
            <span className="cell-line small">
              {time(original.last.receivedAt)} · {t('returns.versions', { count: original.versions })}
            </span>
          </>
        ),
    },
  ];
  return <DataTable caption={title} columns={columns} rows={nations} keyOf={({ organisation }) => organisation} />;
}

function returnWords(kind: string): string {
  return kind === 'training-return-request' ? t('returns.kind.training') : t('returns.kind.national');
}
