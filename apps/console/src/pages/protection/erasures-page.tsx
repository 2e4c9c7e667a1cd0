import { useState, type ReactNode } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { useMe } from '../../session/session';
import { ActButtons } from '../../ui/act-buttons';
import { Chip, type Tone } from '../../ui/chip';
import { Empty } from '../../ui/empty';
import { Fact, Facts } from '../../ui/facts';
import { Failed, Loading } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Time } from '../../ui/time';
import { NextPage } from '../../ui/next-page';
import { AskErasure } from './ask-erasure';

type Erasure = Schemas['Erasure'];
type Move = Erasure['legal'][number];

const PAGE = 50;
/** Milliseconds after which the list is read again: what is approved is erased within seconds. */
const LOOK_AGAIN = 5_000;

const tones: Readonly<Record<Erasure['state'], Tone>> = {
  requested: 'soon',
  approved: 'note',
  refused: 'plain',
  erased: 'done',
};

/** What is erased for good: one person asks, another decides; retention asks by itself. */
export function ErasuresPage(): ReactNode {
  const [told, setTold] = useState<string>();
  const query = useInfiniteQuery({
    queryKey: ['erasures'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) => {
      const asked = { limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return answerOf(hub.GET('/v1/erasures', { params: { query: asked }, signal }));
    },
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ data }) => data.some((one) => one.state === 'approved')) ? LOOK_AGAIN : false,
  });
  const erasures = query.data?.pages.flatMap(({ data }) => data);
  return (
    <Page title={t('erasures.title')} lead={t('erasures.lead')}>
      <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
      {query.isPending ? <Loading /> : null}
      {query.isError && erasures === undefined ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {erasures?.length === 0 ? <Empty title={t('erasures.empty')} /> : null}
      <div className="tracks">
        {erasures?.map((erasure) => (
          <One key={erasure.id} erasure={erasure} onTold={setTold} />
        ))}
      </div>
      <NextPage query={query} />
      <AskErasure onTold={setTold} />
    </Page>
  );
}

interface OneProps {
  readonly erasure: Erasure;
  readonly onTold: (words: string) => void;
}

function One({ erasure, onTold }: OneProps): ReactNode {
  const { person } = useMe();
  const { id, cause, state, messages, reason, requestedAt, requestedBy, decidedAt, erasedAt } = erasure;
  const title = t('erasures.of', { count: messages.length });
  return (
    <article className="panel" aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        <Chip tone={tones[state]}>{t(`erasures.state.${state}`)}</Chip>
      </header>
      <Facts>
        <Fact name={t('erasures.cause')}>{t(`erasures.cause.${cause}`)}</Fact>
        {reason === null ? null : (
          <Fact name={t('erasures.reason')}>
            <span dir="auto">{reason}</span>
          </Fact>
        )}
        <Fact name={t('erasures.requestedAt')}>
          <Time at={requestedAt} />
        </Fact>
        {decidedAt === null ? null : (
          <Fact name={t('erasures.decidedAt')}>
            <Time at={decidedAt} />
          </Fact>
        )}
        {erasedAt === null ? null : (
          <Fact name={t('erasures.erasedAt')}>
            <Time at={erasedAt} />
          </Fact>
        )}
      </Facts>
      {requestedBy !== null && requestedBy === person?.id && state === 'requested' ? (
        <p className="soft">{t('erasures.another')}</p>
      ) : (
        <Decide id={id} legal={erasure.legal} onTold={onTold} />
      )}
    </article>
  );
}

interface DecideProps {
  readonly id: string;
  readonly legal: readonly Move[];
  readonly onTold: (words: string) => void;
}

function Decide({ id, legal, onTold }: DecideProps): ReactNode {
  const act = useAct(
    (move: Move, key) => {
      const params = { path: { id }, header: { 'Idempotency-Key': key } };
      return answerOf(
        move === 'approve'
          ? hub.POST('/v1/erasures/{id}/approve', { params })
          : hub.POST('/v1/erasures/{id}/refuse', { params }),
      );
    },
    async (_done, move) => {
      onTold(t(`erasures.done.${move}`));
      await queryClient.invalidateQueries({ queryKey: ['erasures'] });
    },
  );
  return (
    <ActButtons
      choices={legal}
      act={act}
      label={(move) => t(`erasures.${move}`)}
      look={(move) => (move === 'approve' ? 'warning' : 'plain')}
    />
  );
}
