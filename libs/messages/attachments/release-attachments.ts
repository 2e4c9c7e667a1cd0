import type { Uuid } from '#kernel';
import type { FieldGroup } from '#directory';
import { witness } from '#evidence';
import type { Transaction } from '#platform/database';
import type { MessageRow } from '../store/message.store';

/** A recipient, with the groups of fields that are released to it. */
export interface ReleasedTo {
  readonly id: Uuid;
  readonly organisationId: Uuid;
  readonly groups: readonly FieldGroup[];
}

/**
 * Releases the attachments of a message to its recipients: to each those whose group it gets. Which went to whom is
 * evidence, with digests that only the hub can tell the content of.
 */
export async function releaseAttachments(
  tx: Transaction,
  message: Pick<MessageRow, 'id' | 'senderId'>,
  recipients: readonly ReleasedTo[],
  at: Date,
): Promise<void> {
  if (recipients.length === 0) return;
  const released = await tx.rows<{ attachment: Uuid; recipient: Uuid }>(
    `INSERT INTO attachment_releases (attachment_id, message_id, sender_id, organisation_id, recipient_id, released_at)
     SELECT a.id, a.message_id, a.sender_id, r.organisation_id, r.id, $3
     FROM attachments a
     JOIN jsonb_to_recordset($2::jsonb) AS r (id uuid, organisation_id uuid, groups text[]) ON a.field_group = ANY (r.groups)
     WHERE a.message_id = $1 AND a.state = 'kept'
     RETURNING attachment_id AS attachment, recipient_id AS recipient`,
    [
      message.id,
      JSON.stringify(
        recipients.map(({ id, organisationId, groups }) => ({ id, organisation_id: organisationId, groups })),
      ),
      at,
    ],
    'release-attachments',
  );
  if (released.length === 0) return;
  const digests = await digestsOf(tx, message.id);
  await witness(
    tx,
    recipients.flatMap(({ id, organisationId }) => {
      const attachments = released
        .filter(({ recipient }) => recipient === id)
        .map(({ attachment }) => ({ id: attachment, digest: digests.get(attachment) }));
      if (attachments.length === 0) return [];
      return [
        {
          action: 'attachments.released' as const,
          at,
          subjectType: 'message' as const,
          subjectId: message.id,
          senderId: message.senderId,
          organisationId,
          detail: { recipient: id, attachments },
        },
      ];
    }),
  );
}

async function digestsOf(tx: Transaction, messageId: Uuid): Promise<ReadonlyMap<Uuid, string>> {
  const rows = await tx.rows<{ id: Uuid; digest: Buffer }>(
    `SELECT id, digest FROM attachments WHERE message_id = $1 AND state = 'kept'`,
    [messageId],
  );
  return new Map(rows.map(({ id, digest }) => [id, digest.toString('hex')]));
}
