import type { Clock, Uuid } from '#kernel';
import { supersede } from '#delivery';
import {
  legalMoves,
  lockMessage,
  moveMessage,
  nextMessageState,
  nextStateOf,
  record,
  type MessageEvent,
  type MessageRow,
} from '#messages';
import type { Transaction, WorkerDatabase } from '#platform/database';
import { holderColumns, takeBack, type Holder } from '../lifecycle/take-back';
import { clearContent, withDescendants } from './clear-content.store';
import { claimApproved, completeErasure, type ErasureCause, type ErasureRow } from './erasure.store';

/**
 * Carries out the oldest approved erasure: the content of what was asked for and of all that came of it, in one transaction.
 * Every holder is recalled, told, and asked to confirm. The keys are destroyed afterwards, by `destroyDoomedKeys`.
 *
 * @returns false when none is approved.
 */
export async function eraseNext(database: WorkerDatabase, clock: Clock): Promise<boolean> {
  return database.transaction({ kind: 'worker' }, async (tx) => {
    const erasure = await claimApproved(tx);
    if (!erasure) return false;
    await erase(tx, clock.now(), erasure, await withDescendants(tx, erasure.messageIds));
    return true;
  });
}

/** Erases exactly these messages, and completes the erasure. */
export async function erase(
  tx: Transaction,
  at: Date,
  erasure: Pick<ErasureRow, 'id' | 'cause'>,
  ids: readonly Uuid[],
): Promise<void> {
  const messages: MessageRow[] = [];
  for (const id of ids) {
    const message = await lockMessage(tx, id);
    if (message) messages.push(message);
  }
  const keys = await clearContent(tx, ids, erasure.id, at);
  for (const message of messages) await endMessage(tx, message, erasure, at);
  for (const holder of await holdersOf(tx, ids)) await recallFrom(tx, holder, erasure, at);
  await completeErasure(tx, erasure.id, at);
  await record(tx, {
    timeline: messages.map(({ id, senderId }) => ({
      messageId: id,
      senderId,
      event: 'erased',
      detail: { erasure: erasure.id, cause: erasure.cause },
      at,
    })),
    evidence: messages.map(({ id, senderId }) => ({
      action: 'content.erased',
      at,
      subjectType: 'message',
      subjectId: id,
      senderId,
      detail: { erasure: erasure.id, cause: erasure.cause, keys },
    })),
    events: [],
  });
}

/** A message without content is sent nowhere any more, and opened again by nobody. */
async function endMessage(
  tx: Transaction,
  message: MessageRow,
  { id, cause }: { readonly id: Uuid; readonly cause: ErasureCause },
  at: Date,
): Promise<void> {
  const event: MessageEvent | undefined =
    message.state === 'draft'
      ? 'enter_in_error'
      : message.state === 'submitted' || message.state === 'routed'
        ? 'withdraw_consent'
        : undefined;
  if (event === undefined) return;
  const to = nextMessageState(message.state, event);
  await moveMessage(tx, message, to, at);
  await record(tx, {
    timeline: [
      {
        messageId: message.id,
        senderId: message.senderId,
        event: to,
        from: message.state,
        to,
        detail: { erasure: id, cause },
        at,
      },
    ],
    evidence: [],
    events: [],
  });
}

async function holdersOf(tx: Transaction, ids: readonly Uuid[]): Promise<Holder[]> {
  return tx.rows<Holder>(`SELECT ${holderColumns('r')} FROM recipients r WHERE r.message_id = ANY ($1) ORDER BY r.id`, [
    [...ids],
  ]);
}

/** Who received it holds copies of their own: they are told, and confirm as they confirm a recall. */
async function recallFrom(
  tx: Transaction,
  holder: Holder,
  erasure: { readonly id: Uuid; readonly cause: ErasureCause },
  at: Date,
): Promise<void> {
  const recalled = legalMoves(holder, 'hub').includes('withdraw_consent');
  const to = recalled ? nextStateOf(holder, 'withdraw_consent', 'hub') : holder.state;
  // What waits for it goes to nobody, and content that was sent encrypted is kept no longer.
  await supersede(tx, holder.id);
  const detail = { erasure: erasure.id, cause: erasure.cause };
  await takeBack(tx, holder, { to, event: 'erased', topic: 'recipient.erased', detail }, at);
}
