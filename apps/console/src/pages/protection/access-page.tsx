import { useState, type ReactNode } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { Button } from '../../ui/button';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { TextField } from '../../ui/fields';
import { Form } from '../../ui/form';
import { Failed, Loading } from '../../ui/loaded';
import { Page } from '../../ui/page';
import { Time } from '../../ui/time';
import { NextPage } from '../../ui/next-page';
import { RecentCases } from './recent-cases';
import { subjectOf } from './subject';

type Access = Schemas['Access'];

const PAGE = 100;

/** Who had the content of one message before them: every reading is an entry of the evidence. */
export function AccessPage(): ReactNode {
  const { subject } = useSearch({ from: '/inside/access' });
  const mayRead = useMay('referrals:read');
  return (
    <Page title={t('access.title')} lead={t('access.lead')}>
      <Ask key={subject} subject={subject} />
      {subject === undefined ? mayRead ? <RecentCases /> : null : <Lines subject={subject} />}
    </Page>
  );
}

function Ask({ subject }: { readonly subject: string | undefined }): ReactNode {
  const navigate = useNavigate({ from: '/access' });
  const [text, setText] = useState(subject ?? '');
  const [isWrong, setWrong] = useState(false);
  return (
    <Form
      faults={isWrong ? [{ field: 'subject', message: t('access.needSubject') }] : []}
      label={t('access.ask')}
      onSubmit={() => {
        const id = subjectOf(text);
        setWrong(id === undefined);
        if (id !== undefined) void navigate({ search: { subject: id } });
      }}
    >
      <TextField
        name="subject"
        label={t('access.subject')}
        hint={t('access.subjectHint')}
        width="full"
        value={text}
        onChange={setText}
        fixed
      />
      <div className="form-actions">
        <Button type="submit" look="primary">
          {t('access.ask')}
        </Button>
        {subject === undefined ? null : (
          <Link to="/access" search={{}} className="button">
            {t('access.other')}
          </Link>
        )}
      </div>
    </Form>
  );
}

function Lines({ subject }: { readonly subject: string }): ReactNode {
  const bodyName = useBodyName();
  const query = useInfiniteQuery({
    queryKey: ['access', subject],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) => {
      const asked = { subject, limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return answerOf(hub.GET('/v1/access', { params: { query: asked }, signal }));
    },
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const columns: Column<Access>[] = [
    { id: 'at', header: t('access.at'), cell: ({ row }) => <Time at={row.original.at} /> },
    {
      id: 'body',
      header: t('access.body'),
      cell: ({ row }) => <strong>{bodyName(row.original.organisation)}</strong>,
    },
    { id: 'way', header: t('access.way'), cell: ({ row }) => t(`access.way.${row.original.way}`) },
    {
      id: 'who',
      header: t('access.who'),
      cell: ({ row: { original } }) => {
        if (original.person !== null) return t('access.person', { id: original.person.slice(-12) });
        return original.key === null ? t('access.notSaid') : t('access.key', { id: original.key.slice(-12) });
      },
    },
  ];
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  const rows = query.data.pages.flatMap(({ data }) => data);
  if (rows.length === 0) return <Empty title={t('access.empty')}>{t('access.emptyText')}</Empty>;
  return (
    <div className="stack">
      <DataTable caption={t('access.title')} columns={columns} rows={rows} keyOf={({ id }) => id} />
      <NextPage query={query} />
    </div>
  );
}
