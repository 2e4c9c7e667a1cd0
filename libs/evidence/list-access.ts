import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/**
 * How content came before a body: read in the hub, an attachment of it, sent to its endpoint, encrypted; or all of it, by
 * break-glass.
 */
export const accessWays = ['read', 'attachment', 'sent', 'break_glass'] as const;
export type AccessWay = (typeof accessWays)[number];

/** One access to the content of a message. */
export interface AccessLine {
  /** Id of the entry of evidence that it is. */
  readonly id: Uuid;
  readonly at: Date;
  /** The body that had access. */
  readonly organisation: string;
  readonly way: AccessWay;
  /** Of one's own body: the key that was used, and the person. Null of others: who it was there is theirs to know. */
  readonly key: Uuid | null;
  readonly person: Uuid | null;
}

const ACTIONS = `'content.read', 'content.sent', 'attachment.read'`;

/**
 * Who had access to the content of a message, oldest first: what the reader's body may see of it, which for a sender is
 * everyone and for a recipient itself.
 */
export async function listAccess(
  tx: Transaction,
  reader: Uuid,
  filter: { readonly subject: Uuid; readonly after?: Uuid; readonly limit: number },
): Promise<AccessLine[]> {
  return tx.rows<AccessLine>(
    `SELECT e.id, e.at, o.slug AS organisation,
            CASE e.action WHEN 'content.read' THEN CASE e.detail ->> 'way' WHEN 'break_glass' THEN 'break_glass' ELSE 'read' END
                          WHEN 'attachment.read' THEN 'attachment' ELSE 'sent' END AS way,
            CASE WHEN e.actor_id = $1 AND e.action <> 'content.sent' THEN (e.detail ->> 'key')::uuid END AS key,
            CASE WHEN e.actor_id = $1 THEN (e.detail ->> 'person')::uuid END AS person
     FROM evidence_entries e JOIN organisations o ON o.id = coalesce(e.actor_id, e.organisation_id)
     WHERE e.subject_id = $2 AND e.action IN (${ACTIONS}) AND ($3::uuid IS NULL OR e.id > $3)
     ORDER BY e.id LIMIT $4`,
    [reader, filter.subject, filter.after ?? null, filter.limit],
  );
}
