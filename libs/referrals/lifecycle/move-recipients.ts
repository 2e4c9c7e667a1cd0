import { HubError, invalidInput } from '#kernel';
import {
  changeRecipient,
  decisionDeadline,
  legalMoves,
  lockRecipients,
  nextStateOf,
  record,
  type MessageRow,
  type RecipientRow,
} from '#messages';
import { sealNote } from '../receiving/decide';
import type { ReferralTools } from '../tools';
import { moves, type SenderMove } from './sender-moves';

export interface MoveGiven {
  /** Slugs of the recipients that are meant; left out: every one for whom it is possible. */
  readonly recipients?: readonly string[];
  /** For the recipients. Kept sealed. */
  readonly note?: string;
}

/**
 * Moves the recipients of a referral at their sender's wish: all that are named or, when none is, all for whom it is
 * possible.
 *
 * @throws HubError `invalid_input` for a body that is no recipient; `illegal_transition` with each recipient's state and
 * what is possible there, when a named one, or not one at all, can be moved.
 */
export async function moveRecipients(
  tools: ReferralTools,
  message: MessageRow,
  move: SenderMove,
  given: MoveGiven,
): Promise<readonly RecipientRow[]> {
  const recipients = await lockRecipients(tools.tx, message.id, tools.caller.organisationId);
  const chosen = choose(recipients, move, given.recipients);
  const { event, topic, evidence, line } = moves[move];
  const at = tools.clock.now();
  const timeline = [];
  for (const recipient of chosen) {
    const to = nextStateOf(recipient, event, 'sender');
    await changeRecipient(tools.tx, recipient.id, at, {
      state: to,
      // What was opened again is to be decided again, with the whole time for it.
      ...(to === 'acknowledged' ? { awaitDecision: decisionDeadline(recipient, at) } : { stopReminders: true }),
    });
    const noteSealed = given.note === undefined ? undefined : await sealNote(tools, recipient, given.note);
    timeline.push({
      messageId: message.id,
      senderId: message.senderId,
      recipientId: recipient.id,
      organisationId: recipient.organisationId,
      event: line,
      from: recipient.state,
      to,
      actorId: message.senderId,
      ...(noteSealed ? { noteSealed } : {}),
      at,
    });
  }
  await record(tools.tx, {
    timeline,
    evidence: chosen.map((recipient) => ({
      action: evidence,
      at,
      actorId: message.senderId,
      subjectType: 'message',
      subjectId: message.id,
      senderId: message.senderId,
      organisationId: recipient.organisationId,
      detail: { recipient: recipient.id },
    })),
    events: chosen.map((recipient) => ({
      topic,
      threadId: message.threadId,
      messageId: message.id,
      recipientId: recipient.id,
      organisationId: message.senderId,
      detail: { by: 'sender' },
    })),
  });
  return chosen;
}

function choose(
  recipients: readonly RecipientRow[],
  move: SenderMove,
  named: readonly string[] | undefined,
): readonly RecipientRow[] {
  const { event } = moves[move];
  requireKnown(recipients, named);
  const meant = named ? recipients.filter(({ organisation }) => named.includes(organisation)) : recipients;
  const possible = meant.filter((recipient) => legalMoves(recipient, 'sender').includes(event));
  if (possible.length > 0 && (!named || possible.length === meant.length)) return possible;
  const states = meant.map((recipient) => ({
    organisation: recipient.organisation,
    state: recipient.state,
    legal: legalMoves(recipient, 'sender'),
  }));
  throw new HubError(
    'illegal_transition',
    states.length === 0
      ? `There is no recipient to "${event}".`
      : `Not possible now: ${states.map(({ organisation, state, legal }) => `${organisation} is ${state} (possible: ${legal.join(', ') || 'nothing'})`).join('; ')}.`,
    { extra: { event, recipients: states } },
  );
}

function requireKnown(recipients: readonly RecipientRow[], named: readonly string[] | undefined): void {
  const errors = (named ?? []).flatMap((slug, index) =>
    recipients.some(({ organisation }) => organisation === slug)
      ? []
      : [{ pointer: `/recipients/${index}`, code: 'no_recipient', message: 'is no recipient of this referral' }],
  );
  if (errors.length > 0) throw invalidInput(errors);
}
