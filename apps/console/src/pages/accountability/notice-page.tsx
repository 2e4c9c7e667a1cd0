import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Schemas } from '#api-client';
import { useBodyName, useOperation } from '../../api/directory';
import { t } from '../../i18n';
import { BackLink } from '../../ui/back-link';
import { BodyView } from '../../ui/body-view';
import { Chip } from '../../ui/chip';
import { codeWords } from '../../ui/codes';
import { Fact, Facts } from '../../ui/facts';
import { Loaded } from '../../ui/loaded';
import { Notice as Told } from '../../ui/notice';
import { Page } from '../../ui/page';
import { PrintButton } from '../../ui/print-button';
import { Time } from '../../ui/time';
import { priorityTone } from '../inbox/words';
import { Timeline } from '../sent/timeline';
import { nationStatuses } from './notice-codes';
import { NoticeActs } from './notice-acts';
import { NoticeEvidence } from './notice-evidence';
import { noticeHistoryQuery, noticeQuery, type Notice } from './notice-queries';
import { NoticeDeadline, NoticeState } from './notice-state';
import { WhoKnows } from './who-knows';

/** One allegation: how it stands at the nation, what it says, who knows of it, and what happened. */
export function NoticePage(): ReactNode {
  const { id } = useParams({ from: '/inside/accountability/$id' });
  const query = useQuery(noticeQuery(id));
  const bodyName = useBodyName();
  const nation = query.data?.nation ?? null;
  return (
    <Page
      title={query.data?.reference ?? t('accountability.notice')}
      lead={nation === null ? t('accountability.notice') : t('accountability.about', { nation: bodyName(nation) })}
      above={<BackLink to="/accountability">{t('accountability.title')}</BackLink>}
      actions={<PrintButton />}
    >
      <Loaded query={query}>{(notice) => <Parts key={notice.id} notice={notice} />}</Loaded>
    </Page>
  );
}

function Parts({ notice }: { readonly notice: Notice }): ReactNode {
  const [told, setTold] = useState<string>();
  const history = useQuery(noticeHistoryQuery(notice.id, `${notice.state} ${notice.nationStatusAt ?? ''}`));
  return (
    <div className="stack-wide">
      {notice.status === 'actual' ? null : <p className="sheet">{t(`frame.${notice.status}`)}</p>}
      <div className="row">
        <NoticeState notice={notice} />
        <NoticeDeadline notice={notice} />
        <Chip tone={priorityTone(notice.priority)}>{t(`priority.${notice.priority}`)}</Chip>
      </div>
      <div role="status">{told === undefined ? null : <Told tone="done">{told}</Told>}</div>
      <NoticeActs notice={notice} onTold={setTold} />
      {notice.repatriationReason === null ? null : (
        <section>
          <h2>{t('accountability.whyRepatriation')}</h2>
          <p className="quote text" dir="auto">
            {notice.repatriationReason}
          </p>
        </section>
      )}
      <section>
        <h2>{t('accountability.alleged')}</h2>
        <p className="soft measure">
          {t(notice.side === 'sender' ? 'accountability.allegedNote' : 'accountability.allegedNoteAuthority')}
        </p>
        <BodyView body={notice.body} />
      </section>
      {notice.side === 'authority' ? <Reporter notice={notice} /> : <WhoKnows notice={notice} onTold={setTold} />}
      <About notice={notice} />
      <Timeline query={history} operation={notice.operation} words={lineWords} />
      <NoticeEvidence id={notice.id} />
    </div>
  );
}

/** What the authority learns of who reported it: nothing before they agreed. */
function Reporter({ notice: { reporter } }: { readonly notice: Notice }): ReactNode {
  return (
    <section>
      <h2>{t('accountability.reporter')}</h2>
      {reporter === null ? (
        <p className="measure">{t('accountability.reporterKept')}</p>
      ) : (
        <BodyView body={{ ...reporter }} />
      )}
    </section>
  );
}

function About({ notice }: { readonly notice: Notice }): ReactNode {
  const bodyName = useBodyName();
  const operation = useOperation(notice.operation);
  const time = (at: string | null): ReactNode =>
    at === null ? <span className="soft">{t('common.notYet')}</span> : <Time at={at} timeZone={operation?.timeZone} />;
  return (
    <section>
      <h2>{t('item.facts')}</h2>
      <Facts>
        <Fact name={t('item.sender')}>{bodyName(notice.sender)}</Fact>
        <Fact name={t('accountability.authority')}>
          {notice.authority === null ? <span className="soft">{t('common.notYet')}</span> : bodyName(notice.authority)}
        </Fact>
        <Fact name={t('item.operation')}>{operation?.title ?? notice.operation}</Fact>
        <Fact name={t('accountability.sentAt')}>{time(notice.sentAt)}</Fact>
        {notice.dueAt === null ? null : <Fact name={t('accountability.takeUpBy')}>{time(notice.dueAt)}</Fact>}
        <Fact name={t('accountability.takenUp')}>{time(notice.acknowledgedAt)}</Fact>
        {notice.answerDueAt === null ? null : (
          <Fact name={t('accountability.answerBy')}>{time(notice.answerDueAt)}</Fact>
        )}
        {notice.proceedings === null ? null : (
          <Fact name={t('accountability.proceedings')}>{t(`accountability.status.${notice.proceedings}`)}</Fact>
        )}
        <Fact name={t('accountability.repatriationAsked')}>{time(notice.repatriationRequestedAt)}</Fact>
        <Fact name={t('accountability.repatriatedAt')}>{time(notice.repatriatedAt)}</Fact>
        {notice.side === 'authority' && notice.victimReferral !== null ? (
          <Fact name={t('accountability.victimReferral')}>{notice.victimReferral}</Fact>
        ) : null}
        <Fact name={t('item.marks')}>TLP:RED</Fact>
      </Facts>
    </section>
  );
}

/** What the nation says is a line of its own kind: with what it says. */
function lineWords({ event, to }: Schemas['TimelineLine']): string {
  // Of the message it is an answer already; of the allegation it is none.
  if (event === 'answered' && to === 'in_progress') return t('accountability.line.inHand');
  const status = event === 'nation_status' ? nationStatuses.find((one) => one === to) : undefined;
  return status === undefined ? codeWords(event) : t(`accountability.line.${status}`);
}
