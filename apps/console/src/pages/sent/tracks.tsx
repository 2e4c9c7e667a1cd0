import type { ReactNode } from 'react';
import { t } from '../../i18n';
import type { SentMessage } from './sent-message';
import { Track } from './track';

/** How it stands with every body that it went to; nothing before it went anywhere. */
export function Tracks({ message }: { readonly message: SentMessage }): ReactNode {
  if (message.recipients.length === 0) return null;
  return (
    <section>
      <h2>{t('referral.tracks')}</h2>
      <div className="tracks">
        {message.recipients.map((recipient) => (
          <Track key={recipient.organisation} recipient={recipient} operation={message.operation} />
        ))}
      </div>
    </section>
  );
}
