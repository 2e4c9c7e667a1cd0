import type { ReactNode } from 'react';
import { t } from '../../i18n';
import { Chip } from '../../ui/chip';
import { DeadlineChip } from '../inbox/deadline';
import type { NoticeSummary } from './notice-queries';
import { statusTone } from './notice-codes';

/** How a notice stands: before it is sent by its message, then by what the nation says. */
export function NoticeState({ notice }: { readonly notice: NoticeSummary }): ReactNode {
  const { state, nationStatus } = notice;
  if (nationStatus !== null)
    return <Chip tone={statusTone(nationStatus)}>{t(`accountability.status.${nationStatus}`)}</Chip>;
  if (state === 'routed') return <Chip tone="soon">{t('accountability.status.sent')}</Chip>;
  return <Chip tone="note">{t(`messageState.${state}`)}</Chip>;
}

/** The time that the authority has: to take it up and, from then on, to answer. */
export function NoticeDeadline({ notice }: { readonly notice: NoticeSummary }): ReactNode {
  const { dueAt, answerDueAt, acknowledgedAt, proceedings, sentAt } = notice;
  if (dueAt === null) return null;
  const ended = proceedings !== null && ['convicted', 'acquitted', 'dismissed'].includes(proceedings);
  const state = acknowledgedAt === null ? 'pending' : ended ? 'completed' : 'acknowledged';
  return (
    <DeadlineChip
      item={{ state, dueAt, decisionDueAt: answerDueAt, ...(sentAt === null ? {} : { routedAt: sentAt }) }}
    />
  );
}
