import { useState, type ReactNode } from 'react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { useOperation } from '../../api/directory';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { Dialog } from '../../ui/dialog';
import { Empty } from '../../ui/empty';
import { Fact, Facts } from '../../ui/facts';
import { TextArea } from '../../ui/fields';
import { faultsOf, Form } from '../../ui/form';
import { Failed, Loaded, Loading } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Segments } from '../../ui/segments';
import { Time } from '../../ui/time';
import { NextPage } from '../../ui/next-page';
import { FormButtons } from '../../ui/form-buttons';
import { consentQuery } from './consent-query';
import { Grants } from './grants';

/** Without the person's words, which are read one record at a time. */
type Line = Schemas['ConsentSummary'];

const PAGE = 20;
const shown = ['active', 'withdrawn'] as const;

/** What persons agreed to, record by record, and what rests on each. */
export function ConsentsPage(): ReactNode {
  const [state, setState] = useState<Line['state']>('active');
  const [told, setTold] = useState<string>();
  const query = useInfiniteQuery({
    queryKey: ['consents', state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) => {
      const asked = { state, limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return answerOf(hub.GET('/v1/consents', { params: { query: asked }, signal }));
    },
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const consents = query.data?.pages.flatMap(({ data }) => data);
  return (
    <Page title={t('consents.title')} lead={t('consents.lead')}>
      <Segments
        name="state"
        label={t('referrals.state')}
        value={state}
        choices={shown.map((value) => ({ value, label: t(`consents.state.${value}`) }))}
        onChange={setState}
      />
      <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
      {query.isPending ? <Loading /> : null}
      {query.isError && consents === undefined ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {consents?.length === 0 ? <Empty title={t('consents.empty')} /> : null}
      <div className="tracks">
        {consents?.map((consent) => (
          <One key={consent.id} consent={consent} onTold={setTold} />
        ))}
      </div>
      <NextPage query={query} />
    </Page>
  );
}

interface OneProps {
  readonly consent: Line;
  readonly onTold: (words: string) => void;
}

function One({ consent, onTold }: OneProps): ReactNode {
  const operation = useOperation(consent.operation);
  const [isOpen, setOpen] = useState(false);
  const title = t('consents.of', { day: consent.date ?? consent.createdAt.slice(0, 10) });
  return (
    <article className="panel" aria-label={title}>
      <header className="panel-head">
        <h2>{title}</h2>
        <Chip tone={consent.inForce ? 'done' : consent.state === 'withdrawn' ? 'late' : 'plain'}>
          {t(consent.inForce ? 'consents.inForce' : 'consents.notInForce')}
        </Chip>
      </header>
      <Facts>
        <Fact name={t('item.operation')}>{operation?.mission ?? consent.operation}</Fact>
        <Fact name={t('consents.given')}>{t(`write.consentGiven.${consent.given}`)}</Fact>
        {consent.expires === null ? null : <Fact name={t('write.consentExpires')}>{consent.expires}</Fact>}
        {consent.withdrawnAt === null ? null : (
          <Fact name={t('consents.withdrawnAt')}>
            <Time at={consent.withdrawnAt} />
          </Fact>
        )}
      </Facts>
      <Grants grants={consent.grants} />
      {isOpen ? (
        <Words id={consent.id} onTold={onTold} />
      ) : (
        <div className="no-print">
          <Button
            aria-label={t('consents.openThis', { title })}
            onPress={() => {
              setOpen(true);
            }}
          >
            {t('consents.open')}
          </Button>
        </div>
      )}
    </article>
  );
}

/** What the person said, and what rests on it. */
function Words({ id, onTold }: { readonly id: string; readonly onTold: (words: string) => void }): ReactNode {
  const mayWithdraw = useMay('referrals:write');
  const query = useQuery(consentQuery(id));
  return (
    <Loaded query={query}>
      {(consent) => (
        <>
          <Facts>
            <Fact name={t('erasures.caseCode')}>{consent.caseCode ?? t('consents.erased')}</Fact>
            {consent.givenBy === null ? null : <Fact name={t('write.givenBy')}>{consent.givenBy}</Fact>}
            {consent.restrictions === null ? null : <Fact name={t('write.restrictions')}>{consent.restrictions}</Fact>}
            {consent.evidence === null ? null : <Fact name={t('consents.evidence')}>{consent.evidence}</Fact>}
            <Fact name={t('consents.referrals')}>
              {consent.referrals.length === 0
                ? t('common.none')
                : consent.referrals.map((referral) => (
                    <Link
                      key={referral.id}
                      to="/referrals/$id"
                      params={{ id: referral.id }}
                      className="cell-main cell-line"
                    >
                      {referral.reference}
                    </Link>
                  ))}
            </Fact>
          </Facts>
          {mayWithdraw && consent.state === 'active' ? <Withdraw consent={consent} onTold={onTold} /> : null}
        </>
      )}
    </Loaded>
  );
}

interface WithdrawProps {
  readonly consent: Schemas['Consent'];
  readonly onTold: (words: string) => void;
}

function Withdraw({ consent, onTold }: WithdrawProps): ReactNode {
  const [isAsked, setAsked] = useState(false);
  const [note, setNote] = useState('');
  const act = useAct(
    (words: string, key) => {
      const params = { path: { id: consent.id }, header: { 'Idempotency-Key': key } };
      return answerOf(hub.POST('/v1/consents/{id}/withdraw', { params, body: words === '' ? {} : { note: words } }));
    },
    async ({ referrals }) => {
      setAsked(false);
      onTold(t('consents.withdrawn', { count: referrals.length }));
      await Promise.all(
        ['consents', 'referrals', 'referral'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      );
    },
  );
  const leave = (): void => {
    setAsked(false);
    act.reset();
  };
  return (
    <div className="no-print">
      <Button
        look="warning"
        onPress={() => {
          setAsked(true);
        }}
      >
        {t('consents.withdraw')}
      </Button>
      {isAsked ? (
        <Dialog title={t('consents.withdraw')} isOpen onClose={leave}>
          <Form
            faults={faultsOf(act.error, () => 'note')}
            onSubmit={() => {
              act.mutate(note.trim());
            }}
          >
            <p>{t('consents.withdrawText', { count: consent.referrals.length })}</p>
            <TextArea
              name="note"
              label={t('consents.note')}
              optional
              rows={2}
              maxLength={2000}
              value={note}
              onChange={setNote}
            />
            <FormButtons label={t('consents.withdraw')} busy={act.isPending} onClose={leave} />
          </Form>
        </Dialog>
      ) : null}
    </div>
  );
}
