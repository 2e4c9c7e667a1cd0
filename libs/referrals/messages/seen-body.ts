import { findMessage, isWithheld, lockOwnRecipient, openBody, openRelease, type JsonObject } from '#messages';
import type { ReferralTools } from '../tools';
import type { SeenMessage } from './referred-messages';

/**
 * What the caller may know of a message: all of its own, the released part of one that it received. Undefined once it was
 * taken back or erased.
 */
export async function seenBody(tools: ReferralTools, { id, direction }: SeenMessage): Promise<JsonObject | undefined> {
  if (direction === 'sent') {
    const message = await findMessage(tools.tx, id);
    return message ? openBody(tools.vault, message) : undefined;
  }
  const recipient = await lockOwnRecipient(tools.tx, id, tools.caller.organisationId);
  if (!recipient || isWithheld(recipient, tools.clock.now())) return undefined;
  return (await openRelease(tools.vault, recipient)) as JsonObject | undefined;
}
