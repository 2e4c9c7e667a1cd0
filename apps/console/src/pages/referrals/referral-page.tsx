import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { BackLink } from '../../ui/back-link';
import { Chip } from '../../ui/chip';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { PrintButton } from '../../ui/print-button';
import { priorityTone } from '../inbox/words';
import { About } from '../sent/about';
import { OwnThread } from '../sent/own-thread';
import { Refused } from '../sent/refused';
import { SentContent } from '../sent/sent-content';
import { Timeline } from '../sent/timeline';
import { Tracks } from '../sent/tracks';
import { Moves } from './moves';
import { referralQuery, timelineQuery, type Referral } from './referral-queries';

export function ReferralPage(): ReactNode {
  const { id } = useParams({ from: '/inside/referrals/$id' });
  const query = useQuery(referralQuery(id));
  const referral = query.data?.referral;
  const mayReadAccess = useMay('access:read');
  return (
    <Page
      title={referral?.reference ?? t('referrals.title')}
      lead={referral?.subject ?? undefined}
      above={<BackLink to="/referrals">{t('referral.back')}</BackLink>}
      actions={
        <>
          {mayReadAccess ? (
            <Link to="/access" search={{ subject: id }} className="button">
              {t('access.ofThis')}
            </Link>
          ) : null}
          <PrintButton />
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
  const timeline = useQuery(timelineQuery(referral.id));
  return (
    <div className="stack-wide">
      {referral.status === 'actual' ? null : <p className="sheet">{t(`frame.${referral.status}`)}</p>}
      <div className="row">
        <Chip tone={referral.state === 'routed' ? 'done' : 'note'}>{t(`messageState.${referral.state}`)}</Chip>
        <Chip tone={priorityTone(referral.priority)}>{t(`priority.${referral.priority}`)}</Chip>
      </div>
      <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
      <Tracks message={referral} />
      <Refused message={referral} />
      {mayWrite ? <Moves referral={referral} onTold={setTold} /> : null}
      <SentContent message={referral} title={t('referral.content')} />
      <About message={referral} />
      <Timeline query={timeline} operation={referral.operation} />
      {mayReadThreads ? <OwnThread id={referral.id} /> : null}
    </div>
  );
}
