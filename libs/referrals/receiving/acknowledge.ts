import { notFound, uuidv7, type Uuid } from '#kernel';
import { changeRecipient, decisionDeadline, lockOwnRecipient, nextStateOf, record, type RecipientRow } from '#messages';
import type { ReferralTools } from '../tools';

/** What a body holds as proof that it acknowledged. */
export interface Receipt {
  /** The evidence entry of the acknowledgement. */
  readonly receiptId: Uuid;
  readonly messageId: Uuid;
  readonly reference: string;
  readonly organisation: string;
  readonly acknowledgedAt: Date;
}

/** The caller's own inbox item, locked. @throws HubError `not_found`, also for what was sent to others only. */
export async function lockInboxItem(tools: ReferralTools, messageId: Uuid): Promise<RecipientRow> {
  const recipient = await lockOwnRecipient(tools.tx, messageId, tools.caller.organisationId);
  if (!recipient) throw notFound('message in your inbox');
  return recipient;
}

/**
 * The body takes the message up, with its key or by the link of a mail. Asked again, it answers with the same receipt.
 *
 * @throws HubError `not_found`; `illegal_transition` when it was cancelled or recalled before.
 */
export async function acknowledge(
  tools: ReferralTools,
  messageId: Uuid,
  way: 'key' | 'link' = 'key',
): Promise<Receipt> {
  const recipient = await lockInboxItem(tools, messageId);
  if (recipient.acknowledgedAt && recipient.receiptId)
    return receiptOf(recipient, recipient.receiptId, recipient.acknowledgedAt);
  const to = nextStateOf(recipient, 'acknowledge', 'recipient');
  const at = tools.clock.now();
  const receiptId = uuidv7();
  await changeRecipient(tools.tx, recipient.id, at, {
    state: to,
    acknowledgedAt: at,
    receiptId,
    deliveredVia: way === 'link' ? 'mail' : 'poll',
    awaitDecision: decisionDeadline(recipient, at),
  });
  await record(tools.tx, {
    timeline: [
      {
        messageId,
        senderId: recipient.senderId,
        recipientId: recipient.id,
        organisationId: recipient.organisationId,
        event: 'acknowledged',
        from: recipient.state,
        to,
        actorId: recipient.organisationId,
        at,
      },
    ],
    evidence: [acknowledgement(recipient, receiptId, at, false, way)],
    events: [
      {
        topic: 'recipient.acknowledged',
        threadId: recipient.threadId,
        messageId,
        recipientId: recipient.id,
        organisationId: recipient.organisationId,
      },
    ],
  });
  return receiptOf(recipient, receiptId, at);
}

/** The evidence of an acknowledgement, also of one that a decision implied. */
export function acknowledgement(
  recipient: RecipientRow,
  receiptId: Uuid,
  at: Date,
  implicit: boolean,
  way: 'key' | 'link' = 'key',
) {
  return {
    id: receiptId,
    action: 'recipient.acknowledged',
    at,
    actorId: recipient.organisationId,
    subjectType: 'message',
    subjectId: recipient.messageId,
    senderId: recipient.senderId,
    organisationId: recipient.organisationId,
    detail: { recipient: recipient.id, implicit, ...(way === 'link' ? { by: 'link' } : {}) },
  } as const;
}

function receiptOf(recipient: RecipientRow, receiptId: Uuid, acknowledgedAt: Date): Receipt {
  return {
    receiptId,
    messageId: recipient.messageId,
    reference: recipient.reference,
    organisation: recipient.organisation,
    acknowledgedAt,
  };
}
