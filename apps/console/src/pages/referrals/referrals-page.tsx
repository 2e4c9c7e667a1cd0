import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useRefreshInterval } from '../../api/live';
import { t } from '../../i18n';
import { Empty } from '../../ui/empty';
import { SelectField } from '../../ui/fields';
import { Loaded } from '../../ui/loaded';
import { Page } from '../../ui/page';
import { SavedFilters } from '../../ui/saved-filters';
import { anyChoice, BodyFilter, OperationFilter, PriorityFilter } from '../sent/list-filters';
import { SentRows } from '../sent/sent-rows';
import { messageStates } from './code-lists';
import { listedOf } from './listed';
import { referralsQuery, type Listed } from './referral-queries';

export function ReferralsPage(): ReactNode {
  const listed = useSearch({ from: '/inside/referrals' });
  const query = useQuery({ ...referralsQuery(listed), refetchInterval: useRefreshInterval() });
  const { cursor, ...filter } = listed;
  return (
    <Page title={t('referrals.title')} lead={t('referrals.lead')}>
      <Filters filter={filter} />
      <SavedFilters
        page="referrals"
        search={filter}
        linkTo={({ overdue, ...search }, name) => (
          <Link
            to="/referrals"
            search={listedOf({ ...search, ...(overdue === undefined ? {} : { overdue: overdue === 'true' }) })}
          >
            {name}
          </Link>
        )}
      />
      <Loaded query={query}>
        {({ data, next }) => (
          <>
            {data.length === 0 ? (
              <Empty title={t('referrals.empty')}>{t('referrals.emptyText')}</Empty>
            ) : (
              <SentRows caption={t('referrals.title')} rows={data} />
            )}
            <nav className="pager" aria-label={t('referrals.older')}>
              {cursor === undefined ? null : (
                <Link to="/referrals" search={filter} className="button">
                  {t('referrals.newest')}
                </Link>
              )}
              {next === null ? null : (
                <Link to="/referrals" search={{ ...filter, cursor: next }} className="button">
                  {t('referrals.older')}
                </Link>
              )}
            </nav>
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** The filters stand in the address: a bookmark is a saved filter. */
function Filters({ filter }: { readonly filter: Omit<Listed, 'cursor'> }): ReactNode {
  const navigate = useNavigate({ from: '/referrals' });
  const any = anyChoice();
  const set = (name: keyof Listed) => (value: string) => {
    const rest: Listed = Object.fromEntries(Object.entries(filter).filter(([other]) => other !== name));
    const search: Listed = value === '' ? rest : { ...rest, [name]: name === 'overdue' ? value === 'true' : value };
    void navigate({ search });
  };
  return (
    <div className="filters no-print" role="group" aria-label={t('referrals.filters')}>
      <OperationFilter value={filter.operation} onChange={set('operation')} />
      <SelectField
        name="state"
        label={t('referrals.state')}
        value={filter.state ?? ''}
        onChange={set('state')}
        choices={[any, ...messageStates.map((value) => ({ value, label: t(`messageState.${value}`) }))]}
      />
      <PriorityFilter value={filter.priority} onChange={set('priority')} />
      <BodyFilter
        name="recipient"
        label={t('referrals.recipient')}
        value={filter.recipient}
        onChange={set('recipient')}
      />
      <SelectField
        name="overdue"
        label={t('referrals.overdue')}
        value={filter.overdue === undefined ? '' : String(filter.overdue)}
        onChange={set('overdue')}
        choices={[
          any,
          ...(['true', 'false'] as const).map((value) => ({ value, label: t(`referrals.overdue.${value}`) })),
        ]}
      />
      {Object.values(filter).some((value) => value !== undefined) ? (
        <Link to="/referrals" search={{}} className="button button-quiet">
          {t('referrals.clear')}
        </Link>
      ) : null}
    </div>
  );
}
