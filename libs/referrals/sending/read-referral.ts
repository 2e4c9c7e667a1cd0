import { notFound, type Uuid } from '#kernel';
import { findMessage, openBody, recipientsOf, sealedPlaces, type MessageRow, type RecipientRow } from '#messages';
import { consentOf } from '#routing';
import { isOverdue } from '../receiving/read-inbox';
import type { ReferralTools } from '../tools';
import { listMessages, refusalsOf, timelineOf, type ReferralFilter, type Refusal } from './sender.store';

/** One recipient as the sender sees it: the four facts and their times. */
export interface RecipientView {
  readonly organisation: string;
  readonly capacity: string;
  readonly state: string;
  readonly dueAt: Date;
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
  readonly operation: string;
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
  readonly ruleSetVersion: number | null;
  /** The consent record that it rests on; null for a draft that names none. */
  readonly consentId: Uuid | null;
  /** Bodies that would have received it but for a rule, with the rule. */
  readonly refused: readonly Refusal[];
  /** Null when the content was erased. */
  readonly body: unknown;
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
  return { data, next: rows.length === filter.limit ? (rows.at(-1)?.id ?? null) : null };
}

/** One referral without its content. @throws HubError `not_found`, also for another body's referral. */
export async function readReferralSummary(tools: ReferralTools, id: Uuid): Promise<ReferralSummary> {
  const message = await ownMessage(tools, id);
  return summaryOf(message, await recipientsOf(tools.tx, [id], tools.caller.organisationId), tools.clock.now());
}

/** @throws HubError `not_found`, also for another body's referral. */
export async function readReferral(tools: ReferralTools, id: Uuid): Promise<ReferralView> {
  const message = await ownMessage(tools, id);
  const recipients = await recipientsOf(tools.tx, [id], tools.caller.organisationId);
  return {
    ...summaryOf(message, recipients, tools.clock.now()),
    to: message.addressees,
    ruleSetVersion: message.ruleSetVersion,
    consentId: (await consentOf(tools.tx, id))?.id ?? null,
    refused: await refusalsOf(tools.tx, id),
    body: (await openBody(tools.vault, message)) ?? null,
  };
}

export interface TimelineLine {
  readonly at: Date;
  readonly event: string;
  readonly organisation: string | null;
  readonly actor: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly detail: Record<string, unknown>;
  readonly note: string | null;
}

/** Everything that happened to a referral, oldest first. */
export async function readTimeline(tools: ReferralTools, id: Uuid): Promise<TimelineLine[]> {
  await ownMessage(tools, id);
  const lines = await timelineOf(tools.tx, id);
  return Promise.all(
    lines.map(async ({ noteSealed, noteKey, recipientId, ...line }) => ({
      ...line,
      note:
        noteSealed && noteKey && recipientId
          ? String(
              tools.vault.openJson(await tools.vault.openDataKey(noteKey), noteSealed, sealedPlaces.note(recipientId)),
            )
          : null,
    })),
  );
}

async function ownMessage(tools: ReferralTools, id: Uuid): Promise<MessageRow> {
  const message = await findMessage(tools.tx, id);
  if (!message) throw notFound('referral');
  return message;
}

function summaryOf(message: MessageRow, recipients: readonly RecipientRow[], now: Date): ReferralSummary {
  return {
    id: message.id,
    reference: message.reference,
    operation: message.operationId,
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
