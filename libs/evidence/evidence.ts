import { hash } from 'node:crypto';
import { canonicalJson, uuidv7, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/** What can be witnessed: the closed list of kinds. `test/unit/evidence-kinds.spec.ts` says which of them answer for what. */
export const evidenceActions = [
  'referral.drafted',
  'referral.changed',
  'referral.submitted',
  'referral.imported',
  'message.drafted',
  'message.changed',
  'message.submitted',
  'message.superseded',
  'referral.exported',
  'message.routed',
  'release.made',
  'content.read',
  'content.sent',
  'attachment.added',
  'attachment.removed',
  'attachment.read',
  'attachments.released',
  'delivery.completed',
  'recipient.acknowledged',
  'recipient.decided',
  'recipient.progressed',
  'recipient.answered',
  'recipient.reminded',
  'recipient.cancelled',
  'recipient.recalled',
  'recipient.closed',
  'recipient.reopened',
  'recipient.rerouted',
  'referral.cancelled',
  'referral.consent_withdrawn',
  'referral.entered_in_error',
  'consent.recorded',
  'consent.withdrawn',
  'exception.requested',
  'exception.approved',
  'exception.refused',
  'exception.revoked',
  'exception.expired',
  'erasure.requested',
  'erasure.approved',
  'erasure.refused',
  'content.erased',
  'break_glass.requested',
  'break_glass.approved',
  'break_glass.refused',
  'break_glass.ended',
  'accountability.people_named',
  'accountability.status_changed',
  'accountability.repatriation_requested',
  'accountability.reporter_released',
  'provision.acknowledged',
  'meeting.scheduled',
  'meeting.changed',
  'meeting.cancelled',
  'meeting.opened',
  'meeting.closed',
  'meeting.agenda_changed',
  'meeting.agenda_frozen',
  'meeting.decided',
  'meeting.action_noted',
  'meeting.action_assigned',
  'meeting.action_closed',
  'meeting.answered',
  'minutes.submitted',
  'minutes.answered',
  'minutes.amended',
  'minutes.settled',
  'minutes.published',
  'reading.noticed',
  'figures.released',
  'figures.body_named',
  'review.reported',
  'review.recommended',
  'review.recommendation_closed',
  'endpoint.created',
  'endpoint.changed',
  'endpoint.verified',
  'endpoint.requeued',
  'endpoint.disabled',
  'endpoint.secret_rotated',
  'endpoint.credential_set',
  'endpoint.credential_removed',
  'key.issued',
  'key.rotated',
  'key.revoked',
  'person.added',
  'person.password_set',
  'person.signed_in',
  'person.sign_in_refused',
  'person.proved_again',
  'second_factor.enrolled',
  'second_factor.removed',
  'session.ended',
  'person.changed',
  'person.locked',
  'person.unlocked',
  'role.granted',
  'role.revoked',
  'client.registered',
  'client.keys_replaced',
  'client.revoked',
  'rules.changed',
] as const;
export type EvidenceAction = (typeof evidenceActions)[number];

/** What an entry can be about. */
export const subjectTypes = [
  'message',
  'recipient',
  'endpoint',
  'export',
  'consent',
  'exception',
  'api_key',
  'oauth_client',
  'person',
  'organisation',
  'erasure',
  'break_glass',
  'meeting',
  'figure_release',
  'review_report',
  'recommendation',
] as const;

export interface EvidenceEntry {
  readonly id?: Uuid;
  readonly action: EvidenceAction;
  readonly at: Date;
  /** The body that acted; absent when the hub itself did. */
  readonly actorId?: Uuid;
  readonly subjectType: (typeof subjectTypes)[number];
  readonly subjectId: Uuid;
  /** The bodies that may see the entry besides the actor. */
  readonly senderId?: Uuid;
  readonly organisationId?: Uuid;
  /** Ids, codes, counts and digests only: never content. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Entries as a JSON array of rows for `insertEvidenceSql`, each with its digest over the canonical form of all else. */
export function evidenceRows(entries: readonly EvidenceEntry[]): string {
  return `[${entries.map(rowOf).join(',')}]`;
}

function rowOf(entry: EvidenceEntry): string {
  // In canonical order: nothing is sorted for each entry.
  const row = canonicalJson({
    action: entry.action,
    actor_id: entry.actorId ?? null,
    actor_kind: entry.actorId === undefined ? 'hub' : 'body',
    at: entry.at,
    detail: entry.detail,
    id: entry.id ?? uuidv7(),
    organisation_id: entry.organisationId ?? null,
    sender_id: entry.senderId ?? null,
    subject_id: entry.subjectId,
    subject_type: entry.subjectType,
  });
  return `${row.slice(0, -1)},"digest":"\\\\x${hash('sha256', row)}"}`;
}

/** SQL that inserts the entries given as a JSON array in parameter `$n`. For statements that write several tables at once. */
export function insertEvidenceSql(parameter: string): string {
  return `INSERT INTO evidence_entries (id, at, action, actor_id, actor_kind, subject_type, subject_id, sender_id, organisation_id,
      detail, digest)
    SELECT * FROM jsonb_to_recordset(${parameter}::jsonb) AS e (id uuid, at timestamptz, action text, actor_id uuid,
      actor_kind text, subject_type text, subject_id uuid, sender_id uuid, organisation_id uuid, detail jsonb, digest bytea)`;
}

/** Witnesses what a transaction does, in that transaction: both stand or neither. Not waited for: a failure fails the transaction. */
export function witness(tx: Transaction, entries: readonly EvidenceEntry[]): Promise<void> {
  if (entries.length > 0) tx.later(insertEvidenceSql('$1'), [evidenceRows(entries)], 'witness');
  return Promise.resolve();
}
