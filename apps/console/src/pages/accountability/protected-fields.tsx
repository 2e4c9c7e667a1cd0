import type { ReactNode } from 'react';
import { t } from '../../i18n';
import { TextField } from '../../ui/fields';
import type { NoticeFieldsProps } from './written-notice';

const asked = [
  { name: 'reporterName', most: 200 },
  { name: 'reporterContact', most: 500 },
  { name: 'reporterPosition', most: 200 },
] as const;

/** What the authority does not learn by itself: who reported it, and which referral is the victim's. */
export function ProtectedFields({ written, onChange }: NoticeFieldsProps): ReactNode {
  return (
    <section className="stack" aria-labelledby="protected">
      <h2 id="protected">{t('accountability.protected')}</h2>
      <p className="soft">{t('accountability.protectedText')}</p>
      {asked.map(({ name, most }) => (
        <TextField
          key={name}
          name={name}
          label={t(`accountability.${name}`)}
          optional
          autoComplete="off"
          maxLength={most}
          value={written[name]}
          onChange={(value) => {
            onChange({ [name]: value });
          }}
        />
      ))}
      <TextField
        name="victimReferral"
        label={t('accountability.victimReferral')}
        hint={t('accountability.victimReferralHint')}
        optional
        width="full"
        fixed
        value={written.victimReferral}
        onChange={(victimReferral) => {
          onChange({ victimReferral });
        }}
      />
    </section>
  );
}
