import type { Uuid } from '#kernel';
import { changeRecipient, legalMoves, nextStateOf, record, type RecipientState } from '#messages';
import type { Transaction } from '#platform/database';
import { changeException, type ExceptionRow } from './exception.store';
import { exceptionStep } from './exception-lifecycle';

/** Who ends an exception: an officer of the body that asked, or the hub when its time is over. */
export type Ending =
  { readonly event: 'revoke'; readonly actorId: Uuid; readonly keyId: Uuid } | { readonly event: 'expire' };

/**
 * Ends a locked exception. A body that has the message by this exception only is asked to stop using it, and reads the
 * content no more from the next request on.
 *
 * @throws HubError `illegal_transition`
 */
export async function endException(tx: Transaction, exception: ExceptionRow, ending: Ending, at: Date): Promise<void> {
  const { to } = exceptionStep(exception.state, ending.event);
  const acting = ending.event === 'revoke' ? { actorId: ending.actorId } : {};
  await changeException(tx, exception.id, at, {
    state: to,
    ended: true,
    ...(ending.event === 'revoke' ? { revokedBy: ending.keyId } : {}),
  });
  const detail = { exception: exception.id, recipient: exception.recipient };
  await record(tx, {
    timeline: [
      { messageId: exception.messageId, senderId: exception.senderId, event: `exception_${to}`, detail, ...acting, at },
    ],
    evidence: [
      {
        action: to === 'revoked' ? 'exception.revoked' : 'exception.expired',
        at,
        ...acting,
        subjectType: 'exception',
        subjectId: exception.id,
        senderId: exception.senderId,
        ...(exception.notifiedId === null ? {} : { organisationId: exception.notifiedId }),
        detail: {
          ...detail,
          message: exception.messageId,
          used: exception.recipientId !== null,
          ...(ending.event === 'revoke' ? { key: ending.keyId } : {}),
        },
      },
    ],
    events: [],
  });
  if (exception.recipientId !== null) await recall(tx, exception, exception.recipientId, ending, at);
}

async function recall(
  tx: Transaction,
  exception: ExceptionRow,
  recipientId: Uuid,
  ending: Ending,
  at: Date,
): Promise<void> {
  const recipient = await tx.row<{ state: RecipientState; kind: string; threadId: Uuid }>(
    `SELECT state, kind, thread_id AS "threadId" FROM recipients WHERE id = $1 FOR UPDATE`,
    [recipientId],
  );
  const party = ending.event === 'revoke' ? 'sender' : 'hub';
  if (!recipient || !legalMoves(recipient, party).includes('withdraw_consent')) return;
  const to = nextStateOf(recipient, 'withdraw_consent', party);
  await changeRecipient(tx, recipientId, at, { state: to, stopReminders: true });
  const acting = ending.event === 'revoke' ? { actorId: ending.actorId } : {};
  const about = { messageId: exception.messageId, senderId: exception.senderId, recipientId };
  await record(tx, {
    timeline: [
      {
        ...about,
        organisationId: exception.organisationId,
        event: 'recalled',
        from: recipient.state,
        to,
        detail: { exception: exception.id },
        ...acting,
        at,
      },
    ],
    evidence: [
      {
        action: 'recipient.recalled',
        at,
        ...acting,
        subjectType: 'message',
        subjectId: exception.messageId,
        senderId: exception.senderId,
        organisationId: exception.organisationId,
        detail: { recipient: recipientId, exception: exception.id },
      },
    ],
    events: [
      {
        topic: 'recipient.recalled',
        threadId: recipient.threadId,
        messageId: exception.messageId,
        recipientId,
        ...(ending.event === 'revoke' ? { organisationId: ending.actorId } : {}),
        detail: { by: party },
      },
    ],
  });
}
