import { canonicalJson, type Uuid } from '#kernel';

/** An entry as it is on record, with the digest that was sealed. */
export interface EntryRow {
  readonly id: Uuid;
  readonly at: Date;
  readonly action: string;
  readonly actor_id: Uuid | null;
  readonly actor_kind: string;
  readonly subject_type: string;
  readonly subject_id: Uuid;
  readonly sender_id: Uuid | null;
  readonly organisation_id: Uuid | null;
  readonly detail: Record<string, unknown>;
  /** Hexadecimal. */
  readonly digest: string;
}

/** The columns of `EntryRow`, of `evidence_entries e`. */
export const ENTRY_COLUMNS = `e.id, e.at, e.action, e.actor_id, e.actor_kind, e.subject_type, e.subject_id, e.sender_id,
  e.organisation_id, e.detail, encode(e.digest, 'hex') AS digest`;

/** The canonical JSON of an entry, over which its digest is: what a verifier hashes. */
export function canonicalEntry(row: EntryRow): string {
  return canonicalJson(Object.fromEntries(Object.entries(row).filter(([column]) => column !== 'digest')));
}
