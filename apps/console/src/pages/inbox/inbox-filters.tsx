import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { operationsQuery, organisationsQuery } from '../../api/directory';
import { t } from '../../i18n';
import { SelectField } from '../../ui/fields';
import { priorities } from '../referrals/code-lists';
import { isNarrowed, type InboxListed } from './inbox-listed';
import { kindWords } from './words';

/** Kinds that a body gets often. Others are found without a choice. */
const kinds = [
  ...['referral', 'referral-update', 'information-request', 'information-response', 'information-share'],
  ...['capacity-update', 'action-item', 'minutes'],
];

/** Narrows the inbox. What is chosen stands in the address, and can be kept under a name. */
export function InboxFilters({ filter }: { readonly filter: Omit<InboxListed, 'after'> }): ReactNode {
  const navigate = useNavigate({ from: '/inbox' });
  const { data: operations = [] } = useQuery(operationsQuery);
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const any = { value: '', label: t('referrals.any') };
  const set = (name: keyof InboxListed) => (value: string) => {
    void navigate({ search: { ...filter, [name]: value === '' ? undefined : value } });
  };
  const narrowed = isNarrowed(filter);
  return (
    <details className="no-print" open={narrowed}>
      <summary>{t('referrals.filters')}</summary>
      <div className="filters" role="group" aria-label={t('referrals.filters')}>
        {operations.length > 1 ? (
          <SelectField
            name="operation"
            label={t('referrals.operation')}
            value={filter.operation ?? ''}
            onChange={set('operation')}
            choices={[any, ...operations.map(({ id, mission }) => ({ value: id, label: mission }))]}
          />
        ) : null}
        <SelectField
          name="kind"
          label={t('messages.kind')}
          value={filter.kind ?? ''}
          onChange={set('kind')}
          choices={[any, ...kinds.map((value) => ({ value, label: kindWords(value) }))]}
        />
        <SelectField
          name="priority"
          label={t('referrals.priority')}
          value={filter.priority ?? ''}
          onChange={set('priority')}
          choices={[any, ...priorities.map((value) => ({ value, label: t(`priority.${value}`) }))]}
        />
        <SelectField
          name="sender"
          label={t('item.sender')}
          value={filter.sender ?? ''}
          onChange={set('sender')}
          choices={[any, ...organisations.map(({ slug, shortName }) => ({ value: slug, label: shortName }))]}
        />
        {narrowed ? (
          <Link to="/inbox" search={{ show: filter.show }} className="button button-quiet">
            {t('referrals.clear')}
          </Link>
        ) : null}
      </div>
    </details>
  );
}
