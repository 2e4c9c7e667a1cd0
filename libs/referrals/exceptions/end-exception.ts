import type { Uuid } from '#kernel';
import { actorOf, type Caller } from '#identity';
import { legalMoves, nextStateOf, record } from '#messages';
import type { Transaction } from '#platform/database';
import { readerOf } from '../access/witness-read';
import { holderColumns, takeBack, type Holder } from '../lifecycle/take-back';
import { changeException, type ExceptionRow } from './exception.store';
import { exceptionStep } from './exception-lifecycle';

/** Who ends an exception: an officer of the body that asked, or the hub when its time is over. */
export type Ending = { readonly event: 'revoke'; readonly caller: Caller } | { readonly event: 'expire' };

/**
 * Ends a locked exception. A body that has the message by this exception only is asked to stop using it, and reads the
 * content no more from the next request on.
 *
 * @throws HubError `illegal_transition`
 */
export async function endException(tx: Transaction, exception: ExceptionRow, ending: Ending, at: Date): Promise<void> {
  const { to } = exceptionStep(exception.state, ending.event);
  const acting = ending.event === 'revoke' ? { actorId: ending.caller.organisationId } : {};
  await changeException(tx, exception.id, at, {
    state: to,
    ended: true,
    ...(ending.event === 'revoke' ? { revokedBy: actorOf(ending.caller) } : {}),
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
          ...(ending.event === 'revoke' ? readerOf(ending.caller) : {}),
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
  const holder = await tx.row<Holder>(`SELECT ${holderColumns('r')} FROM recipients r WHERE r.id = $1 FOR UPDATE`, [
    recipientId,
  ]);
  const party = ending.event === 'revoke' ? 'sender' : 'hub';
  if (!holder || !legalMoves(holder, party).includes('withdraw_consent')) return;
  const taken = {
    to: nextStateOf(holder, 'withdraw_consent', party),
    event: 'recalled',
    topic: 'recipient.recalled',
    detail: { exception: exception.id },
    ...(ending.event === 'revoke' ? { actorId: ending.caller.organisationId } : {}),
  } as const;
  await takeBack(tx, holder, taken, at);
}
