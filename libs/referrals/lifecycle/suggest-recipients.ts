import { HubError, type Uuid } from '#kernel';
import { openBody, recipientIdsOf } from '#messages';
import { capacitiesOf, decideRouting, messageInput, routingContext, suggestBodies, type SuggestedBody } from '#routing';
import { lockOwnMessage } from '../sending/own-message';
import type { ReferralTools } from '../tools';

/**
 * The bodies that could be asked next, after a decline or because nobody answers: who has it not yet and would receive it
 * by the rules of today, the best declared capacity first. Changes nothing.
 *
 * @throws HubError `not_found`; `illegal_transition` when the content was erased.
 */
export async function suggestRecipients(tools: ReferralTools, id: Uuid): Promise<SuggestedBody[]> {
  const message = await lockOwnMessage(tools, id, 'referral');
  const body = await openBody(tools.vault, message);
  if (!body) throw new HubError('illegal_transition', 'The content of this referral was erased; it cannot be sent on.');
  const { operation } = await tools.directory.operation(message.operationId);
  const at = tools.clock.now();
  const context = await routingContext(tools, message, { operation, sender: tools.caller.slug, at });
  const capacities = await capacitiesOf(tools.tx, operation, at);
  const present = await Promise.all((await recipientIdsOf(tools.tx, id)).map((each) => tools.directory.slugOf(each)));
  const suggested = suggestBodies(
    messageInput({ ...message, addressees: present }, body, { ...context, capacities }),
  ).filter(({ organisation }) => !present.includes(organisation));
  // What came with it binds as well: nobody is suggested to whom it would not be sent.
  const addressees = suggested.map(({ organisation }) => organisation);
  const possible = new Set(
    decideRouting({ ...message, addressees }, body, context).decisions.flatMap(({ organisation, outcome }) =>
      outcome === 'recipient' ? [organisation] : [],
    ),
  );
  return suggested.filter(({ organisation }) => possible.has(organisation));
}
