import type { ReactNode } from 'react';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { Fact, Facts } from '../../ui/facts';
import { Reasons } from './reasons';
import type { SentMessage } from './sent-message';

/** The bodies that a rule kept it from, each with the rule. */
export function Refused({ message }: { readonly message: SentMessage }): ReactNode {
  const bodyName = useBodyName();
  if (message.refused.length === 0) return null;
  return (
    <section>
      <h2>{t('referral.refused')}</h2>
      <p className="soft measure">{t('referral.refusedLead')}</p>
      <Facts>
        {message.refused.map(({ organisation, reasons }) => (
          <Fact key={organisation} name={bodyName(organisation)}>
            <Reasons reasons={reasons} />
          </Fact>
        ))}
      </Facts>
    </section>
  );
}
