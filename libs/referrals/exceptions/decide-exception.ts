import { HubError, notFound, type Uuid } from '#kernel';
import { actorOf, areTwoPersons } from '#identity';
import type { Transaction } from '#platform/database';
import { lockMessage, record, type MessageRow } from '#messages';
import { readerOf } from '../access/witness-read';
import type { ReferralTools } from '../tools';
import { endException } from './end-exception';
import { changeException, findException, lockException, type ExceptionRow } from './exception.store';
import { exceptionStep, type ExceptionEvent } from './exception-lifecycle';
import { exceptionPlaces, shownException, type ExceptionView } from './read-exception';

/**
 * A second person approves: from now on, until it runs out, the rules let the one body have the groups that it covers.
 * The operation's data protection focal point is told.
 *
 * @throws HubError `not_found`; `forbidden` for who asked, by whichever key; `illegal_transition` with what is possible.
 */
export async function approveException(
  tools: ReferralTools,
  id: Uuid,
  given: { readonly note?: string },
): Promise<ExceptionView> {
  return decide(tools, id, 'approve', given);
}

/** A second person refuses. @throws HubError as for approval. */
export async function refuseException(
  tools: ReferralTools,
  id: Uuid,
  given: { readonly note?: string },
): Promise<ExceptionView> {
  return decide(tools, id, 'refuse', given);
}

/**
 * Takes an approved exception back; what the body has by it only is recalled. One person is enough, whoever asked.
 *
 * @throws HubError `not_found`; `illegal_transition` with what is possible.
 */
export async function revokeException(tools: ReferralTools, id: Uuid): Promise<ExceptionView> {
  const { exception } = await lockOwn(tools, id);
  const { caller, clock, tx } = tools;
  await endException(tx, exception, { event: 'revoke', caller }, clock.now());
  return shownException(tools, id);
}

async function decide(
  tools: ReferralTools,
  id: Uuid,
  event: ExceptionEvent & ('approve' | 'refuse'),
  given: { readonly note?: string },
): Promise<ExceptionView> {
  const { tx, vault, clock, caller, directory } = tools;
  const { exception, message } = await lockOwn(tools, id);
  const { to } = exceptionStep(exception.state, event);
  await requireSecondPerson(tx, exception, actorOf(caller));
  const at = clock.now();
  if (exception.expiresAt <= at)
    throw new HubError('illegal_transition', 'The time that was asked for is over. Ask for a new exception.', {
      extra: { state: exception.state, event, legal: [] },
    });
  const noteSealed =
    given.note !== undefined && exception.dataKey
      ? vault.sealJson(await vault.openDataKey(exception.dataKey), given.note, exceptionPlaces.note(id))
      : undefined;
  const approved = to === 'approved';
  const { operation } = await directory.operation(message.operationId);
  const notifiedId =
    approved && operation.dataProtection ? await directory.idOf(operation.dataProtection.body) : undefined;
  await changeException(tx, id, at, {
    state: to,
    decided: { by: actorOf(caller), ...(noteSealed ? { noteSealed } : {}) },
    ...(notifiedId === undefined ? {} : { notifiedId }),
  });
  const detail = { exception: id, recipient: exception.recipient };
  await record(tx, {
    timeline: [
      {
        messageId: message.id,
        senderId: message.senderId,
        event: `exception_${to}`,
        actorId: caller.organisationId,
        detail,
        at,
      },
    ],
    evidence: [
      {
        action: approved ? 'exception.approved' : 'exception.refused',
        at,
        actorId: caller.organisationId,
        subjectType: 'exception',
        subjectId: id,
        senderId: message.senderId,
        ...(notifiedId === undefined ? {} : { organisationId: notifiedId }),
        detail: {
          ...detail,
          message: message.id,
          ...readerOf(caller),
          groups: exception.groups,
          expiresAt: exception.expiresAt,
        },
      },
    ],
    events: approved
      ? [
          {
            topic: 'exception.approved',
            threadId: message.threadId,
            messageId: message.id,
            organisationId: caller.organisationId,
            detail: { exception: id },
          },
        ]
      : [],
  });
  return shownException(tools, id);
}

/** The caller's own exception and its message, both locked, the message first. Who was only told of it decides nothing. */
async function lockOwn(
  tools: ReferralTools,
  id: Uuid,
): Promise<{ readonly exception: ExceptionRow; readonly message: MessageRow }> {
  const seen = await findException(tools.tx, id);
  const message = seen ? await lockMessage(tools.tx, seen.messageId) : undefined;
  const exception = message ? await lockException(tools.tx, id) : undefined;
  if (!message || exception?.senderId !== tools.caller.organisationId) throw notFound('exception');
  return { exception, message };
}

async function requireSecondPerson(tx: Transaction, { requestedBy }: ExceptionRow, actor: Uuid): Promise<void> {
  if (await areTwoPersons(tx, requestedBy, actor)) return;
  throw new HubError(
    'forbidden',
    'Who asked for an exception does not decide on it: two persons do, and two keys that one person made are one. Another officer decides, who may release:approve.',
  );
}
