import type { ReactNode } from 'react';
import { answerOf, hub } from '../../api/client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { Button } from '../../ui/button';
import { errorWords } from '../../ui/error-words';
import { Notice } from '../../ui/notice';
import { once } from './meeting-queries';
import { readMeetingsAgain } from './use-meeting-act';
import type { Action } from './words';

const outcomes = ['done', 'declined'] as const;

/** What was assigned without a message is closed here; what was asked by one is closed by the report that answers it. */
export function CloseAction({ action: { id, reference, state, message } }: { readonly action: Action }): ReactNode {
  const may = useMay('meetings:manage');
  const act = useAct(
    (outcome: (typeof outcomes)[number], key) =>
      answerOf(hub.POST('/v1/actions/{id}/close', { params: { path: { id }, ...once(key) }, body: { outcome } })),
    readMeetingsAgain,
  );
  if (!may || state !== 'assigned' || message !== null) return null;
  return (
    <div className="stack no-print">
      <div className="row">
        {outcomes.map((outcome) => (
          <Button
            key={outcome}
            look="quiet"
            busy={act.isPending && act.variables === outcome}
            aria-label={t('register.closeThis', { what: t(`register.close.${outcome}`), reference })}
            onPress={() => {
              act.mutate(outcome);
            }}
          >
            {t(`register.close.${outcome}`)}
          </Button>
        ))}
      </div>
      {act.isError ? (
        <Notice tone="late" announced>
          {errorWords(act.error)}
        </Notice>
      ) : null}
    </div>
  );
}
