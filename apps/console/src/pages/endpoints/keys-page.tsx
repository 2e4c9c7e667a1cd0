import { useState, type ReactNode } from 'react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { useMe } from '../../session/session';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { DataTable, type Column } from '../../ui/data-table';
import { Dialog } from '../../ui/dialog';
import { Empty } from '../../ui/empty';
import { errorWords } from '../../ui/error-words';
import { Checks, TextField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { SecretDialog } from '../../ui/secret';
import { Time } from '../../ui/time';
import { useNow } from '../../ui/use-now';

type Key = Schemas['ApiKey'];
type Scope = Key['scopes'][number];

const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: async ({ signal }) =>
    (await answerOf(hub.GET('/v1/api-keys', { params: { query: { limit: 200 } }, signal }))).data,
});
const header = (key: string) => ({ header: { 'Idempotency-Key': key } });
const readAgain = () => queryClient.invalidateQueries({ queryKey: ['keys'] });

export function KeysPage(): ReactNode {
  const query = useQuery(keysQuery);
  const [made, setMade] = useState<string>();
  return (
    <Page title={t('keys.title')} lead={t('keys.lead')}>
      <Loaded query={query}>
        {(keys) => (keys.length === 0 ? <Empty title={t('keys.empty')} /> : <Keys keys={keys} onMade={setMade} />)}
      </Loaded>
      <section>
        <h2>{t('keys.make')}</h2>
        <MakeKey onMade={setMade} />
      </section>
      {made === undefined ? null : (
        <SecretDialog
          title={t('keys.newTitle')}
          text={t('keys.newText')}
          secrets={[{ name: t('keys.key'), value: made }]}
          onClose={() => {
            setMade(undefined);
          }}
        />
      )}
    </Page>
  );
}

interface KeysProps {
  readonly keys: readonly Key[];
  readonly onMade: (key: string) => void;
}

function Keys({ keys, onMade }: KeysProps): ReactNode {
  const now = useNow();
  const [revoking, setRevoking] = useState<Key>();
  const revoke = useAct(
    (id: string, key) => answerOf(hub.POST('/v1/api-keys/{id}/revoke', { params: { path: { id }, ...header(key) } })),
    async () => {
      setRevoking(undefined);
      await readAgain();
    },
  );
  const rotate = useAct(
    (id: string, key) =>
      answerOf(hub.POST('/v1/api-keys/{id}/rotate', { params: { path: { id }, ...header(key) }, body: {} })),
    async ({ apiKey }) => {
      onMade(apiKey);
      await readAgain();
    },
  );
  const isValid = ({ revokedAt, expiresAt }: Key): boolean =>
    revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > now);
  const columns: Column<Key>[] = [
    { id: 'name', header: t('keys.name'), cell: ({ row }) => <strong>{row.original.name}</strong> },
    { id: 'prefix', header: t('keys.prefix'), cell: ({ row }) => <code>{row.original.prefix}</code> },
    { id: 'scopes', header: t('keys.scopes'), cell: ({ row }) => row.original.scopes.join(', ') },
    {
      id: 'used',
      header: t('keys.used'),
      cell: ({ row: { original } }) =>
        original.lastUsedAt === null ? t('keys.never') : <Time at={original.lastUsedAt} />,
    },
    {
      id: 'state',
      header: t('keys.state'),
      cell: ({ row: { original } }) => {
        if (original.revokedAt !== null) return <Chip tone="plain">{t('keys.revoked')}</Chip>;
        return isValid(original) ? (
          <Chip tone="done">{t('keys.valid')}</Chip>
        ) : (
          <Chip tone="soon">{t('keys.expired')}</Chip>
        );
      },
    },
    {
      id: 'do',
      header: () => <span className="sr">{t('inbox.do')}</span>,
      cell: ({ row: { original } }) =>
        isValid(original) ? (
          <div className="row">
            <Button
              look="quiet"
              aria-label={t('keys.rotateThis', { name: original.name })}
              onPress={() => {
                rotate.mutate(original.id);
              }}
            >
              {t('keys.rotate')}
            </Button>
            <Button
              look="quiet"
              aria-label={t('keys.revokeThis', { name: original.name })}
              onPress={() => {
                setRevoking(original);
              }}
            >
              {t('keys.revoke')}
            </Button>
          </div>
        ) : null,
    },
  ];
  const error = revoke.error ?? rotate.error;
  return (
    <>
      {error === null ? null : (
        <Notice tone="late" announced>
          {errorWords(error)}
        </Notice>
      )}
      <DataTable caption={t('keys.title')} columns={columns} rows={keys} keyOf={({ id }) => id} />
      {revoking === undefined ? null : (
        <Dialog
          title={t('keys.revokeThis', { name: revoking.name })}
          isOpen
          onClose={() => {
            setRevoking(undefined);
          }}
        >
          <p>{t('keys.revokeText')}</p>
          <div className="form-actions">
            <Button
              look="warning"
              busy={revoke.isPending}
              onPress={() => {
                revoke.mutate(revoking.id);
              }}
            >
              {t('keys.revoke')}
            </Button>
            <Button
              look="quiet"
              onPress={() => {
                setRevoking(undefined);
              }}
            >
              {t('common.back')}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function MakeKey({ onMade }: { readonly onMade: (key: string) => void }): ReactNode {
  const me = useMe();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>([]);
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useAct(
    (body: Schemas['CreateApiKeyDto'], key) => answerOf(hub.POST('/v1/api-keys', { params: header(key), body })),
    async ({ apiKey }) => {
      onMade(apiKey);
      setName('');
      setScopes([]);
      await readAgain();
    },
  );
  const grantable = me.scopes.filter((scope): scope is Scope => (systems as readonly string[]).includes(scope));
  return (
    <Form
      faults={
        missing.length > 0
          ? missing
          : faultsOf(act.error, (pointer) => (pointer.startsWith('/scopes') ? 'scopes' : 'name'))
      }
      label={t('keys.make')}
      onSubmit={() => {
        const found = [
          ...(name.trim() === '' ? [{ field: 'name', message: t('keys.needName') }] : []),
          ...(scopes.length === 0 ? [{ field: 'scopes', message: t('keys.needScopes') }] : []),
        ];
        setMissing(found);
        if (found.length === 0) act.mutate({ name: name.trim(), scopes: [...scopes] });
      }}
    >
      <TextField
        name="name"
        label={t('keys.name')}
        hint={t('keys.nameHint')}
        value={name}
        onChange={setName}
        maxLength={100}
      />
      <Checks
        name="scopes"
        label={t('keys.scopes')}
        value={scopes}
        onChange={setScopes}
        choices={grantable.map((value) => ({ value, label: value }))}
      />
      <div className="form-actions">
        <Button type="submit" look="primary" busy={act.isPending}>
          {t('keys.make')}
        </Button>
      </div>
    </Form>
  );
}

/** What a key may hold at all; the hub asks besides that the person may do it. */
const systems = Object.keys({
  ...{ 'referrals:read': true, 'referrals:write': true, 'messages:read': true, 'messages:write': true },
  ...{
    'inbox:read': true,
    'inbox:write': true,
    'webhooks:manage': true,
    'directory:read': true,
    'evidence:read': true,
  },
  ...{ 'release:approve': true, 'meetings:read': true, 'meetings:manage': true, 'minutes:approve': true },
  'figures:read': true,
  'access:read': true,
} satisfies Record<Scope, true>) as Scope[];
