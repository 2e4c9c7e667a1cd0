import { useState, type ReactNode } from 'react';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { TextField } from '../../ui/fields';
import { clockTime } from '../../ui/time';
import { AskedAgain } from './asked-again';
import type { NoticeActProps } from './notice-act';
import { readNoticeAgain, releaseReporter } from './notice-queries';

/** Lets the authority know who reported it, because they agreed: once, for good, with the second factor. */
export function ReleaseReporter({ notice: { id, reporterReleasedAt }, onTold }: NoticeActProps): ReactNode {
  const [day, setDay] = useState('');
  const act = useAct(
    (consentedOn: string, key) => releaseReporter(id, consentedOn, key),
    async () => {
      onTold(t('accountability.releaseDone'));
      await readNoticeAgain(id);
    },
  );
  if (reporterReleasedAt !== null)
    return <p>{t('accountability.released', { time: clockTime(reporterReleasedAt) })}</p>;
  return (
    <AskedAgain
      title={t('accountability.release')}
      text={t('accountability.releaseText')}
      field="consented-on"
      act={act}
      given={day}
      missing={day === '' ? t('accountability.needDay') : undefined}
    >
      <TextField
        name="consented-on"
        type="date"
        width="short"
        label={t('accountability.consentedOn')}
        value={day}
        onChange={setDay}
      />
    </AskedAgain>
  );
}
