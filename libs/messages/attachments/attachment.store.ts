import type { Clock, Uuid } from '#kernel';
import type { FieldGroup } from '#directory';
import type { Transaction, WorkerDatabase } from '#platform/database';
import type { AttachmentType } from './media-type';

/** An attachment as the record keeps it: what it is in clear, its name and content sealed. */
export interface AttachmentRow {
  readonly id: Uuid;
  readonly messageId: Uuid;
  readonly senderId: Uuid;
  readonly group: FieldGroup;
  readonly mediaType: AttachmentType;
  /** Bytes. */
  readonly size: number;
  readonly chunks: number;
  /** Keyed digest of the content. */
  readonly digest: Buffer;
  /** Null once it was erased. */
  readonly metaSealed: Buffer | null;
  readonly dataKey: Buffer | null;
  readonly createdAt: Date;
}

const COLUMNS = `a.id, a.message_id AS "messageId", a.sender_id AS "senderId", a.field_group AS "group",
  a.media_type AS "mediaType", a.size, a.chunks, a.digest, a.meta_sealed AS "metaSealed", a.data_key AS "dataKey",
  a.created_at AS "createdAt"`;

/** Begins an upload: a row that nobody is shown before it is kept. */
export async function insertUpload(
  tx: Transaction,
  upload: {
    readonly id: Uuid;
    readonly messageId: Uuid;
    readonly senderId: Uuid;
    readonly dataKey: Buffer;
    readonly at: Date;
  },
): Promise<void> {
  await tx.execute(
    `INSERT INTO attachments (id, message_id, sender_id, state, data_key, created_at)
     VALUES ($1, $2, $3, 'uploading', $4, $5)`,
    [upload.id, upload.messageId, upload.senderId, upload.dataKey, upload.at],
  );
}

export async function insertChunk(
  tx: Transaction,
  chunk: { readonly attachmentId: Uuid; readonly senderId: Uuid; readonly number: number; readonly sealed: Buffer },
): Promise<void> {
  await tx.execute(
    `INSERT INTO attachment_chunks (attachment_id, sender_id, number, sealed) VALUES ($1, $2, $3, $4)`,
    [chunk.attachmentId, chunk.senderId, chunk.number, chunk.sealed],
    'insert-chunk',
  );
}

/** Makes an upload an attachment. False when there is no such upload any more. */
export async function keepUpload(
  tx: Transaction,
  kept: Pick<AttachmentRow, 'id' | 'senderId' | 'group' | 'mediaType' | 'size' | 'chunks' | 'digest'> & {
    readonly metaSealed: Buffer;
  },
): Promise<boolean> {
  const changed = await tx.execute(
    `UPDATE attachments SET state = 'kept', field_group = $3, media_type = $4, size = $5, chunks = $6, digest = $7, meta_sealed = $8
     WHERE id = $1 AND sender_id = $2 AND state = 'uploading'`,
    [kept.id, kept.senderId, kept.group, kept.mediaType, kept.size, kept.chunks, kept.digest, kept.metaSealed],
  );
  return changed === 1;
}

/** Removes an upload that is not kept, with what arrived of it. */
export async function discardUpload(tx: Transaction, id: Uuid, senderId: Uuid): Promise<void> {
  await tx.execute(`DELETE FROM attachments WHERE id = $1 AND sender_id = $2 AND state = 'uploading'`, [id, senderId]);
}

/** Removes an attachment of a draft, with its content. */
export async function deleteAttachment(tx: Transaction, id: Uuid, senderId: Uuid): Promise<void> {
  await tx.execute(`DELETE FROM attachments WHERE id = $1 AND sender_id = $2 AND state = 'kept'`, [id, senderId]);
}

/** A sender's attachments of its message, oldest first. */
export async function attachmentsOf(tx: Transaction, messageId: Uuid, senderId: Uuid): Promise<AttachmentRow[]> {
  return tx.rows<AttachmentRow>(
    `SELECT ${COLUMNS} FROM attachments a
     WHERE a.message_id = $1 AND a.sender_id = $2 AND a.state = 'kept' ORDER BY a.id`,
    [messageId, senderId],
    'attachments-of',
  );
}

/** What was released to a body of a message, oldest first, unless the content is withheld from it. */
export async function releasedAttachments(
  tx: Transaction,
  messageId: Uuid,
  organisationId: Uuid,
  at: Date,
): Promise<AttachmentRow[]> {
  return tx.rows<AttachmentRow>(
    `SELECT ${COLUMNS} FROM attachments a
     JOIN attachment_releases r ON r.attachment_id = a.id AND r.organisation_id = $2
     JOIN recipients t ON t.id = r.recipient_id AND t.organisation_id = $2
     WHERE a.message_id = $1 AND a.state = 'kept' AND t.withheld_at IS NULL
       AND (t.readable_until IS NULL OR t.readable_until > $3) ORDER BY a.id`,
    [messageId, organisationId, at],
    'released-attachments',
  );
}

/** Sealed chunks from a number on, in their order. */
export async function chunksFrom(tx: Transaction, id: Uuid, from: number, limit: number): Promise<Buffer[]> {
  const rows = await tx.rows<{ number: number; sealed: Buffer }>(
    `SELECT number, sealed FROM attachment_chunks WHERE attachment_id = $1 AND number >= $2 ORDER BY number LIMIT $3`,
    [id, from, limit],
    'chunks-from',
  );
  if (rows.some(({ number }, index) => number !== from + index)) throw new Error(`attachment ${id} lacks a chunk`);
  return rows.map(({ sealed }) => sealed);
}

/** An upload takes a minute at most; what is older broke off with its process, milliseconds. */
const BROKEN_OFF_AFTER = 3_600_000;

/** Removes what is left of uploads that broke off together with the process that took them. */
export async function clearBrokenUploads(database: WorkerDatabase, clock: Clock): Promise<number> {
  const before = new Date(clock.now().getTime() - BROKEN_OFF_AFTER);
  return database.transaction({ kind: 'worker' }, (tx) =>
    tx.execute(`DELETE FROM attachments WHERE state = 'uploading' AND created_at < $1`, [before]),
  );
}
