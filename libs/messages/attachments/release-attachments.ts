import type { Uuid } from '#kernel';
import type { FieldGroup } from '#directory';
import { witness, type EvidenceEntry } from '#evidence';
import type { Transaction } from '#platform/database';
import type { MessageRow } from '../store/message.store';

/** A recipient, with the groups of fields that are released to it. */
export interface ReleasedTo {
  readonly id: Uuid;
  readonly organisationId: Uuid;
  readonly groups: readonly FieldGroup[];
}

/** A message, and to whom it goes. */
interface Released {
  readonly message: Pick<MessageRow, 'id' | 'senderId'>;
  readonly recipients: readonly ReleasedTo[];
  readonly at: Date;
}

/**
 * Releases the attachments of messages to their recipients: to each those whose group it gets. Which went to whom is
 * evidence, with digests that only the hub can tell the content of.
 */
export async function releaseAttachments(tx: Transaction, messages: readonly Released[]): Promise<void> {
  const rows = messages.flatMap(({ message, recipients, at }) =>
    recipients.map(({ id, organisationId, groups }) => ({
      ...{ id, organisation_id: organisationId, message_id: message.id, groups, at },
    })),
  );
  if (rows.length === 0) return;
  const released = await tx.rows<{ attachment: Uuid; recipient: Uuid; digest: Buffer }>(
    `WITH released AS (
       INSERT INTO attachment_releases (attachment_id, message_id, sender_id, organisation_id, recipient_id, released_at)
       SELECT a.id, a.message_id, a.sender_id, r.organisation_id, r.id, r.at
       FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, organisation_id uuid, message_id uuid, groups text[], at timestamptz)
       JOIN attachments a ON a.message_id = r.message_id AND a.field_group = ANY (r.groups)
       WHERE a.state = 'kept'
       RETURNING attachment_id, recipient_id
     )
     SELECT a.id AS attachment, released.recipient_id AS recipient, a.digest
     FROM released JOIN attachments a ON a.id = released.attachment_id`,
    [JSON.stringify(rows)],
    'release-attachments',
  );
  if (released.length > 0)
    await witness(
      tx,
      messages.flatMap((one) => releasesOf(one, released)),
    );
}

function releasesOf(
  { message, recipients, at }: Released,
  released: readonly { readonly attachment: Uuid; readonly recipient: Uuid; readonly digest: Buffer }[],
): EvidenceEntry[] {
  return recipients.flatMap(({ id, organisationId }) => {
    const attachments = released
      .filter(({ recipient }) => recipient === id)
      .map(({ attachment, digest }) => ({ id: attachment, digest: digest.toString('hex') }));
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
  });
}
