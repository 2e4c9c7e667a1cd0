import type { ReactNode } from 'react';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Failed } from '../ui/loaded';
import { Page } from '../ui/page';
import { t } from '../i18n';

/** What could not even be begun: the hub is away, or the page has a fault. */
export function Crashed({ error, reset }: ErrorComponentProps): ReactNode {
  const router = useRouter();
  return (
    <div className="main">
      <Page title={t('common.product')}>
        <Failed
          error={error}
          onRetry={() => {
            reset();
            void router.invalidate();
          }}
        />
      </Page>
    </div>
  );
}
