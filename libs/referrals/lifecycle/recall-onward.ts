import type { Clock, Uuid } from '#kernel';
import { legalMoves, lockMessage, messageKinds, moveMessage, nextMessageState, nextStateOf, record } from '#messages';
import type { Transaction } from '#platform/database';
import { holderColumns, takeBack, type Holder } from './take-back';

/**
 * What a recall at one recipient takes along: what that body passed on of the case, as onward referrals and updates, from
 * whoever holds it; and what the sender added to the case for that body. Each of them is recalled in its turn, with the
 * same effect. Safe to run twice.
 */
export async function recallOnward(
  tx: Transaction,
  clock: Clock,
  recalled: { readonly messageId: Uuid; readonly recipientId: Uuid },
): Promise<void> {
  const at = clock.now();
  for (const id of await passedOn(tx, recalled)) await withdrawMessage(tx, id, at);
  for (const holder of await holders(tx, recalled)) await recall(tx, holder, at);
}

const caseKinds = (): string[] =>
  messageKinds
    .all()
    .filter(({ carriesCase }) => carriesCase)
    .map(({ name }) => name);

/** Messages in which the body that is recalled passed the case on. */
async function passedOn(tx: Transaction, { messageId, recipientId }: { messageId: Uuid; recipientId: Uuid }) {
  const rows = await tx.rows<{ id: Uuid }>(
    `SELECT m.id FROM messages m JOIN recipients r ON r.id = $2 AND m.sender_id = r.organisation_id
     WHERE m.state IN ('submitted', 'routed') AND m.kind = ANY ($3)
       AND (m.onward_of = $1 OR m.in_reply_to = $1 AND m.kind <> 'referral')
     ORDER BY m.id`,
    [messageId, recipientId, caseKinds()],
  );
  return rows.map(({ id }) => id);
}

/** What holds the case beside the recalled message: the body's part in what the sender added, and all that was passed on. */
async function holders(tx: Transaction, { messageId, recipientId }: { messageId: Uuid; recipientId: Uuid }) {
  return tx.rows<Holder>(
    `SELECT ${holderColumns('h')}
     FROM recipients r
     JOIN messages m ON m.kind = ANY ($3)
       AND (m.sender_id = r.organisation_id AND (m.onward_of = $1 OR m.in_reply_to = $1 AND m.kind <> 'referral')
            OR m.sender_id = r.sender_id AND m.in_reply_to = $1)
     JOIN recipients h ON h.message_id = m.id AND (m.sender_id = r.organisation_id OR h.organisation_id = r.organisation_id)
     WHERE r.id = $2
     ORDER BY h.id FOR UPDATE OF h`,
    [messageId, recipientId, caseKinds()],
  );
}

async function withdrawMessage(tx: Transaction, id: Uuid, at: Date): Promise<void> {
  const message = await lockMessage(tx, id);
  if (message?.state !== 'submitted' && message?.state !== 'routed') return;
  const to = nextMessageState(message.state, 'withdraw_consent');
  await moveMessage(tx, message, to, at);
  const about = { messageId: id, senderId: message.senderId, at };
  await record(tx, {
    timeline: [{ ...about, event: to, from: message.state, to }],
    evidence: [
      {
        action: 'referral.consent_withdrawn',
        at,
        subjectType: 'message',
        subjectId: id,
        senderId: message.senderId,
        detail: {},
      },
    ],
    events: [],
  });
}

async function recall(tx: Transaction, holder: Holder, at: Date): Promise<void> {
  if (!legalMoves(holder, 'hub').includes('withdraw_consent')) return;
  const to = nextStateOf(holder, 'withdraw_consent', 'hub');
  await takeBack(tx, holder, { to, event: 'consent_withdrawn', topic: 'recipient.recalled' }, at);
}
