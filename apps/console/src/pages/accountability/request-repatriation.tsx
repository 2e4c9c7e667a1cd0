import { useState, type ReactNode } from 'react';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { TextArea } from '../../ui/fields';
import { AskedAgain } from './asked-again';
import type { NoticeActProps } from './notice-act';
import { readNoticeAgain, requestRepatriation } from './notice-queries';

const SHORTEST_REASON = 10;

/** A senior commander asks the nation to take the offender home: once, with a reason and the second factor. */
export function RequestRepatriation({ notice: { id }, onTold }: NoticeActProps): ReactNode {
  const [reason, setReason] = useState('');
  const act = useAct(
    (words: string, key) => requestRepatriation(id, words, key),
    async () => {
      onTold(t('accountability.repatriationDone'));
      await readNoticeAgain(id);
    },
  );
  return (
    <AskedAgain
      title={t('accountability.repatriate')}
      text={t('accountability.repatriateText')}
      field="repatriation-reason"
      act={act}
      given={reason.trim()}
      missing={reason.trim().length < SHORTEST_REASON ? t('accountability.needReason') : undefined}
    >
      <TextArea
        name="repatriation-reason"
        label={t('accountability.repatriateReason')}
        hint={t('accountability.repatriateReasonHint')}
        rows={4}
        maxLength={4000}
        value={reason}
        onChange={setReason}
      />
    </AskedAgain>
  );
}
