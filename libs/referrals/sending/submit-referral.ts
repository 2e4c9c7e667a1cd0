import { HubError, type Uuid } from '#kernel';
import { moveMessage, nextMessageState, openBody, record } from '#messages';
import { messageInput, route, routingContext } from '#routing';
import { recordConsentOf } from '../consent/record-consent';
import type { ReferralTools } from '../tools';
import { lockOwnMessage, type AskedFor } from './own-message';

export interface Submitted {
  readonly id: Uuid;
  readonly reference: string;
  readonly state: 'submitted';
}

/**
 * Sends a draft on its way. The rules are asked first: a referral that would reach nobody is refused with every reason,
 * and stays a draft.
 *
 * @throws HubError `not_found`; `illegal_transition` when it is no draft; `release_refused` with each body's reasons.
 */
export async function submitReferral(tools: ReferralTools, id: Uuid, what: AskedFor = 'referral'): Promise<Submitted> {
  const { tx, clock, caller } = tools;
  const message = await lockOwnMessage(tools, id, what);
  const to = nextMessageState(message.state, 'submit');
  const body = await openBody(tools.vault, message);
  if (!body) throw new HubError('illegal_transition', `The content of this ${what} was erased. Write a new one.`);
  const { operation, version } = await tools.directory.operation(message.operationId);
  const at = clock.now();
  const context = await routingContext(tools, message, { operation, sender: caller.slug, at });
  const { decisions } = route(messageInput(message, body, context));
  const refusals = decisions
    .filter(({ outcome }) => outcome === 'refused')
    .map(({ organisation, reasons }) => ({ organisation, reasons }));
  const addressed = refusals.filter(({ organisation }) => message.addressees.includes(organisation));
  if (!decisions.some(({ outcome }) => outcome === 'recipient') || addressed.length > 0) {
    const named = addressed.length > 0 ? addressed : refusals;
    throw new HubError(
      'release_refused',
      `${addressed.length > 0 ? 'A body that you addressed may not receive this' : 'No body may receive this'}: ${named
        .map(({ organisation, reasons }) => `${organisation} (${reasons.map(({ rule }) => rule).join(', ')})`)
        .join('; ')}. GET /v1/${what}s/${id}/preview explains each rule.`,
      { extra: { refused: refusals } },
    );
  }

  await recordConsentOf(tools, message, body);
  await moveMessage(tx, message, to, at, { sentAt: at, ruleSetVersion: version });
  await record(tx, {
    timeline: [
      {
        messageId: id,
        senderId: message.senderId,
        event: 'submitted',
        from: message.state,
        to,
        actorId: caller.organisationId,
        at,
      },
    ],
    evidence: [
      {
        action: message.kind === 'referral' ? 'referral.submitted' : 'message.submitted',
        at,
        actorId: caller.organisationId,
        subjectType: 'message',
        subjectId: id,
        senderId: message.senderId,
        detail: { ruleSetVersion: version },
      },
    ],
    events: [
      { topic: 'message.submitted', threadId: message.threadId, messageId: id, organisationId: caller.organisationId },
    ],
  });
  return { id, reference: message.reference, state: 'submitted' };
}
