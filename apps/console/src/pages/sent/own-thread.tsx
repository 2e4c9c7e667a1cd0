import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { t } from '../../i18n';
import { ThreadView } from '../../ui/thread-view';
import { threadQuery } from '../inbox/inbox-queries';

/** What belongs to a message, once there is more than it. */
export function OwnThread({ id }: { readonly id: string }): ReactNode {
  const query = useQuery(threadQuery(id));
  if (query.data === undefined || query.data.length < 2) return null;
  return (
    <section>
      <h2>{t('item.thread')}</h2>
      <ThreadView messages={query.data} current={id} />
    </section>
  );
}
