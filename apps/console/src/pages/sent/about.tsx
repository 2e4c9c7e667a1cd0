import type { ReactNode } from 'react';
import { useBodyName, useOperation } from '../../api/directory';
import { t } from '../../i18n';
import { Fact, Facts } from '../../ui/facts';
import { Time } from '../../ui/time';
import type { SentMessage } from './sent-message';

/** The envelope: where it belongs, to whom it was addressed, how it is marked. */
export function About({ message }: { readonly message: SentMessage }): ReactNode {
  const bodyName = useBodyName();
  const operation = useOperation(message.operation);
  return (
    <section>
      <h2>{t('referral.facts')}</h2>
      <Facts>
        <Fact name={t('item.operation')}>{operation?.title ?? message.operation}</Fact>
        <Fact name={t('referral.to')}>
          {message.to.length === 0 ? t('referral.byRules') : message.to.map(bodyName).join(', ')}
        </Fact>
        <Fact name={t('referral.status')}>{t(`status.${message.status}`)}</Fact>
        <Fact name={t('item.marks')}>
          {`TLP:${message.marks.tlp}`} · {message.marks.classification}
        </Fact>
        <Fact name={t('referrals.sent')}>
          <Time at={message.createdAt} timeZone={operation?.timeZone} />
        </Fact>
      </Facts>
    </section>
  );
}
