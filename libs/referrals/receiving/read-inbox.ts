import type { Uuid } from '#kernel';
import { changeRecipient, legalEvents, listInbox, openRelease, record, type RecipientRow } from '#messages';
import type { ReferralTools } from '../tools';
import { lockInboxItem } from './acknowledge';

/** A message as the body that received it sees it in its list: no content. */
export interface InboxItem {
  readonly messageId: Uuid;
  readonly reference: string;
  readonly kind: string;
  readonly operation: string;
  readonly thread: Uuid;
  /** actual, exercise or test. */
  readonly status: string;
  readonly priority: string;
  readonly capacity: string;
  readonly state: string;
  readonly sequence: number;
  readonly dueAt: Date;
  readonly overdue: boolean;
  readonly routedAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly decidedAt: Date | null;
  readonly decision: string | null;
  readonly outcome: string | null;
}

export interface InboxContent extends InboxItem {
  readonly sender: string;
  /** What the body may do now. */
  readonly legal: readonly string[];
  /** The fields that the body's profile releases; null when it was recalled, cancelled or erased. */
  readonly body: unknown;
}

/** Once consent is withdrawn, or the sender called it off before anybody took it up, nobody reads the case any more. */
const WITHHELD: ReadonlySet<string> = new Set(['recalled', 'recall_confirmed', 'cancelled']);

function isWithheld({ state, readableUntil }: RecipientRow, at: Date): boolean {
  return WITHHELD.has(state) || (readableUntil !== null && readableUntil <= at);
}

/** The caller's inbox after a cursor (the last sequence it has), oldest first. */
export async function readInbox(
  tools: ReferralTools,
  after: bigint,
  limit: number,
): Promise<{ readonly data: InboxItem[]; readonly next: string | null }> {
  const rows = await listInbox(tools.tx, tools.caller.organisationId, after, limit);
  const now = tools.clock.now();
  return { data: rows.map((row) => itemOf(row, now)), next: rows.at(-1)?.inboxSequence ?? null };
}

/** One message with its released content. The read is evidence, and fetching counts as delivery. */
export async function readInboxItem(tools: ReferralTools, messageId: Uuid): Promise<InboxContent> {
  const recipient = await lockInboxItem(tools, messageId);
  const at = tools.clock.now();
  if (!recipient.deliveredAt) await changeRecipient(tools.tx, recipient.id, at, { deliveredVia: 'poll' });
  await record(tools.tx, {
    timeline: [],
    evidence: [
      {
        action: 'content.read',
        at,
        actorId: recipient.organisationId,
        subjectType: 'message',
        subjectId: messageId,
        senderId: recipient.senderId,
        organisationId: recipient.organisationId,
        detail: { recipient: recipient.id, key: tools.caller.keyId },
      },
    ],
    events: [],
  });
  return {
    ...itemOf(recipient, at),
    sender: await tools.directory.slugOf(recipient.senderId),
    legal: legalEvents(recipient.state, 'recipient'),
    body: isWithheld(recipient, at) ? null : ((await openRelease(tools.vault, recipient)) ?? null),
  };
}

function itemOf(row: RecipientRow, now: Date): InboxItem {
  return {
    messageId: row.messageId,
    reference: row.reference,
    kind: row.kind,
    operation: row.operationId,
    thread: row.threadId,
    status: row.messageStatus,
    priority: row.priority,
    capacity: row.capacity,
    state: row.state,
    sequence: Number(row.inboxSequence),
    dueAt: row.dueAt,
    overdue: isOverdue(row, now),
    routedAt: row.routedAt,
    acknowledgedAt: row.acknowledgedAt,
    decidedAt: row.decidedAt,
    decision: row.decision,
    outcome: row.outcome,
  };
}

/** Whether a recipient has let its deadline to acknowledge pass. A flag, never a state. */
export function isOverdue(row: Pick<RecipientRow, 'state' | 'dueAt'>, now: Date): boolean {
  return row.state === 'pending' && row.dueAt < now;
}
