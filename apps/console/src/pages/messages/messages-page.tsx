import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useRefreshInterval } from '../../api/live';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { Empty } from '../../ui/empty';
import { SelectField } from '../../ui/fields';
import { Loaded } from '../../ui/loaded';
import { Page } from '../../ui/page';
import { SavedFilters } from '../../ui/saved-filters';
import { kindWords } from '../inbox/words';
import { SentRows } from '../sent/sent-rows';
import { messagesListedOf, messagesQuery } from './message-queries';

/** Kinds that a body sends often, in the order of the choice. Others are found among all. */
const kinds = [
  'information-request',
  'information-response',
  'information-share',
  'capacity-update',
  'referral-update',
  'referral',
] as const;

export function MessagesPage(): ReactNode {
  const listed = useSearch({ from: '/inside/messages' });
  const navigate = useNavigate({ from: '/messages' });
  const mayWrite = useMay('messages:write');
  const query = useQuery({ ...messagesQuery(listed), refetchInterval: useRefreshInterval() });
  const { cursor, ...filter } = listed;
  return (
    <Page
      title={t('messages.title')}
      lead={t('messages.lead')}
      actions={
        mayWrite ? (
          <Link to="/messages/new" className="button button-primary">
            {t('messages.write')}
          </Link>
        ) : null
      }
    >
      <div className="filters no-print" role="group" aria-label={t('referrals.filters')}>
        <SelectField
          name="kind"
          label={t('messages.kind')}
          value={filter.kind ?? ''}
          onChange={(kind) => {
            void navigate({ search: kind === '' ? {} : { kind } });
          }}
          choices={[
            { value: '', label: t('referrals.any') },
            ...kinds.map((value) => ({ value, label: kindWords(value) })),
          ]}
        />
      </div>
      <SavedFilters
        page="messages"
        search={filter}
        linkTo={(search, name) => (
          <Link to="/messages" search={messagesListedOf(search)}>
            {name}
          </Link>
        )}
      />
      <Loaded query={query}>
        {({ data, next }) => (
          <>
            {data.length === 0 ? (
              <Empty title={t('messages.empty')}>{t('messages.emptyText')}</Empty>
            ) : (
              <SentRows caption={t('messages.title')} rows={data} namesKind />
            )}
            <nav className="pager" aria-label={t('messages.older')}>
              {cursor === undefined ? null : (
                <Link to="/messages" search={filter} className="button">
                  {t('referrals.newest')}
                </Link>
              )}
              {next === null ? null : (
                <Link to="/messages" search={{ ...filter, cursor: next }} className="button">
                  {t('messages.older')}
                </Link>
              )}
            </nav>
          </>
        )}
      </Loaded>
    </Page>
  );
}
