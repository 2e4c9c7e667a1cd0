import { notFound, type Uuid } from '#kernel';
import type { Operation } from '#directory';
import {
  findMessage,
  openBody,
  type JsonObject,
  type MessageState,
  type MessageStatus,
  type Priority,
} from '#messages';
import { readInboxItem } from '../receiving/read-inbox';
import { witnessOwnRead } from '../access/witness-read';
import type { ReferralTools } from '../tools';
import { recipientFacts, type RecipientFacts } from './export.store';
import { erased } from '../erasure/erased';

/** A body as exchange formats name it. */
export interface ExchangedBody {
  readonly id: Uuid;
  readonly slug: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/**
 * A referral as one of its bodies may take it to another system: for the sender with all recipients and the whole
 * content, for a recipient with itself alone and the part that was released to it.
 */
export interface ExchangedReferral {
  readonly side: 'sender' | 'recipient';
  readonly id: Uuid;
  readonly reference: string;
  readonly operation: Operation;
  readonly status: MessageStatus;
  /** State of the whole; a recipient knows its own only. */
  readonly state: MessageState | undefined;
  readonly priority: Priority;
  /** BCP 47; undefined for a recipient. */
  readonly language: string | undefined;
  readonly authoredAt: Date;
  readonly sentAt: Date | null;
  readonly sender: ExchangedBody;
  readonly recipients: readonly (RecipientFacts & { readonly body: ExchangedBody })[];
  /** Null when it was recalled, cancelled or erased. */
  readonly content: JsonObject | null;
}

/** A referral that the caller sent: the read is evidence. @throws HubError `not_found`, also for another body's referral. */
export async function exchangeSent(tools: ReferralTools, id: Uuid): Promise<ExchangedReferral> {
  const { tx, caller, vault } = tools;
  const message = await findMessage(tx, id);
  if (message?.senderId !== caller.organisationId || message.kind !== 'referral') throw notFound('referral');
  const { operation } = await tools.directory.operation(message.operationId);
  const facts = await recipientFacts(tx, id, caller.organisationId);
  const content = await openBody(vault, message);
  if (content === undefined) throw erased('referral');
  await witnessOwnRead(tools, id, 'exchange');
  return {
    side: 'sender',
    id,
    reference: message.reference,
    operation,
    status: message.messageStatus,
    state: message.state,
    priority: message.priority,
    language: message.language,
    authoredAt: message.createdAt,
    sentAt: message.sentAt,
    sender: bodyOf(operation, caller.slug, caller.organisationId),
    recipients: facts.map((fact) => ({ ...fact, body: bodyOf(operation, fact.organisation, fact.organisationId) })),
    content,
  };
}

/**
 * A referral that the caller received. It is the read of the inbox item: on record as one, and with its conditions.
 *
 * @throws HubError `not_found`, also for what was sent to others only, or is no referral.
 */
export async function exchangeReceived(tools: ReferralTools, messageId: Uuid): Promise<ExchangedReferral> {
  const item = await readInboxItem(tools, messageId);
  if (item.kind !== 'referral') throw notFound('referral in your inbox');
  const { operation } = await tools.directory.operation(item.operation);
  const senderId = await tools.directory.idOf(item.sender);
  const facts = await recipientFacts(tools.tx, messageId, tools.caller.organisationId);
  const own = facts.find(({ organisationId }) => organisationId === tools.caller.organisationId);
  if (!own || senderId === undefined) throw notFound('referral in your inbox');
  return {
    side: 'recipient',
    id: messageId,
    reference: item.reference,
    operation,
    status: item.status as MessageStatus,
    state: undefined,
    priority: item.priority as Priority,
    language: undefined,
    authoredAt: item.routedAt,
    sentAt: item.routedAt,
    sender: bodyOf(operation, item.sender, senderId),
    recipients: [{ ...own, body: bodyOf(operation, own.organisation, own.organisationId) }],
    content: (item.body as JsonObject | null | undefined) ?? null,
  };
}

function bodyOf(operation: Operation, slug: string, id: Uuid): ExchangedBody {
  const body = operation.bodies.find((each) => each.slug === slug);
  return { id, slug, name: body?.name ?? slug, roles: body?.roles ?? [] };
}
