import { HubError, invalidInput, type Uuid } from '#kernel';
import {
  changeRecipient,
  lockRecipients,
  nextStateOf,
  openBody,
  record,
  type MessageRow,
  type RecipientRow,
} from '#messages';
import { decideRouting, routingContext } from '#routing';
import { lockOwnMessage } from '../sending/own-message';
import { readReferralSummary, type ReferralSummary } from '../sending/read-referral';
import type { ReferralTools } from '../tools';

export interface RerouteGiven {
  /** Bodies to ask instead. */
  readonly to: readonly string[];
  /** Recipients that declined and are closed by this. */
  readonly instead?: readonly string[];
}

/**
 * Asks other bodies after a decline. The rules of today decide whether they may receive it; a body that may not is
 * refused with its reasons before anything is sent.
 *
 * @throws HubError `not_found`; `illegal_transition` when it was not routed, or `instead` did not decline;
 * `release_refused` with the reasons; `invalid_input` for a body that has it already.
 */
export async function rerouteReferral(tools: ReferralTools, id: Uuid, given: RerouteGiven): Promise<ReferralSummary> {
  const { tx, caller } = tools;
  const message = await lockOwnMessage(tools, id, 'referral');
  if (message.state !== 'routed')
    throw new HubError(
      'illegal_transition',
      `A referral in state "${message.state}" cannot be re-routed: only one that is routed can.`,
      {
        extra: { state: message.state, event: 'reroute', legal: [] },
      },
    );
  const recipients = await lockRecipients(tx, id, caller.organisationId);
  requireNew(recipients, given.to);
  await requireAllowed(tools, message, given.to);
  const at = tools.clock.now();
  const declined = (given.instead ?? []).map((slug, index) => theDeclined(recipients, slug, index));
  for (const recipient of declined)
    await changeRecipient(tx, recipient.id, at, { state: nextStateOf(recipient, 'reroute', 'sender') });
  await record(tx, {
    timeline: [
      {
        messageId: id,
        senderId: message.senderId,
        event: 'rerouted',
        actorId: message.senderId,
        detail: { to: [...given.to], instead: declined.map(({ organisation }) => organisation) },
        at,
      },
    ],
    evidence: [
      {
        action: 'recipient.rerouted',
        at,
        actorId: message.senderId,
        subjectType: 'message',
        subjectId: id,
        senderId: message.senderId,
        detail: { to: [...given.to] },
      },
    ],
    events: [
      {
        topic: 'message.rerouted',
        threadId: message.threadId,
        messageId: id,
        organisationId: message.senderId,
        detail: { to: given.to.join(' ') },
      },
    ],
  });
  return readReferralSummary(tools, id);
}

function requireNew(recipients: readonly RecipientRow[], to: readonly string[]): void {
  const errors = to.flatMap((slug, index) =>
    recipients.some(({ organisation }) => organisation === slug)
      ? [
          {
            pointer: `/to/${index}`,
            code: 'has_it_already',
            message: 'has this referral already; reopen it there instead',
          },
        ]
      : [],
  );
  if (errors.length > 0) throw invalidInput(errors);
}

async function requireAllowed(tools: ReferralTools, message: MessageRow, to: readonly string[]): Promise<void> {
  const body = await openBody(tools.vault, message);
  if (!body) throw new HubError('illegal_transition', 'The content of this referral was erased; it cannot be sent on.');
  const { operation } = await tools.directory.operation(message.operationId);
  const context = await routingContext(tools, message, {
    operation,
    sender: tools.caller.slug,
    at: tools.clock.now(),
  });
  const refused = decideRouting({ ...message, addressees: [...to] }, body, context)
    .decisions.filter(({ organisation, outcome }) => to.includes(organisation) && outcome !== 'recipient')
    .map(({ organisation, reasons }) => ({ organisation, reasons }));
  if (refused.length === 0) return;
  const named = refused.map(
    ({ organisation, reasons }) => `${organisation} (${reasons.map(({ rule }) => rule).join(', ')})`,
  );
  throw new HubError('release_refused', `A body that you named may not receive this: ${named.join('; ')}.`, {
    extra: { refused },
  });
}

function theDeclined(recipients: readonly RecipientRow[], slug: string, index: number): RecipientRow {
  const recipient = recipients.find(({ organisation }) => organisation === slug);
  if (recipient) return recipient;
  const problem = { pointer: `/instead/${index}`, code: 'no_recipient', message: 'is no recipient of this referral' };
  throw invalidInput([problem]);
}
