import type { ReactNode } from 'react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { answerOf, hub } from '../../api/client';
import { t } from '../../i18n';

const waysQuery = queryOptions({
  queryKey: ['ways'],
  queryFn: ({ signal }) => answerOf(hub.GET('/v1/session/ways', { signal })),
  staleTime: Infinity,
});

/** The way by an identity provider, where there is one. It leads back to a page, without what its address asks besides. */
export function Elsewhere({ to }: { readonly to: string | undefined }): ReactNode {
  const { data } = useQuery(waysQuery);
  if (data?.oidc == null) return null;
  const page = /^(?:\/console)?(\/[\w/-]*)/.exec(to ?? '')?.[1] ?? '/';
  return (
    <p>
      <a className="button" href={`/v1/session/oidc?to=${encodeURIComponent(`/console${page}`)}`}>
        {t('signIn.elsewhere', { provider: data.oidc })}
      </a>
    </p>
  );
}
