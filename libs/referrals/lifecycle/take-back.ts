import type { Uuid } from '#kernel';
import { changeRecipient, record, type RecipientState } from '#messages';
import type { Transaction } from '#platform/database';

/** A body's part in a message, and how far the body has come with it. */
export interface Holder {
  readonly id: Uuid;
  readonly messageId: Uuid;
  readonly senderId: Uuid;
  readonly organisationId: Uuid;
  readonly threadId: Uuid;
  readonly kind: string;
  readonly state: RecipientState;
}

/** The columns of a holder, of the row of `recipients` that has this name in the statement. */
export const holderColumns = (row: string): string =>
  `${row}.id, ${row}.message_id AS "messageId", ${row}.sender_id AS "senderId", ` +
  `${row}.organisation_id AS "organisationId", ${row}.thread_id AS "threadId", ${row}.kind, ${row}.state`;

/** What a holder is told, and why. */
export interface TakenBack {
  readonly to: RecipientState;
  readonly event: 'consent_withdrawn' | 'erased' | 'recalled';
  readonly topic: 'recipient.recalled' | 'recipient.erased';
  readonly detail?: Readonly<Record<string, unknown>>;
  /** The body that acted, the sender; left out: the hub. */
  readonly actorId?: Uuid;
}

/** Takes a message back from one who holds it: their state, the line in the timeline, evidence, and the event that tells them. */
export async function takeBack(tx: Transaction, holder: Holder, taken: TakenBack, at: Date): Promise<void> {
  const { id, messageId, senderId, organisationId, threadId, state } = holder;
  const { to, event, topic, detail, actorId } = taken;
  const acting = actorId === undefined ? {} : { actorId };
  await changeRecipient(tx, id, at, { state: to, stopReminders: true });
  const about = { messageId, senderId, recipientId: id, organisationId, ...acting, at };
  await record(tx, {
    timeline: [{ ...about, event, from: state, to, ...(detail ? { detail } : {}) }],
    evidence: [
      {
        action: 'recipient.recalled',
        at,
        ...acting,
        subjectType: 'message',
        subjectId: messageId,
        senderId,
        organisationId,
        detail: { ...detail, recipient: id },
      },
    ],
    events: [
      {
        ...{ topic, threadId, messageId, recipientId: id },
        ...(actorId === undefined ? { detail: { by: 'hub' } } : { organisationId: actorId, detail: { by: 'sender' } }),
      },
    ],
  });
}
