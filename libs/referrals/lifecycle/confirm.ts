import type { Uuid } from '#kernel';
import { changeRecipient, nextStateOf, record } from '#messages';
import { lockInboxItem } from '../receiving/acknowledge';
import type { ReferralTools } from '../tools';

export interface Confirmed {
  readonly messageId: Uuid;
  readonly reference: string;
  readonly state: string;
}

const DONE = { confirm_cancel: 'cancelled', confirm_recall: 'recall_confirmed' } as const;

/**
 * A body confirms that it stopped: after a cancellation, or after a recall. Asked again, it answers the same.
 *
 * @throws HubError `not_found`; `illegal_transition` when nothing was cancelled or recalled.
 */
export async function confirm(
  tools: ReferralTools,
  messageId: Uuid,
  event: 'confirm_cancel' | 'confirm_recall',
): Promise<Confirmed> {
  const recipient = await lockInboxItem(tools, messageId);
  const { reference } = recipient;
  if (recipient.state === DONE[event]) return { messageId, reference, state: recipient.state };
  const to = nextStateOf(recipient, event, 'recipient');
  const at = tools.clock.now();
  await changeRecipient(tools.tx, recipient.id, at, { state: to, stopReminders: true });
  const about = { messageId, recipientId: recipient.id, organisationId: recipient.organisationId };
  await record(tools.tx, {
    timeline: [
      {
        ...about,
        senderId: recipient.senderId,
        event,
        from: recipient.state,
        to,
        actorId: recipient.organisationId,
        at,
      },
    ],
    evidence: [
      {
        action: 'recipient.progressed',
        at,
        actorId: recipient.organisationId,
        subjectType: 'message',
        subjectId: messageId,
        senderId: recipient.senderId,
        organisationId: recipient.organisationId,
        detail: { recipient: recipient.id, state: to },
      },
    ],
    events: [{ ...about, topic: 'recipient.progressed', threadId: recipient.threadId }],
  });
  return { messageId, reference, state: to };
}
