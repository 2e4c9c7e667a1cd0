import { isUuid, type Uuid } from '#kernel';
import { eventTypeFor, type Announcement, type Happening } from '#delivery';
import {
  isEscalation,
  isOverdue,
  messageKinds,
  runningDeadline,
  statesFor,
  type RecipientState,
  type TrackingStep,
} from '#messages';
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
    overdue: false,
    href: receivedHref(publicUrl, message.kind, message.id),
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
  readonly decisionDueAt: Date | null;
  readonly state: RecipientState;
  readonly late: string;
}

/**
 * What the sender, the recipient, both, or a coordinator are told of something that happened at a recipient. Of what only some
 * people of the sender know its systems are told nothing, nor is a coordinator.
 */
export async function recipientAnnouncements(
  tx: Transaction,
  event: ClaimedEvent,
  publicUrl: string,
  at: Date,
): Promise<Announcement[]> {
  const about = await tx.row<About>(
    `SELECT r.sender_id AS "senderId", r.organisation_id AS "organisationId", r.reference, r.kind,
            r.operation_id AS operation, r.message_status AS status, r.due_at AS "dueAt",
            r.decision_due_at AS "decisionDueAt", r.state, o.slug AS late
     FROM recipients r JOIN organisations o ON o.id = r.organisation_id WHERE r.id = $1`,
    [event.recipientId],
    'recipient-about',
  );
  if (!about) return [];
  const told = announcementsOf(about, event, publicUrl, at);
  if (!messageKinds.of(about.kind).needToKnow) return told;
  return told.filter(({ organisationId }) => organisationId === about.organisationId);
}

function announcementsOf(about: About, event: ClaimedEvent, publicUrl: string, at: Date): Announcement[] {
  const { senderId, organisationId, reference, kind, operation, status, state, late } = about;
  const common = {
    ...{ reference, kind, operation, status },
    dueAt: runningDeadline(about),
    overdue: isOverdue(about, at),
    messageId: event.messageId,
    threadId: event.threadId,
    at,
    dedupeKey: `event/${event.id}`,
  };
  const toSender = { ...common, organisationId: senderId, href: sentHref(publicUrl, kind, event.messageId) };
  const toRecipient = { ...common, organisationId, href: receivedHref(publicUrl, kind, event.messageId) };
  const type = (happening: Happening) => eventTypeFor(kind, happening);
  switch (event.topic) {
    case 'recipient.reminder': {
      const step = event.detail['step'] as TrackingStep;
      // Answered between the sweep and now: nobody is to be reminded any more.
      if (!statesFor(step).includes(state)) return [];
      const told: Announcement[] = [
        { ...toRecipient, step, type: type('reminder') },
        { ...toSender, step, late, type: type('reminder') },
      ];
      const coordinator = event.detail['escalatedTo'];
      if (isEscalation(step) && typeof coordinator === 'string' && isUuid(coordinator))
        told.push({
          ...common,
          ...{ step, late, organisationId: coordinator, type: 'referral.escalated' },
          href: `${publicUrl}/v1/agenda-requests?operation=${operation}`,
        });
      return told;
    }
    case 'recipient.cancelled':
      return [{ ...toRecipient, type: type('cancelled') }];
    case 'recipient.recalled':
      return [{ ...toRecipient, type: type('recalled') }];
    case 'recipient.erased':
      return [{ ...toRecipient, type: type('erased') }];
    case 'recipient.closed':
    case 'recipient.reopened':
      return othersThan(event.detail['by'], toSender, toRecipient).map((one) => ({ ...one, type: type('updated') }));
    case 'accountability.asked':
      return [{ ...toRecipient, type: type('updated') }];
    default:
      return [{ ...toSender, type: type('updated') }];
  }
}

/** Where the sender reads what became of its message. */
function sentHref(publicUrl: string, kind: string, messageId: Uuid): string {
  return `${publicUrl}/v1/${kind === 'referral' ? 'referrals' : 'messages'}/${messageId}`;
}

/** Where a recipient reads it. */
function receivedHref(publicUrl: string, kind: string, messageId: Uuid): string {
  return `${publicUrl}/v1/${messageKinds.of(kind).needToKnow ? 'accountability' : 'inbox'}/${messageId}`;
}

/** Who is told: the other side or, when the hub acted, both. */
function othersThan<T>(by: unknown, toSender: T, toRecipient: T): T[] {
  if (by === 'sender') return [toRecipient];
  return by === 'recipient' ? [toSender] : [toSender, toRecipient];
}
