import type { ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { t } from '../../i18n';
import { Chip } from '../../ui/chip';
import { durationWords } from '../../ui/time';
import { useNow } from '../../ui/use-now';

/** Share of the time to a deadline after which it counts as near, as the hub's second reminder does. */
const NEAR = 0.8;

type Awaited = Pick<Schemas['InboxItem'], 'state' | 'dueAt' | 'decisionDueAt'> & { readonly routedAt?: string };

/** The deadline that runs: to acknowledge or, after that, to decide; undefined when none does. */
export function runningDeadline({ state, dueAt, decisionDueAt }: Awaited): string | undefined {
  if (state === 'pending') return dueAt;
  return state === 'acknowledged' ? (decisionDueAt ?? undefined) : undefined;
}

/** How it stands with the deadline, in words and a sign; the colour only says it again. */
export function DeadlineChip({ item }: { readonly item: Awaited }): ReactNode {
  const now = useNow();
  const due = runningDeadline(item);
  if (due === undefined) return <Chip tone="plain">{t('due.done')}</Chip>;
  const left = Date.parse(due) - now;
  const duration = durationWords(left);
  if (left < 0) return <Chip tone="late">{t('due.overdue', { duration })}</Chip>;
  const whole = item.routedAt === undefined ? 0 : Date.parse(due) - Date.parse(item.routedAt);
  const near = left < 3 * 3_600_000 || left < whole * (1 - NEAR);
  return <Chip tone={near ? 'soon' : 'note'}>{t(near ? 'due.soon' : 'due.later', { duration })}</Chip>;
}
