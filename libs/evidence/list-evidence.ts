import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

export interface EvidenceView {
  readonly id: Uuid;
  readonly at: Date;
  readonly action: string;
  readonly actor: string | null;
  readonly subjectType: string;
  readonly subjectId: Uuid;
  readonly detail: Record<string, unknown>;
  /** SHA-256 of the entry's canonical JSON, hexadecimal. */
  readonly digest: string;
}

/** The entries about one subject that the caller's body may see, oldest first, after an entry id. */
export async function listEvidence(
  tx: Transaction,
  filter: { readonly subject: Uuid; readonly after?: Uuid; readonly limit: number },
): Promise<EvidenceView[]> {
  return tx.rows<EvidenceView>(
    `SELECT e.id, e.at, e.action, o.slug AS actor, e.subject_type AS "subjectType", e.subject_id AS "subjectId",
            e.detail, encode(e.digest, 'hex') AS digest
     FROM evidence_entries e LEFT JOIN organisations o ON o.id = e.actor_id
     WHERE e.subject_id = $1 AND ($2::uuid IS NULL OR e.id > $2)
     ORDER BY e.id LIMIT $3`,
    [filter.subject, filter.after ?? null, filter.limit],
  );
}
