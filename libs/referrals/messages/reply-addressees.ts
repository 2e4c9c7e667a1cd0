import { recipientsOf } from '#messages';
import type { ReferralTools } from '../tools';
import type { SeenMessage } from './referred-messages';

/** Who took no part, or no longer does, is not written to by a reply that names nobody. */
const GONE: ReadonlySet<string> = new Set(['declined', 'cancelled', 'recalled', 'recall_confirmed', 'closed']);

/**
 * The other side of a thread, for a reply that names nobody: who sent what it replies to or, when that was the caller,
 * the recipients that still have a part in it. Of a new thread nobody: the rules decide.
 */
export async function repliedAddressees(tools: ReferralTools, repliedTo: SeenMessage | undefined): Promise<string[]> {
  if (!repliedTo) return [];
  if (repliedTo.direction === 'received') return [await tools.directory.slugOf(repliedTo.senderId)];
  const recipients = await recipientsOf(tools.tx, [repliedTo.id], tools.caller.organisationId);
  return recipients.filter(({ state }) => !GONE.has(state)).map(({ organisation }) => organisation);
}
