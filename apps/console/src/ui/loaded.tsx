import type { ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { isRefusal } from '../api/problem';
import { t } from '../i18n';
import { Button } from './button';
import { errorWords } from './error-words';
import { Notice } from './notice';
import { clockTime } from './time';

interface LoadedProps<T> {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}

/** What was asked for, or that it is on its way, or why it is not there; old, it says of when it is. */
export function Loaded<T>({ query, children }: LoadedProps<T>): ReactNode {
  if (query.data !== undefined)
    return (
      <>
        {query.isError ? (
          <Notice tone="soon" announced>
            {t('common.lastSeen', { time: clockTime(new Date(query.dataUpdatedAt).toISOString()) })}
          </Notice>
        ) : null}
        {children(query.data)}
      </>
    );
  if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading />;
}

export function Loading(): ReactNode {
  return (
    <div className="loading" role="status">
      <span className="sr">{t('common.loading')}</span>
      <span aria-hidden="true" className="bone" />
      <span aria-hidden="true" className="bone bone-short" />
      <span aria-hidden="true" className="bone" />
    </div>
  );
}

export function Failed({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): ReactNode {
  const title = isRefusal(error, 'forbidden') ? t('error.forbidden') : t('error.loading');
  return (
    <Notice tone="late" title={title} announced>
      <p>{errorWords(error)}</p>
      {isRefusal(error) && error.requestId !== null && error.problem.status >= 500 ? (
        <p className="soft">{t('error.reference', { id: error.requestId })}</p>
      ) : null}
      <Button onPress={onRetry}>{t('common.retry')}</Button>
    </Notice>
  );
}
