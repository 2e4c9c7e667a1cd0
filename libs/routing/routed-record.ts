import { createHash } from 'node:crypto';
import type { EvidenceEntry } from '#evidence';
import type { MessageRow, NewRecipient, RoutedTo, TimelineEntry } from '#messages';

/** What routing a message leaves in its timeline. */
export function timelineOf({ message, recipients, at }: RoutedTo): TimelineEntry[] {
  return [
    {
      messageId: message.id,
      senderId: message.senderId,
      event: 'routed',
      from: 'submitted',
      to: 'routed',
      detail: { recipients: recipients.length },
      at,
    },
    ...recipients.map((recipient) => sentTo(message, recipient, at)),
  ];
}

/** What of it is evidence. */
export function evidenceOf({ message, recipients, at }: RoutedTo): EvidenceEntry[] {
  return [
    {
      action: 'message.routed',
      at,
      subjectType: 'message',
      subjectId: message.id,
      senderId: message.senderId,
      detail: {
        operation: message.operationId,
        ruleSetVersion: message.ruleSetVersion,
        recipients: recipients.length,
      },
    },
    ...recipients.map((recipient) => released(message, recipient, at)),
  ];
}

/** A recipient's line of the timeline. */
export function sentTo(message: MessageRow, recipient: NewRecipient, at: Date): TimelineEntry {
  return {
    messageId: message.id,
    senderId: message.senderId,
    recipientId: recipient.id,
    organisationId: recipient.organisationId,
    event: 'sent',
    to: 'pending',
    detail: { capacity: recipient.capacity, dueAt: recipient.dueAt },
    at,
  };
}

/** Which fields went to whom, and a digest of the sealed part: what was shown can be proven, not read. */
export function released(message: MessageRow, recipient: NewRecipient, at: Date): EvidenceEntry {
  return {
    action: 'release.made',
    at,
    subjectType: 'message',
    subjectId: message.id,
    senderId: message.senderId,
    organisationId: recipient.organisationId,
    detail: {
      recipient: recipient.id,
      profile: recipient.profile,
      fields: recipient.releasedFields,
      digest: createHash('sha256').update(recipient.releaseSealed).digest('hex'),
    },
  };
}
