import { type Uuid, nextCursor } from '#kernel';
import { isOverdue, openBody, recipientsOf, type Marks, type MessageRow, type RecipientRow } from '#messages';
import { consentOf } from '#routing';
import { erased } from '../erasure/erased';
import { ownAttachments, type AttachmentView } from '../attachments/list-attachments';
import { witnessOwnRead } from '../access/witness-read';
import type { ReferralTools } from '../tools';
import { ownMessage, type AskedFor } from './own-message';
import { listMessages, type ReferralFilter } from './list-messages.store';
import { refusalsOf, type Refusal } from './sender.store';

/** One recipient as the sender sees it: the four facts and their times. */
export interface RecipientView {
  readonly organisation: string;
  readonly capacity: string;
  readonly state: string;
  readonly dueAt: Date;
  readonly decisionDueAt: Date | null;
  readonly overdue: boolean;
  readonly delivery: { readonly state: string; readonly attempts: number; readonly lastAttemptAt: Date | null };
  readonly deliveredAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly decidedAt: Date | null;
  readonly decision: string | null;
  readonly reason: string | null;
  readonly outcome: string | null;
}

/** A referral as its sender sees it in a list: no content. */
export interface ReferralSummary {
  readonly id: Uuid;
  readonly reference: string;
  readonly kind: string;
  readonly operation: string;
  /** What belongs together has the same thread. */
  readonly thread: Uuid;
  readonly inReplyTo: Uuid | null;
  readonly supersedes: Uuid | null;
  readonly subject: string | null;
  readonly marks: Marks;
  readonly state: string;
  readonly priority: string;
  readonly status: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly submittedAt: Date | null;
  readonly recipients: readonly RecipientView[];
}

export interface ReferralView extends ReferralSummary {
  readonly to: readonly string[];
  readonly keywords: readonly string[];
  /** ISO 3166-1 alpha-2: the target area. */
  readonly areas: readonly string[];
  readonly language: string;
  readonly expiresAt: Date | null;
  readonly ruleSetVersion: number | null;
  /** The consent record that it rests on; null for a draft that names none. */
  readonly consentId: Uuid | null;
  /** Bodies that would have received it but for a rule, with the rule. */
  readonly refused: readonly Refusal[];
  /** Null when the content was erased. */
  readonly body: unknown;
  readonly attachments: readonly AttachmentView[];
}

/** The caller's own referrals, newest first. */
export async function listReferrals(
  tools: ReferralTools,
  filter: ReferralFilter,
): Promise<{ readonly data: ReferralSummary[]; readonly next: string | null }> {
  const now = tools.clock.now();
  const rows = await listMessages(tools.tx, tools.caller.organisationId, filter, now);
  const recipients = await recipientsOf(
    tools.tx,
    rows.map(({ id }) => id),
    tools.caller.organisationId,
  );
  const data = rows.map((row) =>
    summaryOf(
      row,
      recipients.filter(({ messageId }) => messageId === row.id),
      now,
    ),
  );
  return { data, next: nextCursor(rows, filter.limit) };
}

/** One referral without its content. @throws HubError `not_found`, also for another body's referral. */
export async function readReferralSummary(
  tools: ReferralTools,
  id: Uuid,
  what: AskedFor = 'referral',
): Promise<ReferralSummary> {
  const message = await ownMessage(tools, id, what);
  return summaryOf(message, await recipientsOf(tools.tx, [id], tools.caller.organisationId), tools.clock.now());
}

/**
 * One referral with its content: the read is evidence. @throws HubError `not_found`, also for another body's referral;
 * `erased` when its content is gone.
 */
export async function readReferral(tools: ReferralTools, id: Uuid, what: AskedFor = 'referral'): Promise<ReferralView> {
  const view = await viewReferral(tools, id, what);
  if (view.body !== null) await witnessOwnRead(tools, id, 'view');
  return view;
}

/** The same as the answer to a change, which has evidence of its own. @throws HubError `not_found` */
export async function viewReferral(tools: ReferralTools, id: Uuid, what: AskedFor): Promise<ReferralView> {
  const message = await ownMessage(tools, id, what);
  if (message.dataKey === null) throw erased(what);
  const recipients = await recipientsOf(tools.tx, [id], tools.caller.organisationId);
  return {
    ...summaryOf(message, recipients, tools.clock.now()),
    to: message.addressees,
    keywords: message.keywords,
    areas: message.areas,
    language: message.language,
    expiresAt: message.expiresAt,
    ruleSetVersion: message.ruleSetVersion,
    consentId: (await consentOf(tools.tx, id))?.id ?? null,
    refused: await refusalsOf(tools.tx, id),
    body: (await openBody(tools.vault, message)) ?? null,
    attachments: await ownAttachments(tools, id),
  };
}

function summaryOf(message: MessageRow, recipients: readonly RecipientRow[], now: Date): ReferralSummary {
  return {
    id: message.id,
    reference: message.reference,
    kind: message.kind,
    operation: message.operationId,
    thread: message.threadId,
    inReplyTo: message.inReplyTo,
    supersedes: message.supersedes,
    subject: message.subject,
    marks: message.marks,
    state: message.state,
    priority: message.priority,
    status: message.messageStatus,
    version: message.version,
    createdAt: message.createdAt,
    submittedAt: message.sentAt,
    recipients: recipients.map((recipient) => ({
      organisation: recipient.organisation,
      capacity: recipient.capacity,
      state: recipient.state,
      dueAt: recipient.dueAt,
      decisionDueAt: recipient.decisionDueAt,
      overdue: isOverdue(recipient, now),
      delivery: {
        state: recipient.deliveryState,
        attempts: recipient.deliveryAttempts,
        lastAttemptAt: recipient.lastAttemptAt,
      },
      deliveredAt: recipient.deliveredAt,
      acknowledgedAt: recipient.acknowledgedAt,
      decidedAt: recipient.decidedAt,
      decision: recipient.decision,
      reason: recipient.reason,
      outcome: recipient.outcome,
    })),
  };
}
