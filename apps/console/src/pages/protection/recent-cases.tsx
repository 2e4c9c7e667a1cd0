import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { answerOf, hub } from '../../api/client';
import { t } from '../../i18n';
import { Loaded } from '../../ui/loaded';
import { Time } from '../../ui/time';

/** As many as one looks through; every other is asked for from its own page. */
const SOME = 20;

export function RecentCases(): ReactNode {
  const query = useQuery({
    queryKey: ['referrals', 'recent'],
    queryFn: async ({ signal }) =>
      (await answerOf(hub.GET('/v1/referrals', { params: { query: { limit: SOME } }, signal }))).data,
  });
  return (
    <section className="stack">
      <h2>{t('access.recent')}</h2>
      <Loaded query={query}>
        {(referrals) =>
          referrals.length === 0 ? (
            <p className="soft">{t('access.noCases')}</p>
          ) : (
            <ul>
              {referrals.map(({ id, reference, createdAt }) => (
                <li key={id}>
                  <Link to="/access" search={{ subject: id }} className="cell-main">
                    {reference}
                  </Link>{' '}
                  <span className="soft small">
                    <Time at={createdAt} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
