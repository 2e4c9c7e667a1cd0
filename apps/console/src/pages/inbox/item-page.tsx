import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useBodyName, useOperation } from '../../api/directory';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { BackLink } from '../../ui/back-link';
import { BodyView } from '../../ui/body-view';
import { Chip } from '../../ui/chip';
import { Fact, Facts } from '../../ui/facts';
import { FileList } from '../../ui/file-list';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { PrintButton } from '../../ui/print-button';
import { ThreadView } from '../../ui/thread-view';
import { Time } from '../../ui/time';
import { Answers } from './answers';
import { DeadlineChip } from './deadline';
import { inboxItemQuery, threadQuery, type InboxContent } from './inbox-queries';
import { kindWords, priorityTone, stateTone } from './words';

export function ItemPage(): ReactNode {
  const { messageId } = useParams({ from: '/inside/inbox/$messageId' });
  const query = useQuery(inboxItemQuery(messageId));
  return (
    <Page
      title={query.data?.reference ?? t('inbox.title')}
      lead={query.data === undefined ? undefined : (query.data.subject ?? kindWords(query.data.kind))}
      above={<BackLink to="/inbox">{t('item.back')}</BackLink>}
      actions={<PrintButton />}
    >
      <Loaded query={query}>{(item) => <Item key={item.messageId} item={item} />}</Loaded>
    </Page>
  );
}

function Item({ item }: { readonly item: InboxContent }): ReactNode {
  const [told, setTold] = useState<string>();
  const mayAnswer = useMay('inbox:write');
  const maySend = useMay('messages:write');
  const mayReadThreads = useMay('messages:read');
  const mayBreakGlass = useMay('break-glass:request');
  return (
    <div className="stack-wide">
      {item.status === 'actual' ? null : <p className="sheet">{t(`frame.${item.status}`)}</p>}
      <div className="row">
        <Chip tone={stateTone(item.state)}>{t(`state.${item.state}`)}</Chip>
        <DeadlineChip item={item} />
        <Chip tone={priorityTone(item.priority)}>{t(`priority.${item.priority}`)}</Chip>
      </div>
      <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
      {mayAnswer ? <Answers item={item} onTold={setTold} /> : null}
      {maySend && item.kind.endsWith('-return-request') ? (
        <p className="no-print">
          <Link to="/returns/answer/$messageId" params={{ messageId: item.messageId }}>
            {t('returns.answer')}
          </Link>
        </p>
      ) : null}
      <section>
        <h2>{t('item.content')}</h2>
        <p className="soft measure">{t('item.contentNote')}</p>
        {item.body === null ? <p>{t('item.noContent')}</p> : <BodyView body={item.body} />}
        {mayBreakGlass ? (
          <p className="no-print">
            <Link to="/break-glass" search={{ message: item.messageId }}>
              {t('item.breakGlass')}
            </Link>
          </p>
        ) : null}
      </section>
      {item.attachments.length > 0 ? (
        <section>
          <h2>{t('item.files')}</h2>
          <FileList base={`/v1/inbox/${item.messageId}/attachments`} files={item.attachments} />
        </section>
      ) : null}
      <section>
        <h2>{t('item.facts')}</h2>
        <About item={item} />
      </section>
      {mayReadThreads ? <Thread messageId={item.messageId} /> : null}
    </div>
  );
}

function About({ item }: { readonly item: InboxContent }): ReactNode {
  const bodyName = useBodyName();
  const operation = useOperation(item.operation);
  const time = (at: string | null): ReactNode =>
    at === null ? <span className="soft">{t('common.notYet')}</span> : <Time at={at} timeZone={operation?.timeZone} />;
  return (
    <Facts>
      <Fact name={t('item.sender')}>{bodyName(item.sender)}</Fact>
      <Fact name={t('item.operation')}>{operation?.title ?? item.operation}</Fact>
      <Fact name={t('item.capacity')}>{t(`capacity.${item.capacity}`)}</Fact>
      <Fact name={t('item.routed')}>{time(item.routedAt)}</Fact>
      <Fact name={t('item.acknowledgeBy')}>{time(item.dueAt)}</Fact>
      <Fact name={t('item.acknowledged')}>{time(item.acknowledgedAt)}</Fact>
      {item.decisionDueAt === null ? null : <Fact name={t('item.decideBy')}>{time(item.decisionDueAt)}</Fact>}
      <Fact name={t('item.decided')}>{time(item.decidedAt)}</Fact>
      {item.decision === null ? null : <Fact name={t('item.decision')}>{t(`decision.${item.decision}`)}</Fact>}
      {item.outcome === null ? null : <Fact name={t('item.outcome')}>{t(`outcome.${item.outcome}`)}</Fact>}
      <Fact name={t('item.marks')}>
        {`TLP:${item.marks.tlp}`} · {item.marks.classification}
      </Fact>
    </Facts>
  );
}

function Thread({ messageId }: { readonly messageId: string }): ReactNode {
  const query = useQuery(threadQuery(messageId));
  if (query.data !== undefined && query.data.length < 2) return null;
  return (
    <section>
      <h2>{t('item.thread')}</h2>
      <Loaded query={query}>{(messages) => <ThreadView messages={messages} current={messageId} />}</Loaded>
    </section>
  );
}
