import type { Schemas } from '#api-client';
import { t } from '../../i18n';
import type { Tone } from '../../ui/chip';

export type RecipientState = Schemas['InboxItem']['state'];

const tones: Readonly<Record<RecipientState, Tone>> = {
  pending: 'soon',
  acknowledged: 'note',
  accepted: 'done',
  declined: 'late',
  onward_referred: 'note',
  in_progress: 'note',
  on_hold: 'soon',
  completed: 'done',
  failed: 'late',
  cancel_requested: 'soon',
  cancelled: 'plain',
  recalled: 'late',
  recall_confirmed: 'plain',
  closed: 'plain',
};

export const stateTone = (state: RecipientState): Tone => tones[state];

export function priorityTone(priority: Schemas['InboxItem']['priority']): Tone {
  if (priority === 'emergency') return 'late';
  return priority === 'urgent' ? 'soon' : 'plain';
}

/** A kind by its id, as the hub names it: a deployment may have kinds of its own. */
export function kindWords(kind: string): string {
  return kind === 'referral'
    ? t('kind.referral')
    : kind.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase());
}
