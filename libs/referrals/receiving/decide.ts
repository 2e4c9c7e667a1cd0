import { invalidInput, uuidv7, type Uuid } from '#kernel';
import { changeRecipient, nextStateOf, record, sealedPlaces, type DeclineReason, type RecipientEvent } from '#messages';
import type { ReferralTools } from '../tools';
import { acknowledgement, lockInboxItem } from './acknowledge';

export const decisions = ['accepted', 'declined', 'onward_referred'] as const;
export type Decision = (typeof decisions)[number];

export interface DecisionGiven {
  readonly decision: Decision;
  /** Needed to decline. */
  readonly reason?: DeclineReason;
  /** Needed with reason `other`. Kept sealed; the sender reads it. */
  readonly note?: string;
  /** Reference of the referral that it was referred onward by. */
  readonly onward?: string;
}

export interface Decided {
  readonly messageId: Uuid;
  readonly reference: string;
  readonly state: string;
  readonly decision: Decision;
  readonly reason: DeclineReason | null;
  readonly decidedAt: Date;
}

const EVENTS: Readonly<Record<Decision, RecipientEvent>> = {
  accepted: 'accept',
  declined: 'decline',
  onward_referred: 'refer_onward',
};

/**
 * The body decides. Deciding without acknowledging first acknowledges too. The same decision again answers the same.
 *
 * @throws HubError `not_found`; `invalid_input` for a decline without reason; `illegal_transition` with what is possible.
 */
export async function decide(tools: ReferralTools, messageId: Uuid, given: DecisionGiven): Promise<Decided> {
  requireReason(given);
  const recipient = await lockInboxItem(tools, messageId);
  const reason = given.reason ?? null;
  // Opened again it waits for a new decision, also when that is the same as before.
  const repeated = recipient.state !== 'acknowledged' && recipient.decision === given.decision;
  if (repeated && recipient.reason === reason && recipient.decidedAt)
    return {
      messageId,
      reference: recipient.reference,
      state: recipient.state,
      decision: given.decision,
      reason,
      decidedAt: recipient.decidedAt,
    };

  const to = nextStateOf(recipient, EVENTS[given.decision], 'recipient');
  const at = tools.clock.now();
  const implicit = recipient.acknowledgedAt === null;
  const receiptId = uuidv7();
  await changeRecipient(tools.tx, recipient.id, at, {
    state: to,
    decidedAt: at,
    decision: given.decision,
    deliveredVia: 'poll',
    ...(to === 'accepted' ? { awaitNews: 'begin' } : { stopReminders: true }),
    ...(given.reason === undefined ? {} : { reason: given.reason }),
    ...(implicit ? { acknowledgedAt: at, receiptId } : {}),
  });
  const noteSealed = given.note === undefined ? undefined : await sealNote(tools, recipient, given.note);
  const about = {
    messageId,
    threadId: recipient.threadId,
    recipientId: recipient.id,
    organisationId: recipient.organisationId,
  };
  await record(tools.tx, {
    timeline: [
      {
        ...about,
        senderId: recipient.senderId,
        event: given.decision,
        from: recipient.state,
        to,
        actorId: recipient.organisationId,
        detail: {
          ...(given.reason === undefined ? {} : { reason: given.reason }),
          ...(given.onward === undefined ? {} : { onward: given.onward }),
        },
        ...(noteSealed ? { noteSealed } : {}),
        at,
      },
    ],
    evidence: [
      ...(implicit ? [acknowledgement(recipient, receiptId, at, true)] : []),
      {
        action: 'recipient.decided',
        at,
        actorId: recipient.organisationId,
        subjectType: 'message',
        subjectId: messageId,
        senderId: recipient.senderId,
        organisationId: recipient.organisationId,
        detail: { recipient: recipient.id, decision: given.decision, reason },
      },
    ],
    events: [{ topic: 'recipient.decided', ...about }],
  });
  return { messageId, reference: recipient.reference, state: to, decision: given.decision, reason, decidedAt: at };
}

/** Seals a note with the recipient's data key: the sender and this recipient read it, and it is erased with the release. */
export async function sealNote(
  tools: ReferralTools,
  recipient: { readonly id: Uuid; readonly dataKey: Buffer | null },
  note: string,
): Promise<Buffer | undefined> {
  if (!recipient.dataKey) return undefined;
  return tools.vault.sealJson(await tools.vault.openDataKey(recipient.dataKey), note, sealedPlaces.note(recipient.id));
}

function requireReason({ decision, reason, note }: DecisionGiven): void {
  const problem =
    decision === 'declined' && reason === undefined
      ? {
          pointer: '/reason',
          code: 'required',
          message: 'a decline needs a reason, so that the sender knows where to turn',
        }
      : decision !== 'declined' && reason !== undefined
        ? { pointer: '/reason', code: 'unexpected', message: 'only a decline has a reason' }
        : reason === 'other' && (note === undefined || note.trim() === '')
          ? { pointer: '/note', code: 'required', message: 'reason "other" needs a note that says which' }
          : undefined;
  if (problem) throw invalidInput([problem]);
}
