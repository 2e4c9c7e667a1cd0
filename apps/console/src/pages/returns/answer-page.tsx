import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { BackLink } from '../../ui/back-link';
import { BodyView } from '../../ui/body-view';
import { Button } from '../../ui/button';
import { errorWords } from '../../ui/error-words';
import { Radios } from '../../ui/fields';
import { faultsOf } from '../../ui/form';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { inboxItemQuery } from '../inbox/inbox-queries';
import { ImportFigures } from './import-figures';
import { NationalForm, type NationalFigures } from './national-form';
import { TrainingForm, type TrainingFigures } from './training-form';

type Request = Schemas['InboxContent'];
type Draft = Schemas['ImportedReturn'];

/** A nation answers what it was asked to report: it fills a form or brings a table, looks at the draft, and sends it. */
export function AnswerPage(): ReactNode {
  const { messageId } = useParams({ from: '/inside/returns/answer/$messageId' });
  const query = useQuery(inboxItemQuery(messageId));
  return (
    <Page
      title={t('returns.answer')}
      lead={query.data?.subject ?? query.data?.reference}
      above={
        <BackLink to="/inbox/$messageId" params={{ messageId }}>
          {t('returns.backToRequest')}
        </BackLink>
      }
    >
      <Loaded query={query}>{(request) => <Answer request={request} />}</Loaded>
    </Page>
  );
}

function Answer({ request }: { readonly request: Request }): ReactNode {
  const [draft, setDraft] = useState<Draft>();
  const [extent, setExtent] = useState<'whole' | 'part'>('whole');
  const final = extent === 'whole';
  const act = useAct(keep, setDraft);
  const given = (figures: TrainingFigures | NationalFigures): void => {
    act.mutate({ request, final, figures });
  };
  const form = { faults: faultsOf(act.error), busy: act.isPending, onGiven: given };
  if (draft) return <DraftMade draft={draft} request={request} />;
  return (
    <div className="stack-wide">
      {request.body === null ? null : (
        <section>
          <h2>{t('item.content')}</h2>
          <BodyView body={request.body} />
        </section>
      )}
      <Radios
        name="extent"
        label={t('returns.extent')}
        inline
        value={extent}
        onChange={setExtent}
        choices={(['whole', 'part'] as const).map((value) => ({ value, label: t(`returns.extent.${value}`) }))}
      />
      <ImportFigures request={request.messageId} kind={request.kind} final={final} onDraft={setDraft} />
      <section>
        <h2>{t('returns.fill')}</h2>
        {request.kind === 'training-return-request' ? <TrainingForm {...form} /> : <NationalForm {...form} />}
      </section>
    </div>
  );
}

interface Kept {
  readonly request: Request;
  readonly final: boolean;
  readonly figures: TrainingFigures | NationalFigures;
}

/** Keeps a draft, which nobody else sees. */
async function keep({ request, final, figures }: Kept, key: string): Promise<Draft> {
  const { period } = request.body as unknown as Schemas['TrainingReturnRequestBody'];
  const { id, reference } = await answerOf(
    hub.POST('/v1/messages', {
      params: { header: { 'Idempotency-Key': key } },
      body: {
        ...{ kind: request.kind.replace(/-request$/, ''), operation: request.operation, draft: true },
        ...{ inReplyTo: request.messageId, body: { period, final, ...figures } },
      },
    }),
  );
  return { id, reference };
}

function DraftMade({ draft, request }: { readonly draft: Draft; readonly request: Request }): ReactNode {
  const query = useQuery({
    queryKey: ['messages', draft.id],
    queryFn: ({ signal }) => answerOf(hub.GET('/v1/messages/{id}', { params: { path: { id: draft.id } }, signal })),
  });
  const act = useAct(
    (_: undefined, key: string) =>
      answerOf(
        hub.POST('/v1/messages/{id}/submit', {
          params: { path: { id: draft.id }, header: { 'Idempotency-Key': key } },
        }),
      ),
    () => queryClient.invalidateQueries({ queryKey: ['inbox', request.messageId] }),
  );
  if (act.isSuccess)
    return (
      <Notice tone="done" announced>
        {t('returns.sentNow', { reference: draft.reference })}
      </Notice>
    );
  return (
    <div className="stack-wide">
      <Notice tone="note" title={t('returns.draft', { reference: draft.reference })} announced>
        {t('returns.draftText')}
      </Notice>
      <section>
        <h2>{t('item.content')}</h2>
        <Loaded query={query}>{({ body }) => (body === null ? null : <BodyView body={body} />)}</Loaded>
      </section>
      {act.isError ? (
        <Notice tone="late" announced>
          {errorWords(act.error)}
        </Notice>
      ) : null}
      <div className="form-actions">
        <Button
          look="primary"
          busy={act.isPending}
          onPress={() => {
            act.mutate(undefined);
          }}
        >
          {t('returns.sendNow')}
        </Button>
      </div>
    </div>
  );
}
