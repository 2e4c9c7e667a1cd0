import type { ReactNode } from 'react';
import { t } from '../i18n';
import { Button } from './button';

interface NextPageProps {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
}

/** Asks for more of a list that is read page by page; nothing when all is there. */
export function NextPage({ query }: NextPageProps): ReactNode {
  if (!query.hasNextPage) return null;
  return (
    <div>
      <Button busy={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
        {t('common.nextPage')}
      </Button>
    </div>
  );
}
