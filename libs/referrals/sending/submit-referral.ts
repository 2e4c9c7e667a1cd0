import { HubError, type Uuid } from '#kernel';
import type { EvidenceAction } from '#evidence';
import { nextMessageState, openBody, record, type JsonObject, type MessageRow } from '#messages';
import { decideRouting, groundsOf, routingContext, type ReleaseGrounds } from '#routing';
import { keepOwnConsents } from '../consent/keep-own-consents';
import { isAnswerable, seenMessage } from '../messages/referred-messages';
import type { ReferralTools } from '../tools';
import { lockOwnMessage, type AskedFor } from './own-message';

export interface Submitted {
  readonly id: Uuid;
  readonly reference: string;
  readonly state: 'submitted';
}

/** A draft that may be sent, under the rules of a version. */
export interface Submission {
  readonly message: MessageRow;
  readonly body: JsonObject;
  /** Whether it rests on a consent record already. */
  readonly onRecord: boolean;
  readonly at: Date;
  readonly ruleSetVersion: number;
}

/**
 * Sends a draft on its way. The rules are asked first: a referral that would reach nobody is refused with every reason,
 * and stays a draft.
 *
 * @throws HubError `not_found`; `illegal_transition` when it is no draft; `release_refused` with each body's reasons.
 */
export async function submitReferral(tools: ReferralTools, id: Uuid, what: AskedFor = 'referral'): Promise<Submitted> {
  const message = await lockOwnMessage(tools, id, what);
  const grounds = await groundsOf(tools, [id]);
  const submission = await decideSubmission(tools, message, grounds.get(id));
  await recordSubmissions(tools, [submission]);
  return submittedOf(submission);
}

/**
 * Whether a locked message may be sent, on these grounds. Changes nothing.
 *
 * @throws HubError `illegal_transition`, `release_refused`
 */
export async function decideSubmission(
  tools: ReferralTools,
  message: MessageRow,
  grounds: ReleaseGrounds | undefined,
): Promise<Submission> {
  nextMessageState(message.state, 'submit');
  const at = tools.clock.now();
  if (message.expiresAt && message.expiresAt <= at)
    throw new HubError('illegal_transition', 'The time after which it is of no use is past. Write a new one.', {
      extra: { state: message.state, event: 'submit', legal: ['enter_in_error'] },
    });
  await requireAnswerable(tools, message);
  const body = await openBody(tools.vault, message);
  if (!body) throw new HubError('illegal_transition', 'The content of this message was erased. Write a new one.');
  const { operation, version } = await tools.directory.operation(message.operationId);
  const context = await routingContext(tools, message, { operation, sender: tools.caller.slug, at }, grounds);
  const { decisions } = decideRouting(message, body, context);
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
        .join('; ')}. GET ${addressOf(message)}/preview explains each rule.`,
      { extra: { refused: refusals } },
    );
  }
  return { message, body, onRecord: grounds?.consent !== undefined, at, ruleSetVersion: version };
}

/** What it replies to may have been taken back since it was drafted. */
async function requireAnswerable(tools: ReferralTools, { inReplyTo, state }: MessageRow): Promise<void> {
  const repliedTo = inReplyTo === null ? undefined : await seenMessage(tools, inReplyTo);
  if (!repliedTo || isAnswerable(repliedTo)) return;
  throw new HubError(
    'illegal_transition',
    `What it replies to is ${repliedTo.state}: nothing is sent on it any more.`,
    {
      extra: { state, event: 'submit', legal: ['enter_in_error'] },
    },
  );
}

/** Moves locked drafts on, each with its consent on record, and leaves the history, the evidence and the event of each. */
export async function recordSubmissions(tools: ReferralTools, submissions: readonly Submission[]): Promise<void> {
  if (submissions.length === 0) return;
  const actorId = tools.caller.organisationId;
  const consentEvidence = await keepOwnConsents(tools, submissions);
  await record(tools.tx, {
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
    evidence: [
      ...consentEvidence,
      ...submissions.map(({ message, at, ruleSetVersion }) => ({
        action: submittedAction(message),
        at,
        actorId,
        subjectType: 'message' as const,
        subjectId: message.id,
        senderId: message.senderId,
        detail: { ruleSetVersion },
      })),
    ],
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

function addressOf({ kind, id }: MessageRow): string {
  return `/v1/${kind === 'referral' ? 'referrals' : 'messages'}/${id}`;
}

function submittedAction({ kind }: MessageRow): EvidenceAction {
  return kind === 'referral' ? 'referral.submitted' : 'message.submitted';
}
