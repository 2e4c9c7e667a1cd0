import type { Uuid } from '#kernel';
import { endUnrouted } from '../lifecycle/end-referral';
import { moveRecipients, type MoveGiven } from '../lifecycle/move-recipients';
import { lockOwnMessage } from '../sending/own-message';
import { readReferralSummary, type ReferralSummary } from '../sending/read-referral';
import type { ReferralTools } from '../tools';

/**
 * The sender calls a message of any kind off. Where nobody acknowledged it ends at once; whoever did confirms.
 *
 * @throws HubError `not_found`; `illegal_transition` with what is possible.
 */
export async function cancelMessage(tools: ReferralTools, id: Uuid, given: MoveGiven): Promise<ReferralSummary> {
  const message = await lockOwnMessage(tools, id, 'message');
  if (message.state === 'routed') await moveRecipients(tools, message, 'cancel', given);
  else await endUnrouted(tools, message, 'cancel', 'referral.cancelled');
  return readReferralSummary(tools, id, 'message');
}
