import type { Uuid } from '#kernel';
import { eventTypeFor, type Announcement, type Happening } from '#delivery';
import type { Transaction } from '#platform/database';
import type { ClaimedEvent } from '#platform/outbox';
import type { Routed } from '#routing';

/** What each recipient of a routed message is told. */
export function routedAnnouncements({ message, recipients, at }: Routed, publicUrl: string): Announcement[] {
  return recipients.map((recipient) => ({
    type: eventTypeFor(message.kind, 'routed'),
    organisationId: recipient.organisationId,
    messageId: message.id,
    recipientId: recipient.id,
    threadId: message.threadId,
    reference: message.reference,
    kind: message.kind,
    operation: message.operationId,
    status: message.messageStatus,
    dueAt: recipient.dueAt,
    href: `${publicUrl}/v1/inbox/${message.id}`,
    dedupeKey: `routed/${recipient.id}`,
    at,
  }));
}

interface About {
  readonly senderId: Uuid;
  readonly organisationId: Uuid;
  readonly reference: string;
  readonly kind: string;
  readonly operation: string;
  readonly status: string;
  readonly dueAt: Date;
  readonly open: boolean;
}

/** What the sender, the recipient, or both are told of something that happened at a recipient. */
export async function recipientAnnouncements(
  tx: Transaction,
  event: ClaimedEvent,
  publicUrl: string,
  at: Date,
): Promise<Announcement[]> {
  const about = await tx.row<About>(
    `SELECT sender_id AS "senderId", organisation_id AS "organisationId", reference, kind, operation_id AS operation,
            message_status AS status, due_at AS "dueAt", state = 'pending' AS open
     FROM recipients WHERE id = $1`,
    [event.recipientId],
    'recipient-about',
  );
  if (!about) return [];
  const { senderId, organisationId, open, ...envelope } = about;
  const common = {
    ...envelope,
    messageId: event.messageId,
    threadId: event.threadId,
    at,
    dedupeKey: `event/${event.id}`,
  };
  const toSender = { ...common, organisationId: senderId, href: sentHref(publicUrl, envelope.kind, event.messageId) };
  const toRecipient = { ...common, organisationId, href: `${publicUrl}/v1/inbox/${event.messageId}` };
  const type = (happening: Happening) => eventTypeFor(envelope.kind, happening);
  switch (event.topic) {
    case 'recipient.reminder': {
      // Acknowledged between the sweep and now: nobody is to be reminded any more.
      if (!open) return [];
      const late = event.detail['step'] === 'deadline' || event.detail['step'] === 'escalation';
      return [toRecipient, ...(late ? [toSender] : [])].map((one) => ({ ...one, type: type('reminder') }));
    }
    case 'recipient.cancelled':
      return [{ ...toRecipient, type: type('cancelled') }];
    case 'recipient.recalled':
      return [{ ...toRecipient, type: type('recalled') }];
    case 'recipient.closed':
    case 'recipient.reopened':
      return othersThan(event.detail['by'], toSender, toRecipient).map((one) => ({ ...one, type: type('updated') }));
    default:
      return [{ ...toSender, type: type('updated') }];
  }
}

/** Where the sender reads what became of its message. */
function sentHref(publicUrl: string, kind: string, messageId: Uuid): string {
  return `${publicUrl}/v1/${kind === 'referral' ? 'referrals' : 'messages'}/${messageId}`;
}

/** Who is told: the other side or, when the hub acted, both. */
function othersThan<T>(by: unknown, toSender: T, toRecipient: T): T[] {
  if (by === 'sender') return [toRecipient];
  return by === 'recipient' ? [toSender] : [toSender, toRecipient];
}
