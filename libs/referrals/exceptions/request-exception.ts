import { HubError, invalidInput, notFound, uuidv7, type InputProblem, type Uuid } from '#kernel';
import { namesBody, type Body, type FieldGroup, type Operation } from '#directory';
import { actorOf } from '#identity';
import { lockMessage, record, recipientIdsOf, type MessageRow } from '#messages';
import { readerOf } from '../access/witness-read';
import type { ReferralTools } from '../tools';
import { insertException } from './exception.store';
import { exceptionPlaces, shownException, type ExceptionView } from './read-exception';

export interface ExceptionAsked {
  /** Slug of the one body that is to have the case. */
  readonly recipient: string;
  /** Why a life is at risk. Kept sealed. */
  readonly reason: string;
  readonly expiresAt: Date;
  /** Left out: what the operation's profiles show that body. */
  readonly groups?: readonly FieldGroup[];
}

/** An exception lasts no longer, milliseconds: 72 hours. */
export const LONGEST_EXCEPTION = 72 * 3_600_000;

const OPEN_STATES: readonly string[] = ['draft', 'submitted', 'routed'];

/**
 * Asks that one body may have a case without consent, because a life is at risk. Nothing is released before a second
 * person approves.
 *
 * @throws HubError `not_found`; `invalid_input` with every problem by its pointer; `illegal_transition` when the referral
 * is over, or one is open for that body.
 */
export async function requestException(tools: ReferralTools, id: Uuid, asked: ExceptionAsked): Promise<ExceptionView> {
  const { tx, vault, clock, caller, directory } = tools;
  const message = await lockMessage(tx, id);
  if (!message) throw notFound('referral');
  if (!OPEN_STATES.includes(message.state))
    throw new HubError('illegal_transition', `A referral that is ${message.state} is sent to nobody any more.`, {
      extra: { state: message.state, event: 'request_exception', legal: [] },
    });
  const { operation } = await directory.operation(message.operationId);
  const at = clock.now();
  const body = await requireSound(tools, message, operation, asked, at);
  const organisationId = await directory.idOf(body.slug);
  if (organisationId === undefined) throw new Error('a body of an operation is not in the directory');
  const exceptionId = uuidv7();
  const dataKey = await vault.createDataKey();
  const groups = asked.groups ?? usualGroups(operation, body, message);
  const inserted = await insertException(tx, {
    id: exceptionId,
    messageId: id,
    senderId: caller.organisationId,
    organisationId,
    groups,
    requestedBy: actorOf(caller),
    expiresAt: asked.expiresAt,
    dataKey: dataKey.reference,
    reasonSealed: vault.sealJson(dataKey, asked.reason, exceptionPlaces.reason(exceptionId)),
    at,
  });
  if (!inserted)
    throw new HubError(
      'illegal_transition',
      `An exception for ${body.slug} is open on this referral already. Decide or revoke that one: GET /v1/release-exceptions.`,
      { extra: { state: 'open', event: 'request_exception', legal: [] } },
    );
  const detail = { exception: exceptionId, recipient: body.slug, groups, expiresAt: asked.expiresAt };
  await record(tx, {
    timeline: [
      {
        messageId: id,
        senderId: message.senderId,
        event: 'exception_requested',
        actorId: caller.organisationId,
        detail,
        at,
      },
    ],
    evidence: [
      {
        action: 'exception.requested',
        at,
        actorId: caller.organisationId,
        subjectType: 'exception',
        subjectId: exceptionId,
        senderId: message.senderId,
        detail: { ...detail, message: id, ...readerOf(caller) },
      },
    ],
    events: [],
  });
  return shownException(tools, exceptionId);
}

async function requireSound(
  tools: ReferralTools,
  message: MessageRow,
  operation: Operation,
  asked: ExceptionAsked,
  at: Date,
): Promise<Body> {
  const problems: InputProblem[] = [];
  const body = operation.bodies.find(({ slug }) => slug === asked.recipient);
  const organisationId = await tools.directory.idOf(asked.recipient);
  if (!body || body.slug === tools.caller.slug)
    problems.push({
      pointer: '/recipient',
      code: 'organisation_unknown',
      message: `must be another body of operation ${operation.id}: ${operation.bodies.map(({ slug }) => slug).join(', ')}.`,
    });
  else if (organisationId !== undefined && (await recipientIdsOf(tools.tx, message.id)).includes(organisationId))
    problems.push({
      pointer: '/recipient',
      code: 'has_it_already',
      message: 'is a recipient of this referral already. If it was recalled there, write a new referral.',
    });
  if (asked.expiresAt <= at || asked.expiresAt.getTime() > at.getTime() + LONGEST_EXCEPTION)
    problems.push({
      pointer: '/expiresAt',
      code: 'out_of_bounds',
      message: 'must lie ahead, by 72 hours at most. If the danger lasts longer, ask again.',
    });
  if (problems.length > 0 || !body) throw invalidInput(problems);
  return body;
}

/** What the profiles that were made for a body would show it: an exception covers no more than it would ever see. */
function usualGroups(operation: Operation, body: Body, { kind }: MessageRow): FieldGroup[] {
  const profiles = operation.profiles.filter(
    ({ bodies, kinds }) => namesBody(bodies, body) && (kinds?.includes(kind) ?? true),
  );
  const groups = new Set<FieldGroup>(profiles.flatMap((profile) => [...profile.groups]));
  if (groups.size > 0) return [...groups];
  throw invalidInput([
    {
      pointer: '/recipient',
      code: 'no_profile',
      message: 'has no field profile in this operation, so that nothing could be shown to it.',
    },
  ]);
}
