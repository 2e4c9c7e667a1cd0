import type { ReactNode } from 'react';
import { answerOf, hub } from '../../api/client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { ActButtons } from '../../ui/act-buttons';
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
    <ActButtons
      choices={outcomes}
      act={act}
      label={(outcome) => t(`register.close.${outcome}`)}
      name={(outcome) => t('register.closeThis', { what: t(`register.close.${outcome}`), reference })}
      look={() => 'quiet'}
    />
  );
}
