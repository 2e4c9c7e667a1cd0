import { lockOwnRecipient, openBody, openRelease, findMessage, type JsonObject } from '#messages';
import type { ReferralTools } from '../tools';
import type { SeenMessage } from './referred-messages';

/** What the caller knows of a message: all of its own, the released part of one that it received. Undefined once erased. */
export async function seenBody(tools: ReferralTools, { id, direction }: SeenMessage): Promise<JsonObject | undefined> {
  if (direction === 'sent') {
    const message = await findMessage(tools.tx, id);
    return message ? openBody(tools.vault, message) : undefined;
  }
  const recipient = await lockOwnRecipient(tools.tx, id, tools.caller.organisationId);
  return recipient ? ((await openRelease(tools.vault, recipient)) as JsonObject | undefined) : undefined;
}
