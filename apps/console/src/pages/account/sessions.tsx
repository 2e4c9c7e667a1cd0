import type { ReactNode } from 'react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { DataTable, type Column } from '../../ui/data-table';
import { errorWords } from '../../ui/error-words';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Time } from '../../ui/time';

type SessionLine = Schemas['Session'];

const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) => (await answerOf(hub.GET('/v1/sessions', { signal }))).data,
});

/** Everywhere that one is signed in: what one does not know is ended here. */
export function Sessions(): ReactNode {
  const query = useQuery(sessionsQuery);
  const end = useAct(
    (id: string) =>
      answerOf(hub.DELETE('/v1/sessions/{id}', { params: { path: { id }, header: { 'X-Liaison-Hub': 'person' } } })),
    () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
  );
  const columns: Column<SessionLine>[] = [
    {
      id: 'agent',
      header: t('sessions.agent'),
      cell: ({ row: { original } }) => <span className="cell-url">{original.agent ?? t('common.unknown')}</span>,
    },
    { id: 'address', header: t('sessions.address'), cell: ({ row }) => row.original.address ?? t('common.unknown') },
    { id: 'since', header: t('account.signedInAt'), cell: ({ row }) => <Time at={row.original.createdAt} /> },
    { id: 'seen', header: t('sessions.seen'), cell: ({ row }) => <Time at={row.original.seenAt} /> },
    {
      id: 'do',
      header: () => <span className="sr">{t('inbox.do')}</span>,
      cell: ({ row: { original } }) =>
        original.current ? (
          <Chip tone="done">{t('sessions.current')}</Chip>
        ) : (
          <Button
            busy={end.isPending && end.variables === original.id}
            onPress={() => {
              end.mutate(original.id);
            }}
          >
            {t('sessions.end')}
          </Button>
        ),
    },
  ];
  return (
    <section className="stack">
      <h2>{t('sessions.title')}</h2>
      <p className="soft measure">{t('sessions.lead')}</p>
      {end.isError ? (
        <Notice tone="late" announced>
          {errorWords(end.error)}
        </Notice>
      ) : null}
      <Loaded query={query}>
        {(sessions) => (
          <DataTable caption={t('sessions.title')} columns={columns} rows={sessions} keyOf={({ id }) => id} />
        )}
      </Loaded>
    </section>
  );
}
