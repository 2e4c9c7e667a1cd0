import type { Client } from 'pg';
import type { BenchEndpoint } from './waiting-deliveries';

/**
 * Fills the record with deliveries that are done, over the last half year: one message with a recipient, a delivery and an
 * attempt per endpoint. By set, in the order of time, indexes kept, foreign keys not checked one by one.
 */
export async function leaveFinished(
  sql: Client,
  endpoints: readonly BenchEndpoint[],
  messages: number,
  body: string,
): Promise<void> {
  await sql.query(`SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '128MB'`);
  for (let done = 0; done < messages; done += FINISHED_AT_ONCE) {
    const last = Math.min(messages, done + FINISHED_AT_ONCE);
    await sql.query('BEGIN');
    await sql.query(
      `CREATE TEMP TABLE finished ON COMMIT DROP AS
       SELECT number, at, uuidv7(at - now()) AS message_id, uuidv7(at - now() + interval '1 second') AS recipient_id,
         uuidv7(at - now() + interval '2 seconds') AS delivery_id, endpoint_id, organisation_id
       FROM (SELECT number, now() - (1 - number::float / $3) * interval '180 days' AS at
             FROM generate_series($1::int + 1, $2::int) AS number) AS moments,
         unnest($4::uuid[], $5::uuid[]) AS e (endpoint_id, organisation_id)`,
      [done, last, messages + 1, endpoints.map(({ id }) => id), endpoints.map(({ organisationId }) => organisationId)],
    );
    // All recipients of a message have the one id that the first of them got.
    await sql.query(`
      UPDATE finished f SET message_id = first.message_id
      FROM (SELECT DISTINCT ON (number) number, message_id FROM finished ORDER BY number, message_id) AS first
      WHERE first.number = f.number AND first.message_id <> f.message_id`);
    for (const statement of FINISHED) await sql.query(statement);
    await sql.query(FINISHED_DELIVERIES, [body]);
    await sql.query('COMMIT');
  }
  await sql.query(`RESET session_replication_role; RESET synchronous_commit; RESET work_mem`);
}

/** Messages in one transaction of filling. */
const FINISHED_AT_ONCE = 12_500;

const FINISHED = [
  `INSERT INTO messages (id, reference, operation_id, kind, kind_version, sender_id, message_status, distribution, state,
     priority, thread_id, language, marks, keywords, addressees, version, created_at, updated_at, sent_at)
   SELECT DISTINCT ON (number) message_id, 'BENCH-' || number, 'afghanistan', 'referral', 1, organisation_id, 'test', 'request',
     'routed', 'normal', message_id, 'en', '{}'::jsonb, '{}'::text[], '{}'::text[], 1, at, at, at FROM finished ORDER BY number`,
  `INSERT INTO recipients (id, message_id, sender_id, organisation_id, operation_id, thread_id, reference, kind,
     message_status, priority, capacity, profile, state, inbox_sequence, due_at, routed_at, delivery_state,
     delivery_attempts, last_attempt_at, delivered_at, delivered_via, released_fields, version, updated_at)
   SELECT recipient_id, message_id, organisation_id, organisation_id, 'afghanistan', message_id, 'BENCH-' || number,
     'referral', 'test', 'normal', 'action', 'bench', 'closed', number, at + interval '14 days', at, 'delivered', 1, at, at,
     'webhook', '{}', 1, at FROM finished ORDER BY number`,
  `INSERT INTO delivery_attempts (delivery_id, organisation_id, endpoint_id, attempt, started_at, duration_ms, outcome, status)
   SELECT delivery_id, organisation_id, endpoint_id, 1, at, 12, 'delivered', 204 FROM finished ORDER BY number`,
];

const FINISHED_DELIVERIES = `
  INSERT INTO deliveries (id, endpoint_id, organisation_id, event_type, dedupe_key, message_id, recipient_id, thread_id,
    sequence, body, created_at)
  SELECT delivery_id, endpoint_id, organisation_id, 'referral.routed', 'routed/' || recipient_id, message_id, recipient_id,
    message_id, 1, $1, at FROM finished ORDER BY number`;
