import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { EvidenceAction } from './evidence';

/** What a protection officer is shown by itself, beside the evidence of each case: acts that go past the rules, or take much along. */
export const overseenActions = [
  'exception.requested',
  'exception.approved',
  'exception.refused',
  'exception.revoked',
  'exception.expired',
  'break_glass.requested',
  'break_glass.approved',
  'break_glass.refused',
  'break_glass.ended',
  'erasure.requested',
  'erasure.approved',
  'erasure.refused',
  'referral.exported',
  'reading.noticed',
] as const satisfies readonly EvidenceAction[];
export type OverseenAction = (typeof overseenActions)[number];

/** One such act that concerns the reader's body. */
export interface OverseenLine {
  /** Id of the entry of evidence that it is. */
  readonly id: Uuid;
  readonly at: Date;
  readonly action: OverseenAction;
  /** The exception, opening, erasure or export; of unusual reading, the body. */
  readonly subject: Uuid;
  /** The body that acted; null when the hub did. */
  readonly organisation: string | null;
  /** The record that it is about, where it is one. */
  readonly message: Uuid | null;
  /** How many records an export holds. */
  readonly count: number | null;
  /** Of one's own body: the key, or the session, and the person. */
  readonly key: Uuid | null;
  readonly person: Uuid | null;
}

const QUOTED = overseenActions.map((action) => `'${action}'`).join(', ');

/** The acts that concern the reader's body, newest first. */
export async function listOverseen(
  tx: Transaction,
  reader: Uuid,
  filter: { readonly before?: Uuid; readonly limit: number },
): Promise<OverseenLine[]> {
  return tx.rows<OverseenLine>(
    `SELECT e.id, e.at, e.action, e.subject_id AS subject, o.slug AS organisation, (e.detail ->> 'message')::uuid AS message,
            (e.detail ->> 'count')::int AS count,
            CASE WHEN coalesce(e.actor_id, e.organisation_id) = $1 THEN (e.detail ->> 'key')::uuid END AS key,
            CASE WHEN coalesce(e.actor_id, e.organisation_id) = $1 THEN (e.detail ->> 'person')::uuid END AS person
     FROM evidence_entries e LEFT JOIN organisations o ON o.id = e.actor_id
     WHERE e.action IN (${QUOTED}) AND ($2::uuid IS NULL OR e.id < $2)
     ORDER BY e.id DESC LIMIT $3`,
    [reader, filter.before ?? null, filter.limit],
  );
}

/** The bodies of which somebody looked at content, in entries from an id on. For workers, who see all of them. */
export async function lookingBodies(tx: Transaction, since: Uuid): Promise<Uuid[]> {
  const rows = await tx.rows<{ id: Uuid }>(
    `SELECT o.id FROM organisations o WHERE EXISTS (SELECT FROM evidence_entries e
       WHERE e.actor_id = o.id AND e.id >= $1 AND e.action IN ('content.read', 'attachment.read'))`,
    [since],
    'looking-bodies',
  );
  return rows.map(({ id }) => id);
}

/** When reading in an operation is unusual. */
export interface ReadingLimits {
  readonly operation: string;
  /** More records than these within an hour. */
  readonly recordsPerHour: number;
  /** So many times what the reader's own hours had in the thirty days before. */
  readonly timesUsual: number;
}

/** An hour in which somebody of the body read unusually much. */
export interface UnusualReading {
  /** When the hour began. */
  readonly hour: Date;
  readonly operation: string;
  /** Who read: a person, or else a key. */
  readonly person: Uuid | null;
  readonly key: Uuid | null;
  /** Different records that were looked at. */
  readonly records: number;
  /** Mean of the reader's own hours before; null for a first one. */
  readonly usual: number | null;
  readonly reasons: readonly ('above_limit' | 'above_usual')[];
}

/** Less than these records within an hour are never unusual by the reader's own measure. */
export const LEAST_UNUSUAL = 5;

/**
 * The hours in which somebody of a body read unusually much, newest first. Of two bounds one is the operation's, the other
 * the reader's own: a system that polls all day is measured by its days.
 */
export async function unusualReading(
  tx: Transaction,
  reader: Uuid,
  asked: {
    readonly limits: readonly ReadingLimits[];
    /** Lowest id of what counts as usual. */
    readonly usualSince: Uuid;
    readonly since: Date;
    readonly limit: number;
  },
): Promise<UnusualReading[]> {
  return tx.rows<UnusualReading>(
    `WITH looks AS (
       SELECT e.detail ->> 'person' AS person, CASE WHEN e.detail ->> 'person' IS NULL THEN e.detail ->> 'key' END AS key,
              date_trunc('hour', e.at, 'UTC') AS hour, coalesce(m.operation_id, r.operation_id) AS operation, e.subject_id
       FROM evidence_entries e LEFT JOIN messages m ON m.id = e.subject_id
       LEFT JOIN recipients r ON r.message_id = e.subject_id AND r.organisation_id = $1
       WHERE e.actor_id = $1 AND e.action IN ('content.read', 'attachment.read') AND e.id >= $2
     ), hours AS (
       SELECT person, key, hour, operation, count(DISTINCT subject_id)::int AS records
       FROM looks WHERE operation IS NOT NULL GROUP BY person, key, hour, operation
     ), measured AS (
       SELECT *, avg(records) OVER (PARTITION BY person, key, operation ORDER BY hour
                   RANGE BETWEEN interval '30 days' PRECEDING AND interval '1 hour' PRECEDING)::float8 AS usual
       FROM hours
     ), judged AS (
       SELECT h.*, array_remove(ARRAY[
           CASE WHEN h.records > l."recordsPerHour" THEN 'above_limit' END,
           CASE WHEN h.records >= ${LEAST_UNUSUAL} AND h.records > h.usual * l."timesUsual" THEN 'above_usual' END], NULL) AS reasons
       FROM measured h JOIN jsonb_to_recordset($3::jsonb) AS l (operation text, "recordsPerHour" int, "timesUsual" float8) USING (operation)
     )
     SELECT hour, operation, person::uuid, key::uuid, records, usual, reasons
     FROM judged WHERE cardinality(reasons) > 0 AND hour >= $4 ORDER BY hour DESC, records DESC, person, key LIMIT $5`,
    [reader, asked.usualSince, JSON.stringify(asked.limits), asked.since, asked.limit],
  );
}
