import { HubError, notFound, type Uuid } from '#kernel';
import { lockMessage, nextMessageState, openBody, record, type MessageRow } from '#messages';
import { referralInput, route } from '#routing';
import type { ReferralTools } from '../tools';

export interface Submitted {
  readonly id: Uuid;
  readonly reference: string;
  readonly state: 'submitted';
}

/** A draft that may be sent, under the rules of a version. */
export interface Submission {
  readonly message: MessageRow;
  readonly at: Date;
  readonly ruleSetVersion: number;
}

/**
 * Sends a draft on its way. The rules are asked first: a referral that would reach nobody is refused with every reason,
 * and stays a draft.
 *
 * @throws HubError `not_found`; `illegal_transition` when it is no draft; `release_refused` with each body's reasons.
 */
export async function submitReferral(tools: ReferralTools, id: Uuid): Promise<Submitted> {
  const message = await lockMessage(tools.tx, id);
  if (!message) throw notFound('referral');
  const submission = await decideSubmission(tools, message);
  await recordSubmissions(tools, [submission]);
  return submittedOf(submission);
}

/**
 * Whether a locked message may be sent. Changes nothing.
 *
 * @throws HubError `illegal_transition`, `release_refused`
 */
export async function decideSubmission(
  { vault, directory, clock, caller }: Omit<ReferralTools, 'tx'>,
  message: MessageRow,
): Promise<Submission> {
  nextMessageState(message.state, 'submit');
  const body = await openBody(vault, message);
  if (!body) throw new HubError('illegal_transition', 'The content of this referral was erased. Write a new one.');
  const { operation, version } = await directory.operation(message.operationId);
  const at = clock.now();
  const { decisions } = route(referralInput(message, body, { operation, sender: caller.slug, at }));
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
        .join('; ')}. GET /v1/referrals/${message.id}/preview explains each rule.`,
      { extra: { refused: refusals } },
    );
  }

  return { message, at, ruleSetVersion: version };
}

/** Moves locked drafts on, and leaves the history, the evidence and the event of each. */
export async function recordSubmissions(
  { tx, caller }: Pick<ReferralTools, 'tx' | 'caller'>,
  submissions: readonly Submission[],
): Promise<void> {
  if (submissions.length === 0) return;
  const actorId = caller.organisationId;
  await record(tx, {
    moves: submissions.map(({ message, at, ruleSetVersion }) => ({
      message,
      to: nextMessageState(message.state, 'submit'),
      at,
      sentAt: at,
      ruleSetVersion,
    })),
    timeline: submissions.map(({ message, at }) => ({
      messageId: message.id,
      senderId: message.senderId,
      event: 'submitted',
      from: message.state,
      to: nextMessageState(message.state, 'submit'),
      actorId,
      at,
    })),
    evidence: submissions.map(({ message, at, ruleSetVersion }) => ({
      action: 'referral.submitted',
      at,
      actorId,
      subjectType: 'message',
      subjectId: message.id,
      senderId: message.senderId,
      detail: { ruleSetVersion },
    })),
    events: submissions.map(({ message }) => ({
      topic: 'message.submitted',
      threadId: message.threadId,
      messageId: message.id,
      organisationId: actorId,
    })),
  });
}

/** What the sender is told. */
export function submittedOf({ message }: Submission): Submitted {
  return { id: message.id, reference: message.reference, state: 'submitted' };
}
