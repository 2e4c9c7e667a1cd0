import { useSyncExternalStore, type ReactNode } from 'react';
import { t } from '../i18n';

/** Whether the browser believes that it has a connection. */
export function OfflineNotice(): ReactNode {
  const online = useSyncExternalStore(followConnection, () => navigator.onLine);
  return (
    <div role="status" className="no-print">
      {online ? null : <p className="offline">{t('frame.offline')}</p>}
    </div>
  );
}

function followConnection(changed: () => void): () => void {
  globalThis.addEventListener('online', changed);
  globalThis.addEventListener('offline', changed);
  return () => {
    globalThis.removeEventListener('online', changed);
    globalThis.removeEventListener('offline', changed);
  };
}
