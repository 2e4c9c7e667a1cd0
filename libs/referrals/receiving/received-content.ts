import type { Clock, Uuid } from '#kernel';
import type { Directory } from '#directory';
import type { ReadableContent } from '#delivery';
import { findOwnRecipient, isWithheld, legalMoves, messageKinds, openRelease, type RecipientRow } from '#messages';
import type { Transaction } from '#platform/database';
import type { Vault } from '#vault';
import { receivedAttachments, type AttachmentView } from '../attachments/list-attachments';
import { itemOf, type InboxItem } from './inbox-item';

/** A message with what its receiver may see of it. */
export interface InboxContent extends InboxItem {
  readonly sender: string;
  /** What the body may do now. */
  readonly legal: readonly string[];
  /** The fields that the body's profile releases; null when it was recalled, cancelled or erased. */
  readonly body: unknown;
  /** Those whose group is released to the body; none once the body is null. */
  readonly attachments: readonly AttachmentView[];
}

/** What opening content needs: of the caller, nothing. */
export interface ContentTools {
  readonly tx: Transaction;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly directory: Directory;
}

/** What a recipient may see of its message now. Reading it is the caller's to witness. */
export async function receivedContent(tools: ContentTools, recipient: RecipientRow): Promise<InboxContent> {
  const at = tools.clock.now();
  const withheld = isWithheld(recipient, at);
  return {
    ...itemOf(recipient, at),
    sender: await tools.directory.slugOf(recipient.senderId),
    // What was taken back is opened again by its sender only.
    legal: legalMoves(recipient, 'recipient').filter((move) => move !== 'reopen' || !withheld),
    body: withheld ? null : ((await openRelease(tools.vault, recipient)) ?? null),
    attachments: await receivedAttachments(tools, recipient.messageId, recipient.organisationId),
  };
}

/**
 * What a body may be sent of a message: the same as it would read now. Undefined when it did not receive the message, or
 * the content is withheld from it or erased. Whoever sends it witnesses that.
 */
export async function contentToSend(
  tools: ContentTools,
  messageId: Uuid,
  organisationId: Uuid,
): Promise<ReadableContent | undefined> {
  const recipient = await findOwnRecipient(tools.tx, messageId, organisationId);
  // What only some people are to know does not go to a system of their body, encrypted or not.
  if (!recipient || messageKinds.of(recipient.kind).needToKnow) return undefined;
  const content = await receivedContent(tools, recipient);
  return content.body === null ? undefined : { recipientId: recipient.id, senderId: recipient.senderId, content };
}
