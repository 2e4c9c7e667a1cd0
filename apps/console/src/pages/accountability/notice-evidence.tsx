import { useState, type ReactNode } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { codeWords } from '../../ui/codes';
import { DataTable, type Column } from '../../ui/data-table';
import { Failed, Loading } from '../../ui/loaded';
import { NextPage } from '../../ui/next-page';
import { Time } from '../../ui/time';
import { noticeEvidenceQuery } from './notice-queries';

type Entry = Schemas['EvidenceEntry'];

/** Who read it and who did what: a stream of the notice's own, asked for when somebody wants to see it. */
export function NoticeEvidence({ id }: { readonly id: string }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="panel no-print"
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
      }}
    >
      <summary>{t('accountability.evidence')}</summary>
      {isOpen ? <Entries id={id} /> : null}
    </details>
  );
}

function Entries({ id }: { readonly id: string }): ReactNode {
  const bodyName = useBodyName();
  const query = useInfiniteQuery(noticeEvidenceQuery(id));
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  const columns: Column<Entry>[] = [
    {
      id: 'what',
      header: t('accountability.evidenceWhat'),
      cell: ({ row }) => codeWords(row.original.action.replace('.', '-')),
    },
    {
      id: 'by',
      header: t('accountability.evidenceBy'),
      cell: ({ row: { original } }) =>
        original.actor === null ? t('accountability.theHub') : bodyName(original.actor),
    },
    { id: 'at', header: t('accountability.evidenceAt'), cell: ({ row }) => <Time at={row.original.at} /> },
  ];
  return (
    <>
      <DataTable
        caption={t('accountability.evidence')}
        columns={columns}
        rows={query.data.pages.flatMap(({ data }) => data)}
        keyOf={({ id: entry }) => entry}
      />
      <NextPage query={query} />
    </>
  );
}
