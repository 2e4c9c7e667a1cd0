import type { ReactNode } from 'react';
import { t } from '../../i18n';
import { BodyView } from '../../ui/body-view';
import { FileList } from '../../ui/file-list';
import type { SentMessage } from './sent-message';

/** What was written, and the files that went with it. */
export function SentContent({ message, title }: { readonly message: SentMessage; readonly title: string }): ReactNode {
  return (
    <>
      <section>
        <h2>{title}</h2>
        {message.body === null ? <p>{t('referral.erased')}</p> : <BodyView body={message.body} />}
      </section>
      {message.attachments.length > 0 ? (
        <section>
          <h2>{t('item.files')}</h2>
          <FileList base={`/v1/messages/${message.id}/attachments`} files={message.attachments} />
        </section>
      ) : null}
    </>
  );
}
