import type { Uuid } from '#kernel';
import { isOverdue, type Marks, type RecipientRow } from '#messages';

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

/** A received message in words, without content. */
export function itemOf(row: RecipientRow, now: Date): InboxItem {
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
