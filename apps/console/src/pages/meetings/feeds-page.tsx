import { useState, type ReactNode } from 'react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { operationsQuery } from '../../api/directory';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { BackLink } from '../../ui/back-link';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { errorWords } from '../../ui/error-words';
import { SelectField, TextField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { SecretDialog } from '../../ui/secret';
import { Time } from '../../ui/time';
import { once } from './meeting-queries';

type Feed = Schemas['CalendarFeed'];

const feedsQuery = queryOptions({
  queryKey: ['feeds'],
  queryFn: async ({ signal }) => (await answerOf(hub.GET('/v1/calendar/feeds', { signal }))).data,
});
const readAgain = () => queryClient.invalidateQueries({ queryKey: ['feeds'] });

/** Addresses that a calendar program follows: each is a secret, shown once, and can be taken back. */
export function FeedsPage(): ReactNode {
  const query = useQuery(feedsQuery);
  const [made, setMade] = useState<string>();
  return (
    <Page
      title={t('feeds.title')}
      lead={t('feeds.lead')}
      above={<BackLink to="/meetings">{t('meetings.title')}</BackLink>}
    >
      <Loaded query={query}>
        {(feeds) => (feeds.length === 0 ? <Empty title={t('feeds.empty')} /> : <Feeds feeds={feeds} />)}
      </Loaded>
      <section>
        <h2>{t('feeds.make')}</h2>
        <MakeFeed onMade={setMade} />
      </section>
      {made === undefined ? null : (
        <SecretDialog
          title={t('feeds.newTitle')}
          text={t('feeds.newText')}
          secrets={[{ name: t('feeds.address'), value: made }]}
          onClose={() => {
            setMade(undefined);
          }}
        />
      )}
    </Page>
  );
}

function Feeds({ feeds }: { readonly feeds: readonly Feed[] }): ReactNode {
  const { data: operations = [] } = useQuery(operationsQuery);
  const revoke = useAct(
    (id: string) => answerOf(hub.DELETE('/v1/calendar/feeds/{id}', { params: { path: { id } } })),
    readAgain,
  );
  const columns: Column<Feed>[] = [
    { id: 'name', header: t('feeds.name'), cell: ({ row }) => <strong>{row.original.name}</strong> },
    {
      id: 'operation',
      header: t('item.operation'),
      cell: ({ row: { original } }) =>
        original.operation === null
          ? t('feeds.all')
          : (operations.find(({ id }) => id === original.operation)?.mission ?? original.operation),
    },
    { id: 'made', header: t('feeds.made'), cell: ({ row }) => <Time at={row.original.createdAt} /> },
    {
      id: 'state',
      header: t('referrals.state'),
      cell: ({ row: { original } }) => (
        <Chip tone={original.revokedAt === null ? 'done' : 'plain'}>
          {t(original.revokedAt === null ? 'keys.valid' : 'keys.revoked')}
        </Chip>
      ),
    },
    {
      id: 'do',
      header: () => <span className="sr">{t('inbox.do')}</span>,
      cell: ({ row: { original } }) =>
        original.revokedAt === null ? (
          <Button
            look="quiet"
            busy={revoke.isPending && revoke.variables === original.id}
            aria-label={t('keys.revokeThis', { name: original.name })}
            onPress={() => {
              revoke.mutate(original.id);
            }}
          >
            {t('keys.revoke')}
          </Button>
        ) : null,
    },
  ];
  return (
    <>
      {revoke.isError ? (
        <Notice tone="late" announced>
          {errorWords(revoke.error)}
        </Notice>
      ) : null}
      <DataTable caption={t('feeds.title')} columns={columns} rows={feeds} keyOf={({ id }) => id} />
    </>
  );
}

function MakeFeed({ onMade }: { readonly onMade: (address: string) => void }): ReactNode {
  const { data: operations = [] } = useQuery(operationsQuery);
  const [name, setName] = useState('');
  const [operation, setOperation] = useState('');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useAct(
    (body: Schemas['CreateFeedDto'], key) => answerOf(hub.POST('/v1/calendar/feeds', { params: once(key), body })),
    async ({ href }) => {
      onMade(href);
      setName('');
      await readAgain();
    },
  );
  return (
    <Form
      faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => pointer.slice(1))}
      label={t('feeds.make')}
      onSubmit={() => {
        const found = name.trim() === '' ? [{ field: 'name', message: t('feeds.needName') }] : [];
        setMissing(found);
        if (found.length === 0) act.mutate({ name: name.trim(), ...(operation === '' ? {} : { operation }) });
      }}
    >
      <TextField
        name="name"
        label={t('feeds.name')}
        hint={t('feeds.nameHint')}
        maxLength={100}
        value={name}
        onChange={setName}
      />
      <SelectField
        name="operation"
        label={t('item.operation')}
        value={operation}
        onChange={setOperation}
        choices={[
          { value: '', label: t('feeds.all') },
          ...operations.map(({ id, mission }) => ({ value: id, label: mission })),
        ]}
      />
      <div className="form-actions">
        <Button type="submit" look="primary" busy={act.isPending}>
          {t('feeds.make')}
        </Button>
      </div>
    </Form>
  );
}
