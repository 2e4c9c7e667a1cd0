import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '#api-client';
import { isRefusal } from '../../api/problem';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { Checks, TextField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { Loaded } from '../../ui/loaded';
import { Page } from '../../ui/page';
import { SecretDialog } from '../../ui/secret';
import { createEndpoint, endpointsQuery, eventTypesQuery, type Endpoint, type EventType } from './endpoint-queries';
import { EndpointState } from './endpoint-state';

const columnsOf = (): Column<Endpoint>[] => [
  {
    id: 'url',
    header: t('endpoints.url'),
    cell: ({ row: { original } }) => (
      <>
        <Link to="/endpoints/$id" params={{ id: original.id }} className="cell-main cell-url">
          {original.url}
        </Link>
        {original.description === null ? null : <span className="soft small cell-line">{original.description}</span>}
      </>
    ),
  },
  { id: 'state', header: t('endpoints.state'), cell: ({ row }) => <EndpointState state={row.original.state} /> },
  {
    id: 'waiting',
    header: t('endpoints.waiting'),
    cell: ({ row }) => row.original.pending + row.original.held,
  },
];

export function EndpointsPage(): ReactNode {
  const query = useQuery(endpointsQuery);
  const [made, setMade] = useState<Schemas['NewWebhookEndpoint']>();
  return (
    <Page title={t('endpoints.title')} lead={t('endpoints.lead')}>
      <Loaded query={query}>
        {(endpoints) =>
          endpoints.length === 0 ? (
            <Empty title={t('endpoints.empty')}>{t('endpoints.emptyText')}</Empty>
          ) : (
            <DataTable caption={t('endpoints.title')} columns={columnsOf()} rows={endpoints} keyOf={({ id }) => id} />
          )
        }
      </Loaded>
      <section>
        <h2>{t('endpoints.add')}</h2>
        <AddEndpoint onMade={setMade} />
      </section>
      {made === undefined ? null : (
        <SecretDialog
          title={t('endpoints.secretTitle')}
          text={t('endpoints.secretText')}
          secrets={[
            { name: t('endpoints.secret'), value: made.secret },
            { name: t('endpoints.publicKey'), value: made.publicKey },
          ]}
          onClose={() => {
            setMade(undefined);
          }}
        />
      )}
    </Page>
  );
}

function AddEndpoint({ onMade }: { readonly onMade: (made: Schemas['NewWebhookEndpoint']) => void }): ReactNode {
  const { data: types = [] } = useQuery(eventTypesQuery);
  const [url, setUrl] = useState('');
  const [description, setDescription] = useState('');
  const [events, setEvents] = useState<readonly EventType[]>([]);
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useAct(createEndpoint, async (endpoint) => {
    onMade(endpoint);
    setUrl('');
    setDescription('');
    await queryClient.invalidateQueries({ queryKey: ['endpoints'] });
  });
  return (
    <Form
      faults={missing.length > 0 ? missing : refusalOf(act.error)}
      label={t('endpoints.add')}
      onSubmit={() => {
        const found = url.trim() === '' ? [{ field: 'url', message: t('endpoints.needUrl') }] : [];
        setMissing(found);
        if (found.length > 0) return;
        act.mutate({
          url: url.trim(),
          ...(description.trim() === '' ? {} : { description: description.trim() }),
          ...(events.length === 0 ? {} : { eventTypes: [...events] }),
        });
      }}
    >
      <TextField
        name="url"
        type="url"
        label={t('endpoints.url')}
        hint={t('endpoints.urlHint')}
        value={url}
        onChange={setUrl}
        maxLength={2048}
        width="full"
      />
      <TextField
        name="description"
        label={t('endpoints.description')}
        hint={t('endpoints.descriptionHint')}
        optional
        value={description}
        onChange={setDescription}
        maxLength={200}
        width="full"
      />
      <Checks
        name="events"
        label={t('endpoints.events')}
        hint={t('endpoints.eventsHint')}
        optional
        value={events}
        onChange={setEvents}
        choices={types.map(({ type, description: when }) => ({
          value: type,
          label: type,
          hint: when.replaceAll('`', ''),
        }))}
      />
      <div className="form-actions">
        <Button type="submit" look="primary" busy={act.isPending}>
          {t('endpoints.create')}
        </Button>
      </div>
    </Form>
  );
}

function refusalOf(error: unknown): FormFault[] {
  return isRefusal(error, 'url_refused')
    ? [{ field: 'url', message: error.problem.detail }]
    : faultsOf(error, (pointer) => (pointer === '/url' ? 'url' : undefined));
}
