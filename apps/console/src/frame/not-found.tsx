import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { t } from '../i18n';
import { Page } from '../ui/page';

export function NotFound(): ReactNode {
  return (
    <div className="main">
      <Page title={t('error.notFound')}>
        <p>{t('error.notFoundText')}</p>
        <p>
          <Link to="/">{t('common.product')}</Link>
        </p>
      </Page>
    </div>
  );
}
