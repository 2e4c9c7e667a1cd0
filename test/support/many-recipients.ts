/** One statement as the superuser. */
type Run = (text: string, values: readonly unknown[]) => Promise<unknown>;

/**
 * Copies a routed message so many times, each with a copy of its first recipient under ids of its own. For specs and
 * benches that need a crowd: the use cases would take minutes. Ids ascend, as those of the hub do.
 */
export async function copyRecipients(run: Run, messageId: string, count: number): Promise<void> {
  await run(
    `DO $copy$
     DECLARE
       -- What the database computes by itself cannot be copied.
       kept text := (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
                     WHERE attrelid = 'messages'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '');
     BEGIN
       EXECUTE format($text$
         WITH source AS (
           SELECT m AS message, r AS recipient FROM messages m JOIN recipients r ON r.message_id = m.id
           WHERE m.id = '${messageId}' ORDER BY r.id LIMIT 1
         ), copies AS (
           SELECT message, recipient, number, sequence,
             ('01980000-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid AS id,
             ('01980000-0000-7000-9000-' || lpad(to_hex(number), 12, '0'))::uuid AS recipient_id
           FROM source CROSS JOIN LATERAL (
             SELECT (SELECT count(*) FROM messages) + n AS number, (SELECT max(inbox_sequence) FROM recipients) + n AS sequence
             FROM generate_series(1, ${count}) AS n
           ) AS numbers
         ), written AS (
           INSERT INTO messages (%1$s)
           SELECT %1$s FROM (
             SELECT (jsonb_populate_record(message, jsonb_build_object('id', id, 'thread_id', id, 'import_key', NULL,
               'reference', 'AFG-COPY-' || number))).* FROM copies
           ) AS made RETURNING id
         )
         INSERT INTO recipients
         SELECT (jsonb_populate_record(recipient, jsonb_build_object('id', recipient_id, 'message_id', id, 'thread_id', id,
           'reference', 'AFG-COPY-' || number, 'inbox_sequence', sequence))).*
         FROM copies WHERE id IN (SELECT id FROM written)$text$, kept);
     END $copy$`,
    [],
  );
}
