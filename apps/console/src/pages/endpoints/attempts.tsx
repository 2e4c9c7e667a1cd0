import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { errorWords } from '../../ui/error-words';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { clockTime, Time } from '../../ui/time';
import { attemptsQuery, LOOK_AGAIN, resend } from './endpoint-queries';

type Attempt = Schemas['WebhookAttempt'];

/** What was tried, newest first, and what came of it. */
export function Attempts({ id, onTold }: { readonly id: string; readonly onTold: (words: string) => void }): ReactNode {
  const [cursor, setCursor] = useState<string>();
  const query = useQuery({ ...attemptsQuery(id, cursor), refetchInterval: cursor === undefined ? LOOK_AGAIN : false });
  const again = useAct(resend, async () => {
    onTold(t('endpoint.resent'));
    await queryClient.invalidateQueries({ queryKey: ['endpoints', id] });
  });
  const columns: Column<Attempt>[] = [
    { id: 'when', header: t('endpoint.when'), cell: ({ row }) => <Time at={row.original.startedAt} /> },
    { id: 'event', header: t('endpoint.event'), cell: ({ row }) => <code>{row.original.eventType}</code> },
    {
      id: 'result',
      header: t('endpoint.result'),
      cell: ({ row: { original } }) => (
        <Chip tone={original.outcome === 'delivered' ? 'done' : 'late'}>
          {t(`endpoint.outcome.${original.outcome}`)}
        </Chip>
      ),
    },
    {
      id: 'answer',
      header: t('endpoint.answer'),
      cell: ({ row: { original } }) => (
        <>
          {original.status ?? original.fault} · {original.durationMs} ms
          {original.excerpt === null ? null : <code className="cell-line small">{original.excerpt}</code>}
        </>
      ),
    },
    {
      id: 'again',
      header: () => <span className="sr">{t('endpoint.resend')}</span>,
      cell: ({ row: { original } }) => (
        <Button
          look="quiet"
          aria-label={t('endpoint.resendThis', { event: original.eventType, time: clockTime(original.startedAt) })}
          onPress={() => {
            again.mutate(original.deliveryId);
          }}
        >
          {t('endpoint.resend')}
        </Button>
      ),
    },
  ];
  return (
    <section>
      <h2>{t('endpoint.attempts')}</h2>
      {again.isError ? (
        <Notice tone="late" announced>
          {errorWords(again.error)}
        </Notice>
      ) : null}
      <Loaded query={query}>
        {({ data, next }) => (
          <>
            {data.length === 0 ? (
              <Empty title={t('endpoint.noneYet')} />
            ) : (
              <DataTable
                caption={t('endpoint.attempts')}
                columns={columns}
                rows={data}
                keyOf={({ deliveryId, startedAt }) => `${deliveryId} ${startedAt}`}
              />
            )}
            <div className="pager">
              {cursor === undefined ? null : (
                <Button
                  onPress={() => {
                    setCursor(undefined);
                  }}
                >
                  {t('common.firstPage')}
                </Button>
              )}
              {next === null ? null : (
                <Button
                  onPress={() => {
                    setCursor(next);
                  }}
                >
                  {t('endpoint.older')}
                </Button>
              )}
            </div>
          </>
        )}
      </Loaded>
    </section>
  );
}
