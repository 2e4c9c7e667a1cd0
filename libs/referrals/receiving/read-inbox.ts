import type { Uuid } from '#kernel';
import {
  changeRecipient,
  isOverdue,
  isWithheld,
  legalMoves,
  listInbox,
  openRelease,
  record,
  type Marks,
  type RecipientRow,
} from '#messages';
import { receivedAttachments, type AttachmentView } from '../attachments/list-attachments';
import type { ReferralTools } from '../tools';
import { lockInboxItem } from './acknowledge';

/** A message as the body that received it sees it in its list: no content. */
export interface InboxItem {
  readonly messageId: Uuid;
  readonly reference: string;
  readonly kind: string;
  readonly operation: string;
  readonly thread: Uuid;
  readonly inReplyTo: Uuid | null;
  readonly supersedes: Uuid | null;
  readonly subject: string | null;
  readonly marks: Marks;
  readonly expiresAt: Date | null;
  /** actual, exercise or test. */
  readonly status: string;
  readonly priority: string;
  readonly capacity: string;
  readonly state: string;
  readonly sequence: number;
  readonly dueAt: Date;
  /** Null while, or because, no decision is due. */
  readonly decisionDueAt: Date | null;
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
  /** Those whose group is released to the body; none once the body is null. */
  readonly attachments: readonly AttachmentView[];
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
    // What was taken back is opened again by its sender only.
    legal: legalMoves(recipient, 'recipient').filter((move) => move !== 'reopen' || !isWithheld(recipient, at)),
    body: isWithheld(recipient, at) ? null : ((await openRelease(tools.vault, recipient)) ?? null),
    attachments: await receivedAttachments(tools, messageId),
  };
}

function itemOf(row: RecipientRow, now: Date): InboxItem {
  return {
    messageId: row.messageId,
    reference: row.reference,
    kind: row.kind,
    operation: row.operationId,
    thread: row.threadId,
    inReplyTo: row.inReplyTo,
    supersedes: row.supersedes,
    subject: row.subject,
    marks: row.marks,
    expiresAt: row.expiresAt,
    status: row.messageStatus,
    priority: row.priority,
    capacity: row.capacity,
    state: row.state,
    sequence: Number(row.inboxSequence),
    dueAt: row.dueAt,
    decisionDueAt: row.decisionDueAt,
    overdue: isOverdue(row, now),
    routedAt: row.routedAt,
    acknowledgedAt: row.acknowledgedAt,
    decidedAt: row.decidedAt,
    decision: row.decision,
    outcome: row.outcome,
  };
}
