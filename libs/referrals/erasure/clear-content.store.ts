import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { restsOnRecord } from '#routing';

/**
 * What came of messages, the messages themselves first: replies, updates and what replaced them, and what was passed on of
 * them, by whomever. Never what they came from.
 */
export async function withDescendants(tx: Transaction, ids: readonly Uuid[]): Promise<Uuid[]> {
  const rows = await tx.rows<{ id: Uuid }>(
    `WITH RECURSIVE gone AS (
       SELECT id FROM messages WHERE id = ANY ($1)
       UNION
       SELECT next.id FROM gone CROSS JOIN LATERAL (
         SELECT m.id FROM messages m WHERE m.in_reply_to = gone.id
         UNION ALL SELECT m.id FROM messages m WHERE m.onward_of = gone.id
         UNION ALL SELECT m.id FROM messages m WHERE m.supersedes = gone.id
       ) AS next
     )
     SELECT id FROM gone ORDER BY id`,
    [[...ids]],
  );
  return rows.map(({ id }) => id);
}

/** Each clears what is sealed in one table, and answers with the references to the keys. */
const CLEARINGS = [
  // A subject is to name nobody; whether it does is not known here. The key of an import is a digest of the case.
  `WITH old AS MATERIALIZED (SELECT id, data_key FROM messages WHERE id = ANY ($1)),
   gone AS (UPDATE messages m SET data_key = NULL, body_sealed = NULL, subject = NULL, import_key = NULL FROM old WHERE m.id = old.id)
   SELECT data_key AS reference FROM old WHERE data_key IS NOT NULL`,
  `WITH old AS MATERIALIZED (SELECT id, data_key FROM recipients WHERE message_id = ANY ($1) FOR NO KEY UPDATE),
   gone AS (UPDATE recipients r SET data_key = NULL, release_sealed = NULL, subject = NULL FROM old WHERE r.id = old.id)
   SELECT data_key AS reference FROM old WHERE data_key IS NOT NULL`,
  `WITH old AS MATERIALIZED (SELECT id, data_key FROM release_exceptions WHERE message_id = ANY ($1) FOR NO KEY UPDATE),
   gone AS (UPDATE release_exceptions e SET data_key = NULL, reason_sealed = NULL, note_sealed = NULL
            FROM old WHERE e.id = old.id)
   SELECT data_key AS reference FROM old WHERE data_key IS NOT NULL`,
  `WITH old AS MATERIALIZED (SELECT id, data_key FROM break_glass WHERE message_id = ANY ($1) FOR NO KEY UPDATE),
   gone AS (UPDATE break_glass g SET data_key = NULL, reason_sealed = NULL FROM old WHERE g.id = old.id)
   SELECT data_key AS reference FROM old WHERE data_key IS NOT NULL`,
  `WITH old AS MATERIALIZED (SELECT id, data_key FROM attachments WHERE message_id = ANY ($1) FOR NO KEY UPDATE),
   content AS (DELETE FROM attachment_chunks c USING old WHERE c.attachment_id = old.id),
   gone AS (UPDATE attachments a SET data_key = NULL, meta_sealed = NULL FROM old WHERE a.id = old.id)
   SELECT data_key AS reference FROM old WHERE data_key IS NOT NULL`,
  // A record of consent goes with the last message that rests on it. Its index is of nobody from then on.
  `WITH old AS MATERIALIZED (
     SELECT id, data_key FROM consents c
     WHERE id IN (SELECT coalesce(consent_id, id) FROM messages WHERE id = ANY ($1))
       AND NOT EXISTS (SELECT FROM messages m WHERE ${restsOnRecord} AND m.data_key IS NOT NULL AND m.id <> ALL ($1))
     FOR NO KEY UPDATE),
   gone AS (UPDATE consents c SET data_key = NULL, details_sealed = NULL,
              case_index = decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')
            FROM old WHERE c.id = old.id)
   SELECT data_key AS reference FROM old WHERE data_key IS NOT NULL`,
  // What receivers answered has its key in front of it.
  `WITH old AS MATERIALIZED (
     SELECT a.delivery_id, a.attempt, a.started_at, a.excerpt FROM deliveries d JOIN delivery_attempts a ON a.delivery_id = d.id
     WHERE d.message_id = ANY ($1) AND a.excerpt IS NOT NULL),
   gone AS (UPDATE delivery_attempts a SET excerpt = NULL FROM old
            WHERE a.delivery_id = old.delivery_id AND a.attempt = old.attempt AND a.started_at = old.started_at)
   SELECT substring(excerpt FOR 14) AS reference FROM old`,
] as const;

/**
 * Clears everything that is sealed of these messages, which are locked, and dooms the keys: the key store is told once this
 * is committed. @returns how many keys
 */
export async function clearContent(tx: Transaction, ids: readonly Uuid[], erasureId: Uuid, at: Date): Promise<number> {
  await tx.execute(
    `UPDATE message_events SET note_sealed = NULL WHERE message_id = ANY ($1) AND note_sealed IS NOT NULL`,
    [[...ids]],
  );
  // A copy for one receiver, which only its own private key opens.
  await tx.execute(`UPDATE deliveries SET body = '' WHERE message_id = ANY ($1) AND encrypted`, [[...ids]]);
  let doomed = 0;
  for (const clearing of CLEARINGS) {
    const references = (await tx.rows<{ reference: Buffer }>(clearing, [[...ids]])).map(({ reference }) => reference);
    if (references.length === 0) continue;
    doomed += references.length;
    await tx.execute(`INSERT INTO doomed_keys (reference, erasure_id, doomed_at) SELECT unnest($1::bytea[]), $2, $3`, [
      references,
      erasureId,
      at,
    ]);
  }
  return doomed;
}
