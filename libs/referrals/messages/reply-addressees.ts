import { invalidInput } from '#kernel';
import { recipientsOf } from '#messages';
import type { ReferralTools } from '../tools';
import type { ReferredMessages } from './referred-messages';

/** Who took no part, or no longer does, is not written to by a reply that names nobody. */
const GONE: ReadonlySet<string> = new Set(['declined', 'cancelled', 'recalled', 'recall_confirmed', 'closed']);

/**
 * Who gets a reply, or what takes the place of an earlier message, where nobody is named: who sent what it replies to; who
 * got what is replaced; or, of a message of the caller, the recipients that still have a part in it. Of a new thread
 * nobody: the rules decide. Where nobody has a part any more the rules do not decide: they would send it to strangers, and
 * back to who declined.
 *
 * @throws HubError `invalid_input` when nobody is left.
 */
export async function repliedAddressees(
  tools: ReferralTools,
  { repliedTo, superseded }: ReferredMessages,
): Promise<string[]> {
  if (!superseded && repliedTo?.direction === 'received') return [await tools.directory.slugOf(repliedTo.senderId)];
  const before = superseded ?? repliedTo;
  if (!before) return [];
  const recipients = await recipientsOf(tools.tx, [before.id], tools.caller.organisationId);
  const left = recipients.filter(({ state }) => !GONE.has(state)).map(({ organisation }) => organisation);
  if (left.length > 0) return left;
  const message = 'name whom it goes to: nobody has a part in the earlier message any more';
  throw invalidInput([{ pointer: '/to', code: 'required', message }]);
}
