import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useBodyName } from '../../api/directory';
import { useRefreshInterval } from '../../api/live';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { useMay, useMe } from '../../session/session';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { errorWords } from '../../ui/error-words';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { SavedFilters } from '../../ui/saved-filters';
import { Segments } from '../../ui/segments';
import { Time } from '../../ui/time';
import { useRowKeys } from '../../ui/use-row-keys';
import { DeadlineChip } from './deadline';
import { InboxFilters } from './inbox-filters';
import { inboxListedOf, isNarrowed, type Show } from './inbox-listed';
import { acknowledge, inboxQuery, type InboxItem } from './inbox-queries';
import { kindWords, priorityTone, stateTone } from './words';

export function InboxPage(): ReactNode {
  const { after, ...filter } = useSearch({ from: '/inside/inbox' });
  const { show = 'waiting' } = filter;
  const navigate = useNavigate({ from: '/inbox' });
  const bodyName = useBodyName();
  const { organisation } = useMe();
  const [told, setTold] = useState<string>();
  const query = useQuery({ ...inboxQuery({ ...filter, after }), refetchInterval: useRefreshInterval() });
  return (
    <Page title={t('inbox.title')} lead={t('inbox.lead', { body: bodyName(organisation) })}>
      <Segments
        name="show"
        label={t('inbox.show')}
        value={show}
        choices={(['waiting', 'overdue', 'all'] as const).map((value) => ({ value, label: t(`inbox.show.${value}`) }))}
        onChange={(value) => {
          void navigate({ search: { ...filter, show: value === 'waiting' ? undefined : value } });
        }}
      />
      <InboxFilters filter={filter} />
      <SavedFilters
        page="inbox"
        search={filter}
        linkTo={(search, name) => (
          <Link to="/inbox" search={inboxListedOf(search)}>
            {name}
          </Link>
        )}
      />
      <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
      <Loaded query={query}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? (
              <NothingThere show={show} narrowed={isNarrowed(filter)} />
            ) : (
              <Messages items={items} onTold={setTold} />
            )}
            <nav className="pager" aria-label={t('inbox.older')}>
              {after === undefined ? null : (
                <Link to="/inbox" search={filter} className="button">
                  {t('inbox.newest')}
                </Link>
              )}
              {next === null ? null : (
                <Link to="/inbox" search={{ ...filter, after: next }} className="button" resetScroll>
                  {t('inbox.older')}
                </Link>
              )}
            </nav>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function NothingThere({ show, narrowed }: { readonly show: Show; readonly narrowed: boolean }): ReactNode {
  if (narrowed) return <Empty title={t('inbox.emptyNarrowed')}>{t('inbox.emptyNarrowedText')}</Empty>;
  if (show === 'overdue') return <Empty title={t('inbox.emptyOverdue')} />;
  if (show === 'waiting') return <Empty title={t('inbox.emptyWaiting')}>{t('inbox.emptyWaitingText')}</Empty>;
  return <Empty title={t('inbox.empty')}>{t('inbox.emptyText')}</Empty>;
}

interface MessagesProps {
  readonly items: readonly InboxItem[];
  readonly onTold: (words: string) => void;
}

function Messages({ items, onTold }: MessagesProps): ReactNode {
  const mayAnswer = useMay('inbox:write');
  const navigate = useNavigate();
  const acknowledging = useAct(
    ({ messageId }: InboxItem, key) => acknowledge(messageId, key),
    async (receipt) => {
      onTold(t('inbox.acknowledged', { reference: receipt.reference }));
      await queryClient.invalidateQueries({ queryKey: ['inbox'] });
    },
  );
  const marked = useRowKeys(items.length, {
    onOpen: (index) => {
      const item = items[index];
      if (item) void navigate({ to: '/inbox/$messageId', params: { messageId: item.messageId } });
    },
    keys: {
      a: (index) => {
        const item = items[index];
        if (item?.state === 'pending' && mayAnswer) acknowledging.mutate(item);
      },
    },
  });
  const columns: Column<InboxItem>[] = [
    { id: 'message', header: t('inbox.message'), cell: ({ row }) => <MessageCell item={row.original} /> },
    {
      id: 'due',
      header: t('inbox.due'),
      cell: ({ row }) => <DeadlineChip item={row.original} />,
    },
    {
      id: 'priority',
      header: t('inbox.priority'),
      cell: ({ row }) => (
        <Chip tone={priorityTone(row.original.priority)}>{t(`priority.${row.original.priority}`)}</Chip>
      ),
    },
    {
      id: 'state',
      header: t('inbox.state'),
      cell: ({ row }) => <Chip tone={stateTone(row.original.state)}>{t(`state.${row.original.state}`)}</Chip>,
    },
    { id: 'received', header: t('inbox.received'), cell: ({ row }) => <Time at={row.original.routedAt} /> },
    ...(mayAnswer
      ? [
          {
            id: 'do',
            header: () => <span className="sr">{t('inbox.do')}</span>,
            cell: ({ row: { original } }: { row: { original: InboxItem } }) =>
              original.state === 'pending' ? (
                <Button
                  look="primary"
                  aria-label={t('inbox.acknowledgeThis', { reference: original.reference })}
                  busy={acknowledging.isPending && acknowledging.variables.messageId === original.messageId}
                  onPress={() => {
                    acknowledging.mutate(original);
                  }}
                >
                  {t('inbox.acknowledge')}
                </Button>
              ) : null,
          } satisfies Column<InboxItem>,
        ]
      : []),
  ];
  return (
    <>
      {acknowledging.isError ? (
        <Notice tone="late" announced>
          {errorWords(acknowledging.error)}
        </Notice>
      ) : null}
      <DataTable
        caption={t('inbox.title')}
        columns={columns}
        rows={items}
        keyOf={({ messageId }) => messageId}
        marked={marked}
      />
      <p className="soft small keys-hint no-print">{t('inbox.keys')}</p>
    </>
  );
}

function MessageCell({ item }: { readonly item: InboxItem }): ReactNode {
  return (
    <>
      <Link to="/inbox/$messageId" params={{ messageId: item.messageId }} className="cell-main row-link">
        {item.reference}
      </Link>
      <span className="soft small cell-line">
        {[kindWords(item.kind), item.subject, item.status === 'actual' ? undefined : t(`status.${item.status}`)]
          .filter((part) => part !== undefined && part !== null)
          .join(' · ')}
      </span>
    </>
  );
}
