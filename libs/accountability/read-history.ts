import { witness } from '#evidence';
import { openTimeline, readerOf, type ReferralTools, type TimelineLine } from '#referrals';
import type { CaseRow } from './store/case.store';

/** The lines of a notice that the reader's side may see, oldest first. Reading words that somebody wrote is evidence. */
export function readHistory(
  tools: ReferralTools,
  { messageId, senderId, organisationId }: CaseRow,
): Promise<TimelineLine[]> {
  const { tx, clock, caller } = tools;
  return openTimeline(tools, messageId, () =>
    witness(tx, [
      {
        action: 'content.read',
        at: clock.now(),
        actorId: caller.organisationId,
        subjectType: 'message',
        subjectId: messageId,
        senderId,
        ...(caller.organisationId === senderId || organisationId === null ? {} : { organisationId }),
        detail: { own: caller.organisationId === senderId, way: 'notes', ...readerOf(caller) },
      },
    ]),
  );
}
