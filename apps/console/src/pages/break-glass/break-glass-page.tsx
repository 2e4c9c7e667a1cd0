import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { Empty } from '../../ui/empty';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { AskOpening } from './ask-opening';
import { OneOpening } from './one-opening';
import { openingsQuery } from './opening-queries';

/** Milliseconds after which the list is read again: who waits for it is in a hurry. */
const LOOK_AGAIN = 5_000;

/** All of one record for one person, when somebody of another body agrees: for an hour at most. */
export function BreakGlassPage(): ReactNode {
  // The message that a person came from.
  const { message } = useSearch({ from: '/inside/break-glass' });
  const [told, setTold] = useState<string>();
  const query = useQuery({ ...openingsQuery, refetchInterval: LOOK_AGAIN });
  const mayAsk = useMay('break-glass:request');
  return (
    <Page title={t('glass.title')} lead={t('glass.lead')}>
      <div role="status">{told === undefined ? null : <Notice tone="done">{told}</Notice>}</div>
      <Loaded query={query}>
        {(openings) =>
          openings.length === 0 ? (
            <Empty title={t('glass.empty')} />
          ) : (
            <div className="tracks">
              {openings.map((opening) => (
                <OneOpening key={opening.id} opening={opening} onTold={setTold} />
              ))}
            </div>
          )
        }
      </Loaded>
      {mayAsk ? <AskOpening message={message} onTold={setTold} /> : null}
    </Page>
  );
}
