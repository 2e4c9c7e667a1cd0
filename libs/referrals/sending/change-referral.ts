import { HubError, invalidInput, staleVersion, type InputProblem, type Uuid } from '#kernel';
import {
  changeDraft,
  messageKinds,
  openBody,
  record,
  sealBody,
  type MessageRow,
  type MessageStatus,
  type Priority,
  type JsonObject,
} from '#messages';
import { consentOf, linkConsent } from '#routing';
import { restOnConsent, restsOnNone, type CaseWords } from '../consent/rest-on-consent';
import { addressingProblems } from '../messages/referred-messages';
import type { ReferralTools } from '../tools';
import { requireValid } from './check-referral';
import { lockOwnMessage, type AskedFor } from './own-message';
import { viewReferral, type ReferralView } from './read-referral';

/** What may be changed of a draft. A member that is left out stays; the body is replaced as a whole. */
export interface ReferralChange {
  readonly priority?: Priority;
  readonly status?: MessageStatus;
  readonly to?: readonly string[];
  readonly keywords?: readonly string[];
  readonly language?: string;
  /** The consent record that it rests on from now on. */
  readonly consentId?: Uuid;
  readonly body?: unknown;
}

/**
 * Changes a draft that nobody has seen yet.
 *
 * @throws HubError `not_found`; `illegal_transition` when it is no draft any more; `stale_version` when somebody changed
 * it meanwhile; `invalid_input` with every problem by its pointer.
 */
export async function changeReferral(
  tools: ReferralTools,
  id: Uuid,
  expectedVersion: number,
  change: ReferralChange,
  what: AskedFor = 'referral',
): Promise<ReferralView> {
  const { tx, clock, caller } = tools;
  const message = await lockOwnMessage(tools, id, what);
  if (message.state !== 'draft')
    throw new HubError('illegal_transition', `Only a draft can be changed; this ${what} is ${message.state}.`, {
      extra: { state: message.state, event: 'change', legal: [] },
    });
  if (message.version !== expectedVersion) throw staleVersion(message.version);
  requireSameThread(message, change);
  const { operation } = await tools.directory.operation(message.operationId);
  const at = clock.now();
  if (change.consentId !== undefined && !messageKinds.of(message.kind).consent) throw restsOnNone(message.kind);
  const before = await consentOf(tx, id);
  const consentId = change.consentId ?? (change.body === undefined ? undefined : before?.id);
  const written = change.body ?? (consentId === undefined ? undefined : await ownWords(tools, message, before));
  const resting = consentId === undefined ? undefined : await restOnConsent(tools, operation, consentId, written);
  const body = resting ? resting.body : written;
  requireValid(operation, messageKinds.of(message.kind), { ...change, ...(body === undefined ? {} : { body }) }, at);
  await resting?.check(body as CaseWords);
  const sealed = body === undefined ? undefined : await sealBody(tools.vault, id, body as JsonObject, message.dataKey);
  if (change.consentId !== undefined) await linkConsent(tx, id, change.consentId);
  await changeDraft(tx, id, at, {
    ...change,
    ...(sealed ? { dataKey: sealed.dataKey.reference, bodySealed: sealed.sealed } : {}),
  });
  const about = { messageId: id, senderId: message.senderId, actorId: caller.organisationId, at };
  await record(tx, {
    timeline: [{ ...about, event: 'changed', detail: { fields: Object.keys(change).sort() } }],
    evidence: [
      {
        action: message.kind === 'referral' ? 'referral.changed' : 'message.changed',
        at,
        actorId: caller.organisationId,
        subjectType: 'message',
        subjectId: id,
        senderId: message.senderId,
        detail: { fields: Object.keys(change).sort() },
      },
    ],
    events: [],
  });
  return viewReferral(tools, id, what);
}

/**
 * What goes on in a thread has the status of that thread, and somebody to go to.
 *
 * @throws HubError `invalid_input` with every problem by its pointer.
 */
function requireSameThread(message: MessageRow, { status, to }: ReferralChange): void {
  if (message.inReplyTo === null && message.supersedes === null) return;
  const problems: InputProblem[] = addressingProblems(messageKinds.of(message.kind), { ...(to ? { to } : {}) });
  if (status !== undefined && status !== message.messageStatus)
    problems.push({
      pointer: '/status',
      code: 'other_status',
      message: `stays ${message.messageStatus}, as what it goes on from`,
    });
  if (to?.length === 0)
    problems.push({
      pointer: '/to',
      code: 'required',
      message: 'name whom it goes to; the rules decide for a new thread',
    });
  if (problems.length > 0) throw invalidInput(problems);
}

/** The kept body; without the section that came from the record it rested on so far: that one was nobody's word. */
async function ownWords(tools: ReferralTools, message: MessageRow, before: unknown): Promise<unknown> {
  const body = await openBody(tools.vault, message);
  if (!body || before === undefined) return body;
  return { ...body, consent: undefined };
}
