import type { ReactNode } from 'react';
import { Mark } from '../../frame/mark';
import { OfflineNotice } from '../../frame/offline';
import { t } from '../../i18n';

/** What stands around the pages of those who are not signed in. */
export function Outside({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <>
      <header className="bar">
        <div className="bar-in">
          <span className="bar-name">
            <Mark />
            {t('common.product')}
          </span>
        </div>
      </header>
      <OfflineNotice />
      <main className="main" id="main">
        {children}
      </main>
    </>
  );
}
