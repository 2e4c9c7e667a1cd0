import type { ReactNode } from 'react';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { ActButtons } from '../../ui/act-buttons';
import { Notice as Told } from '../../ui/notice';
import type { NoticeActProps } from './notice-act';
import { readNoticeAgain, submitNotice } from './notice-queries';

/** Sends a draft; what the hub refuses stays one. */
export function SubmitDraft({ notice: { id }, onTold }: NoticeActProps): ReactNode {
  const act = useAct(
    (_send: 'send', key) => submitNotice(id, key),
    async () => {
      onTold(t('accountability.sent'));
      await readNoticeAgain(id);
    },
  );
  return (
    <>
      <Told tone="note">{t('accountability.isDraft')}</Told>
      <ActButtons choices={['send']} act={act} label={() => t('accountability.send')} look={() => 'plain'} />
    </>
  );
}
