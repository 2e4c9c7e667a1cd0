import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { operationsQuery } from '../../api/directory';
import { locale, t } from '../../i18n';
import { useMay } from '../../session/session';
import { Chip } from '../../ui/chip';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { SelectField } from '../../ui/fields';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Segments } from '../../ui/segments';
import { useNow } from '../../ui/use-now';
import { useRowKeys } from '../../ui/use-row-keys';
import { OwnAnswer } from './answer-buttons';
import type { MeetingsAsked } from './asked';
import { Calendar } from './calendar';
import { meetingsQuery, monthQuery } from './meeting-queries';
import { MeetingTime } from './meeting-time';
import { monthFrom, type Month } from './month';
import { meetingStates, meetingTones, type Meeting } from './words';

const monthName = new Intl.DateTimeFormat(locale.formats, { month: 'long', year: 'numeric', timeZone: 'UTC' });

export function MeetingsPage(): ReactNode {
  const asked = useSearch({ from: '/inside/meetings' });
  const { cursor, before, month, ...filter } = asked;
  const mayCall = useMay('meetings:manage');
  return (
    <Page
      title={t('meetings.title')}
      lead={t('meetings.lead')}
      actions={
        <>
          {mayCall ? (
            <Link to="/meetings/new" className="button">
              {t('call.title')}
            </Link>
          ) : null}
          <Link to="/feeds" className="button">
            {t('feeds.title')}
          </Link>
        </>
      }
    >
      <Filters filter={filter} />
      {filter.show === 'month' ? (
        <MonthView filter={filter} month={month} />
      ) : (
        <ListView filter={filter} cursor={cursor} before={before} />
      )}
    </Page>
  );
}

interface MonthProps {
  readonly filter: Filter;
  readonly month: Month | undefined;
}

function MonthView({ filter, month }: MonthProps): ReactNode {
  const today = new Date(useNow()).toISOString();
  const shown = month ?? today.slice(0, 7);
  const query = useQuery(monthQuery(filter, shown));
  return (
    <>
      <div className="row">
        <h2 className="calendar-month">{monthName.format(new Date(`${shown}-01`))}</h2>
        <nav className="pager no-print" aria-label={t('meetings.pages')}>
          {([-1, 1] as const).map((by) => (
            <Link key={by} to="/meetings" search={{ ...filter, month: monthFrom(shown, by) }} className="button">
              {t(by < 0 ? 'calendar.before' : 'calendar.after')}
            </Link>
          ))}
        </nav>
      </div>
      <Loaded query={query}>{(meetings) => <Calendar month={shown} meetings={meetings} />}</Loaded>
    </>
  );
}

interface ListProps {
  readonly filter: Filter;
  readonly cursor: string | undefined;
  readonly before: string | undefined;
}

function ListView({ filter, cursor, before }: ListProps): ReactNode {
  const [told, setTold] = useState<string>();
  const asked = { ...filter, cursor, before };
  const query = useQuery(meetingsQuery(asked, new Date(useNow()).toISOString().slice(0, 10)));
  return (
    <>
      <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
      <Loaded query={query}>
        {(page) => (
          <>
            {page.data.length === 0 ? (
              <Empty title={t('meetings.empty')}>{t('meetings.emptyText')}</Empty>
            ) : (
              <Rows rows={page.data} onTold={setTold} />
            )}
            <nav className="pager" aria-label={t('meetings.pages')}>
              {cursor === undefined && before === undefined ? null : (
                <Link to="/meetings" search={filter} className="button">
                  {t('common.firstPage')}
                </Link>
              )}
              {page.next === null ? null : (
                <Link to="/meetings" search={{ ...filter, cursor: page.next }} className="button">
                  {t('meetings.later')}
                </Link>
              )}
              {page.before === undefined ? null : (
                <Link to="/meetings" search={{ ...filter, before: page.before }} className="button">
                  {t('meetings.earlier')}
                </Link>
              )}
            </nav>
          </>
        )}
      </Loaded>
    </>
  );
}

type Filter = Omit<MeetingsAsked, 'cursor' | 'before' | 'month'>;

function Filters({ filter }: { readonly filter: Filter }): ReactNode {
  const navigate = useNavigate({ from: '/meetings' });
  const { data: operations = [] } = useQuery(operationsQuery);
  const any = { value: '', label: t('referrals.any') };
  const set = (name: keyof Filter, value: string): void => {
    void navigate({ search: { ...filter, [name]: value === '' ? undefined : value } });
  };
  return (
    <div className="stack no-print">
      <Segments
        name="show"
        label={t('meetings.show')}
        value={filter.show ?? 'coming'}
        choices={(['coming', 'past', 'month'] as const).map((value) => ({ value, label: t(`meetings.show.${value}`) }))}
        onChange={(value) => {
          set('show', value === 'coming' ? '' : value);
        }}
      />
      <div className="filters" role="group" aria-label={t('referrals.filters')}>
        <SelectField
          name="operation"
          label={t('referrals.operation')}
          value={filter.operation ?? ''}
          onChange={(value) => {
            set('operation', value);
          }}
          choices={[any, ...operations.map(({ id, mission }) => ({ value: id, label: mission }))]}
        />
        <SelectField
          name="state"
          label={t('referrals.state')}
          value={filter.state ?? ''}
          onChange={(value) => {
            set('state', value);
          }}
          choices={[any, ...meetingStates.map((value) => ({ value, label: t(`meetings.state.${value}`) }))]}
        />
      </div>
    </div>
  );
}

interface RowsProps {
  readonly rows: readonly Meeting[];
  readonly onTold: (words: string) => void;
}

function Rows({ rows, onTold }: RowsProps): ReactNode {
  const navigate = useNavigate();
  const marked = useRowKeys(rows.length, {
    onOpen: (index) => {
      const row = rows[index];
      if (row) void navigate({ to: '/meetings/$id', params: { id: row.id } });
    },
  });
  const columns: Column<Meeting>[] = [
    {
      id: 'meeting',
      header: t('meetings.meeting'),
      cell: ({ row: { original } }) => (
        <>
          <Link to="/meetings/$id" params={{ id: original.id }} className="cell-main">
            {original.title}
          </Link>
          <span className="soft small cell-line">{original.reference}</span>
        </>
      ),
    },
    {
      id: 'when',
      header: t('meetings.when'),
      cell: ({ row: { original } }) => <MeetingTime at={original.startsAt} timeZone={original.timeZone} />,
    },
    { id: 'place', header: t('meetings.place'), cell: ({ row }) => row.original.place ?? t('common.none') },
    {
      id: 'state',
      header: t('referrals.state'),
      cell: ({ row: { original } }) => (
        <Chip tone={meetingTones[original.state]}>{t(`meetings.state.${original.state}`)}</Chip>
      ),
    },
    {
      id: 'answer',
      header: t('meetings.answer'),
      cell: ({ row: { original } }) => <OwnAnswer meeting={original} onTold={onTold} />,
    },
  ];
  return (
    <DataTable caption={t('meetings.title')} columns={columns} rows={rows} keyOf={({ id }) => id} marked={marked} />
  );
}
