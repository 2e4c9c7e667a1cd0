import type { ReactNode } from 'react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Schemas } from '#api-client';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { Chip } from '../../ui/chip';
import { DataTable, type Column } from '../../ui/data-table';
import { Time } from '../../ui/time';
import { useRowKeys } from '../../ui/use-row-keys';
import { kindWords, priorityTone, stateTone } from '../inbox/words';

type Row = Schemas['ReferralSummary'];

interface SentRowsProps {
  readonly caption: string;
  readonly rows: readonly Row[];
  /** Where rows of several kinds stand together, each says which it is. */
  readonly namesKind?: boolean;
}

/** A page of what the body sent, with how it stands at each body that it went to. */
export function SentRows({ caption, rows, namesKind = false }: SentRowsProps): ReactNode {
  const bodyName = useBodyName();
  const navigate = useNavigate();
  const marked = useRowKeys(rows.length, {
    onOpen: (index) => {
      const row = rows[index];
      if (row) void navigate({ to: pageOf(row), params: { id: row.id } });
    },
  });
  const columns: Column<Row>[] = [
    {
      id: 'reference',
      header: t(namesKind ? 'messages.message' : 'referrals.reference'),
      cell: ({ row: { original } }) => (
        <>
          <Link to={pageOf(original)} params={{ id: original.id }} className="cell-main">
            {original.reference}
          </Link>
          <span className="soft small cell-line">
            {[
              namesKind ? kindWords(original.kind) : null,
              original.subject,
              original.status === 'actual' ? null : t(`status.${original.status}`),
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </span>
        </>
      ),
    },
    {
      id: 'priority',
      header: t('referrals.priority'),
      cell: ({ row: { original } }) => (
        <Chip tone={priorityTone(original.priority)}>{t(`priority.${original.priority}`)}</Chip>
      ),
    },
    {
      id: 'bodies',
      header: t('referrals.bodies'),
      cell: ({ row: { original } }) =>
        original.recipients.length === 0 ? (
          <Chip tone="plain">{t(`messageState.${original.state}`)}</Chip>
        ) : (
          <ul className="bare">
            {original.recipients.map(({ organisation, state, overdue }) => (
              <li key={organisation}>
                <strong>{bodyName(organisation)}</strong>{' '}
                <Chip tone={overdue ? 'late' : stateTone(state)}>
                  {overdue ? `${t('referrals.overdue.true')}: ${t(`state.${state}`)}` : t(`state.${state}`)}
                </Chip>
              </li>
            ))}
          </ul>
        ),
    },
    { id: 'written', header: t('referrals.sent'), cell: ({ row: { original } }) => <Time at={original.createdAt} /> },
  ];
  return <DataTable caption={caption} columns={columns} rows={rows} keyOf={({ id }) => id} marked={marked} />;
}

function pageOf({ kind }: Row): '/referrals/$id' | '/messages/$id' {
  return kind === 'referral' ? '/referrals/$id' : '/messages/$id';
}
