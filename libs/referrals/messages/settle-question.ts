import { uuidv7, type Uuid } from '#kernel';
import {
  changeRecipient,
  lockOwnRecipient,
  messageKinds,
  nextStateOf,
  record,
  type JsonObject,
  type MessageRow,
  type RecipientRow,
} from '#messages';
import { acknowledgement } from '../receiving/acknowledge';
import type { ReferralTools } from '../tools';

/**
 * An answer is the caller's act in the message that it answers: the whole one completes its part, one of several keeps
 * it in progress. Answering without acknowledging first acknowledges too.
 *
 * @throws HubError `illegal_transition` when the caller answered or declined before, or the question was taken back.
 */
export async function settleQuestion(tools: ReferralTools, answer: MessageRow, body: JsonObject): Promise<void> {
  const settled = messageKinds.of(answer.kind).settles?.(body);
  if (settled === undefined || !answer.inReplyTo) return;
  const recipient = await lockOwnRecipient(tools.tx, answer.inReplyTo, tools.caller.organisationId);
  if (!recipient || (settled === 'in_progress' && recipient.state === 'in_progress')) return;
  // What takes the place of the whole answer answers nothing anew.
  if (answer.supersedes && recipient.state === 'completed') return;
  await settlePart(tools, recipient, settled, answer.id);
}

/**
 * The caller's own part in a message that asks for an answer, answered in whole or in part.
 *
 * @param by the message that answers it
 * @throws HubError `illegal_transition` when it was answered or declined before, or taken back.
 */
export async function settlePart(
  tools: ReferralTools,
  recipient: RecipientRow,
  settled: 'completed' | 'in_progress',
  by: Uuid,
): Promise<void> {
  const to = nextStateOf(recipient, settled === 'completed' ? 'answer' : 'start', 'recipient');
  const at = tools.clock.now();
  const implicit = recipient.acknowledgedAt === null;
  const receiptId = uuidv7();
  await changeRecipient(tools.tx, recipient.id, at, {
    state: to,
    deliveredVia: 'poll',
    // What is answered in part is asked after, like a case that was accepted.
    ...(settled === 'completed' ? { stopReminders: true } : { awaitNews: 'begin' }),
    ...(settled === 'completed' ? { outcome: 'answered' } : {}),
    ...(implicit ? { acknowledgedAt: at, receiptId } : {}),
  });
  const about = {
    messageId: recipient.messageId,
    threadId: recipient.threadId,
    recipientId: recipient.id,
    organisationId: recipient.organisationId,
  };
  await record(tools.tx, {
    timeline: [
      {
        ...about,
        senderId: recipient.senderId,
        event: 'answered',
        from: recipient.state,
        to,
        actorId: recipient.organisationId,
        detail: { by, final: settled === 'completed' },
        at,
      },
    ],
    evidence: [
      ...(implicit ? [acknowledgement(recipient, receiptId, at, true)] : []),
      {
        action: 'recipient.answered',
        at,
        actorId: recipient.organisationId,
        subjectType: 'message',
        subjectId: recipient.messageId,
        senderId: recipient.senderId,
        organisationId: recipient.organisationId,
        detail: { recipient: recipient.id, by, state: to },
      },
    ],
    events: [{ topic: 'recipient.progressed', ...about }],
  });
}
