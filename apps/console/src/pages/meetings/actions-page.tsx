import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { organisationsQuery, useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { Chip } from '../../ui/chip';
import { DataTable, type Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { SelectField } from '../../ui/fields';
import { Loaded } from '../../ui/loaded';
import { Page } from '../../ui/page';
import { Segments } from '../../ui/segments';
import type { ActionsAsked } from './asked';
import { DayText } from './day-text';
import { ActionBoard } from './action-board';
import { CloseAction } from './close-action';
import { actionsQuery, openActionsQuery } from './register-queries';
import { RegisterSearch } from './register-search';
import { actionStates, actionTones, type Action } from './words';

export function ActionsPage(): ReactNode {
  const asked = useSearch({ from: '/inside/actions' });
  const { cursor, view, ...filter } = asked;
  const navigate = useNavigate({ from: '/actions' });
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const any = { value: '', label: t('referrals.any') };
  const set = (name: keyof ActionsAsked, value: string): void => {
    void navigate({ search: { ...filter, view, [name]: value === '' ? undefined : value } });
  };
  return (
    <Page title={t('register.actions')} lead={t('register.actionsLead')}>
      <Segments
        name="view"
        label={t('board.view')}
        value={view ?? 'list'}
        choices={(['list', 'board'] as const).map((value) => ({ value, label: t(`board.view.${value}`) }))}
        onChange={(value) => void navigate({ search: { ...filter, view: value === 'board' ? value : undefined } })}
      />
      <RegisterSearch
        q={filter.q}
        operation={filter.operation}
        onAsk={(search) => void navigate({ search: { ...filter, view, ...search } })}
      >
        <SelectField
          name="body"
          label={t('referrals.recipient')}
          value={filter.body ?? ''}
          onChange={(value) => {
            set('body', value);
          }}
          choices={[any, ...organisations.map(({ slug, shortName }) => ({ value: slug, label: shortName }))]}
        />
        <SelectField
          name="state"
          label={t('referrals.state')}
          value={filter.state ?? ''}
          onChange={(value) => {
            set('state', value);
          }}
          choices={[any, ...actionStates.map((value) => ({ value, label: t(`register.state.${value}`) }))]}
        />
      </RegisterSearch>
      {view === 'board' ? <BoardView filter={filter} /> : <ListView filter={filter} cursor={cursor} />}
    </Page>
  );
}

type Filter = Omit<ActionsAsked, 'cursor' | 'view'>;

function BoardView({ filter }: { readonly filter: Filter }): ReactNode {
  const query = useQuery(openActionsQuery(filter));
  return (
    <Loaded query={query}>
      {(actions) => (actions.length === 0 ? <Empty title={t('board.empty')} /> : <ActionBoard actions={actions} />)}
    </Loaded>
  );
}

interface ListProps {
  readonly filter: Filter;
  readonly cursor: string | undefined;
}

function ListView({ filter, cursor }: ListProps): ReactNode {
  const query = useQuery(actionsQuery({ ...filter, cursor }));
  return (
    <Loaded query={query}>
      {({ data, next }) => (
        <>
          {data.length === 0 ? <Empty title={t('register.empty')} /> : <Rows rows={data} />}
          <nav className="pager" aria-label={t('register.pages')}>
            {cursor === undefined ? null : (
              <Link to="/actions" search={filter} className="button">
                {t('common.firstPage')}
              </Link>
            )}
            {next === null ? null : (
              <Link to="/actions" search={{ ...filter, cursor: next }} className="button">
                {t('common.nextPage')}
              </Link>
            )}
          </nav>
        </>
      )}
    </Loaded>
  );
}

function Rows({ rows }: { readonly rows: readonly Action[] }): ReactNode {
  const bodyName = useBodyName();
  const columns: Column<Action>[] = [
    {
      id: 'action',
      header: t('register.action'),
      cell: ({ row: { original } }) => (
        <>
          <Link to="/meetings/$id" params={{ id: original.meeting }} className="cell-main">
            {original.reference}
          </Link>
          <span className="text cell-line" dir="auto">
            {original.task}
          </span>
        </>
      ),
    },
    {
      id: 'owner',
      header: t('record.owner'),
      cell: ({ row: { original } }) =>
        [bodyName(original.body), original.responsible].filter((part) => part !== null).join(', '),
    },
    { id: 'due', header: t('record.dueOn'), cell: ({ row }) => <DayText day={row.original.dueOn} /> },
    {
      id: 'state',
      header: t('referrals.state'),
      cell: ({ row: { original } }) => (
        <>
          <Chip tone={original.overdue ? 'late' : actionTones[original.state]}>
            {original.overdue
              ? t('register.overdue', { state: t(`register.state.${original.state}`) })
              : t(`register.state.${original.state}`)}
          </Chip>
          <CloseAction action={original} />
        </>
      ),
    },
  ];
  return <DataTable caption={t('register.actions')} columns={columns} rows={rows} keyOf={({ id }) => id} />;
}
