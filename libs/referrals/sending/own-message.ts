import { notFound, type Uuid } from '#kernel';
import { findMessage, lockMessage, type MessageRow } from '#messages';
import type { ReferralTools } from '../tools';

/** What a caller asks by: a referral's address answers for referrals only, a message's for every kind. */
export type AskedFor = 'referral' | 'message';

/** A message that the caller sent or drafts. @throws HubError `not_found`, also for another body's. */
export async function ownMessage(tools: ReferralTools, id: Uuid, what: AskedFor): Promise<MessageRow> {
  return required(await findMessage(tools.tx, id), what);
}

/** The same, locked until the transaction ends. @throws HubError `not_found`. */
export async function lockOwnMessage(tools: ReferralTools, id: Uuid, what: AskedFor): Promise<MessageRow> {
  return required(await lockMessage(tools.tx, id), what);
}

function required(message: MessageRow | undefined, what: AskedFor): MessageRow {
  if (!message || (what === 'referral' && message.kind !== 'referral')) throw notFound(what);
  return message;
}
