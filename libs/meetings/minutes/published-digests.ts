import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/** What binds the minutes that a message published: SHA-256 of the whole record, and of what its body has of it. */
export interface PublishedDigests {
  readonly digest: string;
  readonly renditionDigest: string;
}

/** The digests of minutes by the messages that published them. */
export async function publishedDigests(
  tx: Transaction,
  messageIds: readonly Uuid[],
): Promise<ReadonlyMap<Uuid, PublishedDigests>> {
  const rows = await tx.rows<PublishedDigests & { messageId: Uuid }>(
    `SELECT n.message_id AS "messageId", r.digest, n.digest AS "renditionDigest"
     FROM minutes_renditions n JOIN minutes_records r ON r.id = n.record_id WHERE n.message_id = ANY ($1)`,
    [[...messageIds]],
  );
  return new Map(rows.map(({ messageId, ...digests }) => [messageId, digests]));
}
