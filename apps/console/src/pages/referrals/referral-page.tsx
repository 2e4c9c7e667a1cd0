import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useBodyName, useOperation } from '../../api/directory';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { BodyView } from '../../ui/body-view';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { codeWords } from '../../ui/codes';
import { Fact, Facts } from '../../ui/facts';
import { FileList } from '../../ui/file-list';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { ThreadView } from '../../ui/thread-view';
import { Time } from '../../ui/time';
import { threadQuery } from '../inbox/inbox-queries';
import { priorityTone } from '../inbox/words';
import { Moves } from './moves';
import { Reasons } from './reasons';
import { referralQuery, timelineQuery, type Referral } from './referral-queries';
import { Track } from './track';

export function ReferralPage(): ReactNode {
  const { id } = useParams({ from: '/inside/referrals/$id' });
  const query = useQuery(referralQuery(id));
  const referral = query.data?.referral;
  const mayReadAccess = useMay('access:read');
  return (
    <Page
      title={referral?.reference ?? t('referrals.title')}
      lead={referral?.subject ?? undefined}
      above={
        <Link to="/referrals" className="back no-print">
          <span aria-hidden="true" className="arrow" />
          {t('referral.back')}
        </Link>
      }
      actions={
        <>
          {mayReadAccess ? (
            <Link to="/access" search={{ subject: id }} className="button">
              {t('access.ofThis')}
            </Link>
          ) : null}
          <Button
            onPress={() => {
              globalThis.print();
            }}
          >
            {t('item.print')}
          </Button>
        </>
      }
    >
      <Loaded query={query}>{(data) => <Parts key={data.referral.id} referral={data.referral} />}</Loaded>
    </Page>
  );
}

function Parts({ referral }: { readonly referral: Referral }): ReactNode {
  const [told, setTold] = useState<string>();
  const mayWrite = useMay('referrals:write');
  const mayReadThreads = useMay('messages:read');
  const bodyName = useBodyName();
  return (
    <div className="stack-wide">
      {referral.status === 'actual' ? null : <p className="sheet">{t(`frame.${referral.status}`)}</p>}
      <div className="row">
        <Chip tone={referral.state === 'routed' ? 'done' : 'note'}>{t(`messageState.${referral.state}`)}</Chip>
        <Chip tone={priorityTone(referral.priority)}>{t(`priority.${referral.priority}`)}</Chip>
      </div>
      <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
      {referral.recipients.length > 0 ? (
        <section>
          <h2>{t('referral.tracks')}</h2>
          <div className="tracks">
            {referral.recipients.map((recipient) => (
              <Track key={recipient.organisation} recipient={recipient} operation={referral.operation} />
            ))}
          </div>
        </section>
      ) : null}
      {referral.refused.length > 0 ? (
        <section>
          <h2>{t('referral.refused')}</h2>
          <p className="soft measure">{t('referral.refusedLead')}</p>
          <Facts>
            {referral.refused.map(({ organisation, reasons }) => (
              <Fact key={organisation} name={bodyName(organisation)}>
                <Reasons reasons={reasons} />
              </Fact>
            ))}
          </Facts>
        </section>
      ) : null}
      {mayWrite ? <Moves referral={referral} onTold={setTold} /> : null}
      <section>
        <h2>{t('referral.content')}</h2>
        {referral.body === null ? <p>{t('referral.erased')}</p> : <BodyView body={referral.body} />}
      </section>
      {referral.attachments.length > 0 ? (
        <section>
          <h2>{t('item.files')}</h2>
          <FileList base={`/v1/messages/${referral.id}/attachments`} files={referral.attachments} />
        </section>
      ) : null}
      <About referral={referral} />
      <Timeline referral={referral} />
      {mayReadThreads ? <Thread id={referral.id} /> : null}
    </div>
  );
}

function About({ referral }: { readonly referral: Referral }): ReactNode {
  const bodyName = useBodyName();
  const operation = useOperation(referral.operation);
  return (
    <section>
      <h2>{t('referral.facts')}</h2>
      <Facts>
        <Fact name={t('item.operation')}>{operation?.title ?? referral.operation}</Fact>
        <Fact name={t('referral.to')}>
          {referral.to.length === 0 ? t('referral.byRules') : referral.to.map(bodyName).join(', ')}
        </Fact>
        <Fact name={t('referral.status')}>{t(`status.${referral.status}`)}</Fact>
        <Fact name={t('item.marks')}>
          {`TLP:${referral.marks.tlp}`} · {referral.marks.classification}
        </Fact>
        <Fact name={t('referrals.sent')}>
          <Time at={referral.createdAt} timeZone={operation?.timeZone} />
        </Fact>
      </Facts>
    </section>
  );
}

function Timeline({ referral }: { readonly referral: Referral }): ReactNode {
  const query = useQuery(timelineQuery(referral.id));
  const bodyName = useBodyName();
  const operation = useOperation(referral.operation);
  return (
    <section>
      <h2>{t('referral.timeline')}</h2>
      <Loaded query={query}>
        {(lines) => (
          <ol className="timeline">
            {lines.map((line) => (
              <li key={`${line.at} ${line.event} ${line.organisation ?? ''} ${line.to ?? ''}`}>
                <strong>{codeWords(line.event)}</strong>
                {line.organisation === null ? null : <> · {bodyName(line.organisation)}</>}
                {line.note === null ? null : (
                  <p className="quote" dir="auto">
                    {line.note}
                  </p>
                )}
                <span className="soft small cell-line">
                  <Time at={line.at} timeZone={operation?.timeZone} />{' '}
                  {line.actor === null ? t('referral.byHub') : t('referral.by', { actor: bodyName(line.actor) })}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </section>
  );
}

function Thread({ id }: { readonly id: string }): ReactNode {
  const query = useQuery(threadQuery(id));
  if (query.data === undefined || query.data.length < 2) return null;
  return (
    <section>
      <h2>{t('item.thread')}</h2>
      <ThreadView messages={query.data} current={id} />
    </section>
  );
}
