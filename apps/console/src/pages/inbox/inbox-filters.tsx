import type { ReactNode } from 'react';
import { Link, useNavigate } from '@tanstack/react-router';
import { t } from '../../i18n';
import { SelectField } from '../../ui/fields';
import { anyChoice, BodyFilter, OperationFilter, PriorityFilter } from '../sent/list-filters';
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
  const set = (name: keyof InboxListed) => (value: string) => {
    void navigate({ search: { ...filter, [name]: value === '' ? undefined : value } });
  };
  const narrowed = isNarrowed(filter);
  return (
    <details className="no-print" open={narrowed}>
      <summary>{t('referrals.filters')}</summary>
      <div className="filters" role="group" aria-label={t('referrals.filters')}>
        <OperationFilter value={filter.operation} onChange={set('operation')} />
        <SelectField
          name="kind"
          label={t('messages.kind')}
          value={filter.kind ?? ''}
          onChange={set('kind')}
          choices={[anyChoice(), ...kinds.map((value) => ({ value, label: kindWords(value) }))]}
        />
        <PriorityFilter value={filter.priority} onChange={set('priority')} />
        <BodyFilter name="sender" label={t('item.sender')} value={filter.sender} onChange={set('sender')} />
        {narrowed ? (
          <Link to="/inbox" search={{ show: filter.show }} className="button button-quiet">
            {t('referrals.clear')}
          </Link>
        ) : null}
      </div>
    </details>
  );
}
