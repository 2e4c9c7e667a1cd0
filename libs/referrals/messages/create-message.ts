import { invalidInput, uuidv7, type HubError, type Uuid } from '#kernel';
import { classifications, tlpMarks, type Operation } from '#directory';
import { insertDraft, messageKinds, record, sealBody, type JsonObject, type Marks, type MessageKind } from '#messages';
import { consentOf, linkConsent } from '#routing';
import { restOnConsent, restsOnNone, type CaseWords } from '../consent/rest-on-consent';
import type { ReferralTools } from '../tools';
import { requireTakingPart, requireValid } from '../sending/check-referral';
import type { NewMessage } from './new-message';
import { referredMessages, type ReferredMessages, type SeenMessage } from './referred-messages';
import { repliedAddressees } from './reply-addressees';
import { seenBody } from './seen-body';

export interface DraftCreated {
  readonly id: Uuid;
  readonly reference: string;
}

/**
 * Keeps a message as a draft of the caller's body. Nobody else sees it before it is submitted.
 *
 * @returns undefined when an import brought the same row before.
 * @throws HubError `operation_unknown`; `invalid_input` with every problem by its pointer.
 */
export async function createMessage(tools: ReferralTools, given: NewMessage): Promise<DraftCreated | undefined> {
  const { tx, vault, clock, caller } = tools;
  const kind = messageKinds.asked(given.kind);
  if (kind.needToKnow && caller.person?.room === undefined) throw elsewhere(kind);
  const { operation } = await tools.directory.operation(given.operation);
  requireTakingPart(operation, caller);
  const at = clock.now();
  const referred = await referredMessages(tools, kind, given);
  const completed = await completedBody(tools, kind, given, referred.repliedTo);
  const consentId = await consentFor(tools, kind, given, referred.repliedTo);
  const resting = consentId === undefined ? undefined : await restOnConsent(tools, operation, consentId, completed);
  const body = resting ? resting.body : completed;
  requireValid(operation, kind, { ...given, body }, at);
  await resting?.check(body as CaseWords);
  const addressees = given.to?.length ? given.to : await repliedAddressees(tools, referred);

  const id = given.id ?? uuidv7();
  const onwardOf = given.onwardOf ?? passedOn(kind, consentId, referred.repliedTo);
  const { dataKey, sealed } = await sealBody(vault, id, body as JsonObject);
  const status = given.status ?? referred.repliedTo?.status ?? referred.superseded?.status ?? 'actual';
  const inserted = await insertDraft(tx, {
    ...envelopeOf(given, kind, operation, referred),
    ...(onwardOf === undefined ? {} : { onwardOf }),
    id,
    senderId: caller.organisationId,
    messageStatus: status,
    addressees,
    dataKey: dataKey.reference,
    bodySealed: sealed,
    at,
  });
  if (!inserted) return undefined;
  if (consentId !== undefined) await linkConsent(tx, id, consentId);
  await record(tx, {
    timeline: [
      {
        messageId: id,
        senderId: caller.organisationId,
        event: 'drafted',
        to: 'draft',
        actorId: caller.organisationId,
        at,
      },
    ],
    evidence: [
      {
        action: draftedAction(kind, given),
        at,
        actorId: caller.organisationId,
        subjectType: 'message',
        subjectId: id,
        senderId: caller.organisationId,
        detail: { operation: operation.id, kind: kind.name, priority: given.priority, status },
      },
    ],
    events: [],
  });
  return { id, reference: inserted.reference };
}

/** What only some people know of is written where nobody else looks. */
function elsewhere({ name }: MessageKind): HubError {
  const message = `is sent with POST /v1/accountability, by a person who may: a message of kind ${name} is seen nowhere else`;
  return invalidInput([{ pointer: '/kind', code: 'wrong_route', message }]);
}

/** The body as it was given or, of a kind that says so, completed from what it replies to. */
async function completedBody(
  tools: ReferralTools,
  kind: MessageKind,
  { body }: NewMessage,
  repliedTo: SeenMessage | undefined,
): Promise<unknown> {
  if (!kind.completed || !repliedTo || typeof body !== 'object' || body === null) return body;
  const known = await seenBody(tools, repliedTo);
  return known ? kind.completed(body as JsonObject, known) : body;
}

/**
 * The consent record that a case rests on: the one that is named or, for what its sender adds to a case of its own
 * without new words on consent, the record of that case, so that withdrawing it takes back both.
 *
 * @throws HubError `invalid_input` for a kind that is not about a person.
 */
async function consentFor(
  tools: ReferralTools,
  kind: MessageKind,
  { consentId, body }: NewMessage,
  repliedTo: SeenMessage | undefined,
): Promise<Uuid | undefined> {
  if (!kind.consent) {
    if (consentId === undefined) return undefined;
    throw restsOnNone(kind.name);
  }
  if (consentId !== undefined || repliedTo?.direction !== 'sent') return consentId;
  const ownWords = typeof body === 'object' && body !== null && 'consent' in body;
  return ownWords ? undefined : (await consentOf(tools.tx, repliedTo.id))?.id;
}

/**
 * The message of another body whose case this one goes on with, without a consent of its own on record: what the person
 * agreed to there binds it. A referral is a case of its own, unless it says otherwise.
 */
function passedOn(
  kind: MessageKind,
  consentId: Uuid | undefined,
  repliedTo: SeenMessage | undefined,
): Uuid | undefined {
  const goesOn = kind.carriesCase && kind.name !== 'referral' && consentId === undefined;
  return goesOn && repliedTo?.direction === 'received' ? repliedTo.id : undefined;
}

/** What goes on with a case is marked no lower than the case came, unless its sender marks it. */
function marksOf(kind: MessageKind, before: SeenMessage | undefined): Marks {
  if (!kind.carriesCase || !before) return kind.marks;
  const higher = <Mark>(order: readonly Mark[], left: Mark, right: Mark): Mark =>
    order.indexOf(left) > order.indexOf(right) ? left : right;
  return {
    tlp: higher([...tlpMarks].reverse(), kind.marks.tlp, before.marks.tlp),
    classification: higher(classifications, kind.marks.classification, before.marks.classification),
  };
}

function envelopeOf(given: NewMessage, kind: MessageKind, operation: Operation, referred: ReferredMessages) {
  const { repliedTo, superseded } = referred;
  const usual = marksOf(kind, repliedTo ?? superseded);
  const { tlp, classification } = given.marks ?? {};
  const threadId = repliedTo?.threadId ?? superseded?.threadId;
  const inReplyTo = repliedTo?.id ?? superseded?.inReplyTo ?? undefined;
  return {
    operationId: operation.id,
    kind: kind.name,
    kindVersion: kind.version,
    distribution: kind.distribution,
    priority: given.priority,
    keywords: given.keywords ?? [],
    areas: given.areas ?? [],
    language: given.language ?? 'en',
    marks: { ...usual, ...(tlp ? { tlp } : {}), ...(classification ? { classification } : {}) },
    ...(given.subject === undefined ? {} : { subject: given.subject }),
    ...(given.expiresAt ? { expiresAt: given.expiresAt } : {}),
    ...(threadId ? { threadId } : {}),
    ...(inReplyTo ? { inReplyTo } : {}),
    ...(superseded ? { supersedes: superseded.id } : {}),
    ...(given.importKey ? { importKey: given.importKey } : {}),
  };
}

function draftedAction(kind: MessageKind, given: NewMessage) {
  if (kind.name !== 'referral') return 'message.drafted';
  return given.importKey ? 'referral.imported' : 'referral.drafted';
}
