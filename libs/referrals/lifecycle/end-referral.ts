import { HubError, type Uuid } from '#kernel';
import type { EvidenceAction } from '#evidence';
import {
  legalMoves,
  lockRecipients,
  moveMessage,
  nextMessageState,
  record,
  type MessageEvent,
  type MessageRow,
} from '#messages';
import { lockOwnMessage } from '../sending/own-message';
import { readReferralSummary, type ReferralSummary } from '../sending/read-referral';
import type { ReferralTools } from '../tools';
import { moveRecipients, type MoveGiven } from './move-recipients';

/**
 * The sender calls a referral off. Where nobody took it up it ends at once; whoever did confirms.
 *
 * @throws HubError `not_found`; `illegal_transition` with what is possible.
 */
export async function cancelReferral(tools: ReferralTools, id: Uuid, given: MoveGiven): Promise<ReferralSummary> {
  const message = await lockOwn(tools, id);
  if (message.state === 'routed') await moveRecipients(tools, message, 'cancel', given);
  else await endUnrouted(tools, message, 'cancel', 'referral.cancelled');
  return readReferralSummary(tools, id);
}

/**
 * The person withdrew consent: nobody else gets the case, content is withheld on the next request, and every holder is
 * asked to confirm the recall.
 *
 * @throws HubError `not_found`; `illegal_transition` when it was withdrawn before, or is a draft.
 */
export async function withdrawConsent(tools: ReferralTools, id: Uuid, given: MoveGiven): Promise<ReferralSummary> {
  const message = await lockOwn(tools, id);
  // Before the recipients: also a referral that reached nobody is withdrawn for good, and is never routed again.
  if (message.state !== 'routed' || given.recipients === undefined)
    await endUnrouted(tools, message, 'withdraw_consent', 'referral.consent_withdrawn');
  if (message.state === 'routed') await moveRecipients(tools, message, 'withdraw_consent', given);
  return readReferralSummary(tools, id);
}

/**
 * Takes a locked referral back as a whole, because the consent that it rests on was withdrawn. Nobody may hold it any
 * more, or nobody ever did: then there is nobody to recall it from, and that is no mistake.
 *
 * @throws HubError `illegal_transition` when it is not on its way.
 */
export async function recallReferral(tools: ReferralTools, message: MessageRow, given: MoveGiven): Promise<void> {
  await endUnrouted(tools, message, 'withdraw_consent', 'referral.consent_withdrawn');
  if (message.state !== 'routed') return;
  const recipients = await lockRecipients(tools.tx, message.id, tools.caller.organisationId);
  if (recipients.some((recipient) => legalMoves(recipient, 'sender').includes('withdraw_consent')))
    await moveRecipients(tools, message, 'withdraw_consent', given);
}

/** The sender closes what is finished. @throws HubError `not_found`; `illegal_transition` with what is possible. */
export async function closeReferral(tools: ReferralTools, id: Uuid, given: MoveGiven): Promise<ReferralSummary> {
  await moveRecipients(tools, await lockOwn(tools, id), 'close', given);
  return readReferralSummary(tools, id);
}

/**
 * The sender opens again what was closed; never what was withdrawn: that would give the content back without consent.
 *
 * @throws HubError `not_found`; `illegal_transition` with what is possible.
 */
export async function reopenReferral(tools: ReferralTools, id: Uuid, given: MoveGiven): Promise<ReferralSummary> {
  const message = await lockOwn(tools, id);
  if (message.state === 'withdrawn')
    throw new HubError('illegal_transition', 'Consent was withdrawn: nobody opens this again. Write a new referral.', {
      extra: { state: message.state, event: 'reopen', legal: [] },
    });
  await moveRecipients(tools, message, 'reopen', given);
  return readReferralSummary(tools, id);
}

/** A referral that should never have been written, and reached nobody. @throws HubError `not_found`; `illegal_transition`. */
export async function enterInError(tools: ReferralTools, id: Uuid): Promise<ReferralSummary> {
  await endUnrouted(tools, await lockOwn(tools, id), 'enter_in_error', 'referral.entered_in_error');
  return readReferralSummary(tools, id);
}

function lockOwn(tools: ReferralTools, id: Uuid): Promise<MessageRow> {
  return lockOwnMessage(tools, id, 'referral');
}

/** Moves the message as a whole. What is no longer `submitted` is not routed any more. */
export async function endUnrouted(
  tools: ReferralTools,
  message: MessageRow,
  event: MessageEvent,
  action: EvidenceAction,
): Promise<void> {
  const to = nextMessageState(message.state, event);
  const at = tools.clock.now();
  await moveMessage(tools.tx, message, to, at);
  await record(tools.tx, {
    timeline: [
      {
        messageId: message.id,
        senderId: message.senderId,
        event: to,
        from: message.state,
        to,
        actorId: message.senderId,
        at,
      },
    ],
    evidence: [
      {
        action,
        at,
        actorId: message.senderId,
        subjectType: 'message',
        subjectId: message.id,
        senderId: message.senderId,
        detail: {},
      },
    ],
    events: [],
  });
}
