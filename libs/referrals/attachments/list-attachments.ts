import { notFound, type Uuid } from '#kernel';
import type { FieldGroup } from '#directory';
import {
  attachmentsOf,
  findMessage,
  lockOwnRecipient,
  openMeta,
  releasedAttachments,
  type AttachmentRow,
  type AttachmentType,
} from '#messages';
import type { ReferralTools } from '../tools';

/** An attachment as those see it who may read it. */
export interface AttachmentView {
  readonly id: Uuid;
  /** The group of fields that it belongs to: it goes where they go. */
  readonly group: FieldGroup;
  /** As found by its content. */
  readonly mediaType: AttachmentType;
  /** Bytes. */
  readonly size: number;
  /** Null, as the name, once the content was erased. */
  readonly sha256: string | null;
  readonly name: string | null;
  readonly title: string | null;
  readonly addedAt: Date;
}

/** The attachments of a message of the caller, oldest first. */
export async function ownAttachments(tools: ReferralTools, messageId: Uuid): Promise<AttachmentView[]> {
  return viewsOf(tools, await attachmentsOf(tools.tx, messageId, tools.caller.organisationId));
}

/** What a body received of a message, oldest first; nothing once content is withheld. */
export async function receivedAttachments(
  tools: Pick<ReferralTools, 'tx' | 'vault' | 'clock'>,
  messageId: Uuid,
  organisationId: Uuid,
): Promise<AttachmentView[]> {
  return viewsOf(tools, await releasedAttachments(tools.tx, messageId, organisationId, tools.clock.now()));
}

/** @throws HubError `not_found`, also for another body's message. */
export async function listOwnAttachments(tools: ReferralTools, messageId: Uuid): Promise<AttachmentView[]> {
  if (!(await findMessage(tools.tx, messageId))) throw notFound('message');
  return ownAttachments(tools, messageId);
}

/** @throws HubError `not_found`, also for what was sent to others only. */
export async function listReceivedAttachments(tools: ReferralTools, messageId: Uuid): Promise<AttachmentView[]> {
  if (!(await lockOwnRecipient(tools.tx, messageId, tools.caller.organisationId)))
    throw notFound('message in your inbox');
  return receivedAttachments(tools, messageId, tools.caller.organisationId);
}

/** An attachment in words; its name and digest are opened. */
export async function viewOf(tools: Pick<ReferralTools, 'vault'>, row: AttachmentRow): Promise<AttachmentView> {
  const meta =
    row.dataKey && row.metaSealed
      ? openMeta(tools.vault, await tools.vault.openDataKey(row.dataKey), row.id, row.metaSealed)
      : undefined;
  return {
    id: row.id,
    group: row.group,
    mediaType: row.mediaType,
    size: row.size,
    sha256: meta?.sha256 ?? null,
    name: meta?.name ?? null,
    title: meta?.title ?? null,
    addedAt: row.createdAt,
  };
}

function viewsOf(tools: Pick<ReferralTools, 'vault'>, rows: readonly AttachmentRow[]): Promise<AttachmentView[]> {
  return Promise.all(rows.map((row) => viewOf(tools, row)));
}
