import { HubError, type Uuid } from '#kernel';
import { changeRecipient, decisionDeadline, isWithheld, nextStateOf, record } from '#messages';
import type { Confirmed } from '../lifecycle/confirm';
import type { ReferralTools } from '../tools';
import { lockInboxItem } from './acknowledge';
import { sealNote } from './decide';

/**
 * The body takes up again what was closed; the sender is told, and it is to be decided anew.
 *
 * @throws HubError `not_found`; `illegal_transition` when it is not closed, or was taken back before it was.
 */
export async function reopenReceived(
  tools: ReferralTools,
  messageId: Uuid,
  given: { readonly note?: string },
): Promise<Confirmed> {
  const recipient = await lockInboxItem(tools, messageId);
  const to = nextStateOf(recipient, 'reopen', 'recipient');
  const at = tools.clock.now();
  // Only who sent a case gives back what was taken back.
  if (isWithheld(recipient, at))
    throw new HubError(
      'illegal_transition',
      'It was called off or recalled before it was closed: only its sender opens it again.',
      {
        extra: { state: recipient.state, event: 'reopen', legal: [] },
      },
    );
  await changeRecipient(tools.tx, recipient.id, at, { state: to, awaitDecision: decisionDeadline(recipient, at) });
  const noteSealed = given.note === undefined ? undefined : await sealNote(tools, recipient, given.note);
  const about = { messageId, recipientId: recipient.id, organisationId: recipient.organisationId };
  await record(tools.tx, {
    timeline: [
      {
        ...about,
        senderId: recipient.senderId,
        event: 'reopened',
        from: recipient.state,
        to,
        actorId: recipient.organisationId,
        ...(noteSealed ? { noteSealed } : {}),
        at,
      },
    ],
    evidence: [
      {
        action: 'recipient.reopened',
        at,
        actorId: recipient.organisationId,
        subjectType: 'message',
        subjectId: messageId,
        senderId: recipient.senderId,
        organisationId: recipient.organisationId,
        detail: { recipient: recipient.id, by: 'recipient' },
      },
    ],
    events: [{ ...about, topic: 'recipient.reopened', threadId: recipient.threadId, detail: { by: 'recipient' } }],
  });
  return { messageId, reference: recipient.reference, state: to };
}
