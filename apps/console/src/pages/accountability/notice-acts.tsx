import type { ReactNode } from 'react';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { Notice as Told } from '../../ui/notice';
import type { NoticeActProps } from './notice-act';
import type { Notice } from './notice-queries';
import { ReleaseReporter } from './release-reporter';
import { RequestRepatriation } from './request-repatriation';
import { SayStatus } from './say-status';
import { SubmitDraft } from './submit-draft';

/** What a person may do about an allegation now: as the authority, as who brought it, as a senior commander. */
export function NoticeActs({ notice, onTold }: NoticeActProps): ReactNode {
  const mayAnswer = useMay('accountability:answer');
  const mayReport = useMay('accountability:report');
  const mayRepatriate = useMay('accountability:repatriate');
  if (notice.side === 'authority')
    return mayAnswer && notice.legal.length > 0 ? (
      <SayStatus key={notice.legal.join()} notice={notice} onTold={onTold} />
    ) : null;
  if (notice.state === 'draft') return mayReport ? <SubmitDraft notice={notice} onTold={onTold} /> : null;
  if (notice.state === 'submitted') return <Told tone="note">{t('accountability.onItsWay')}</Told>;
  const releases = mayReport && 'reporter' in notice.body;
  const asks = mayRepatriate && mayBeAskedFor(notice);
  if (!releases && !asks) return null;
  return (
    <div className="row no-print">
      {asks ? <RequestRepatriation notice={notice} onTold={onTold} /> : null}
      {releases ? <ReleaseReporter notice={notice} onTold={onTold} /> : null}
    </div>
  );
}

/** Once, and not when the nation found nothing, or did it already. */
function mayBeAskedFor({ repatriationRequestedAt, repatriatedAt, proceedings }: Notice): boolean {
  if (repatriationRequestedAt !== null || repatriatedAt !== null) return false;
  return proceedings !== 'acquitted' && proceedings !== 'dismissed';
}
