import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { systemClock, uuidv7, type Uuid } from '#kernel';
import { completeVerification, createEndpoint } from '#delivery';
import { ApiDatabase, createDataSource } from '#platform/database';
import { HttpSender } from '#platform/http-client';
import { openTestVault } from '#test/test-vault';
import type { BenchHub } from './bench-hub';

const NIL = '00000000-0000-0000-0000-000000000000';

/** An endpoint of a body of its own. */
export interface BenchEndpoint {
  readonly id: Uuid;
  readonly organisationId: Uuid;
}

/** A webhook body of about 2 KB, in the shape of the hub's own. */
export function webhookBody(): string {
  const data = { messageId: uuidv7(), kind: 'referral', operation: 'afghanistan', sequence: 1, status: 'test' };
  const filling = randomBytes(1_300).toString('base64');
  return JSON.stringify({ type: 'referral.routed', timestamp: new Date().toISOString(), data: { ...data, filling } });
}

/** One body per URL, each with an endpoint as its API makes it: HMAC and ed25519 secrets, sealed. */
export async function createEndpoints(hub: BenchHub, urls: readonly string[]): Promise<BenchEndpoint[]> {
  const before = await hub.sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM organisations WHERE slug LIKE 'bench-%'`,
  );
  const bodies: { organisationId: Uuid; url: string }[] = [];
  for (const [index, url] of urls.entries()) {
    const organisationId = uuidv7();
    const name = `bench-${(before.rows[0]?.count ?? 0) + index + 1}`;
    await hub.sql.query(
      `INSERT INTO organisations (id, slug, name, short_name, kind) VALUES ($1, $2, $2, $2, 'unAgency')`,
      [organisationId, name],
    );
    bodies.push({ organisationId, url });
  }
  return createEndpointsOf(hub, bodies);
}

/** An endpoint for each of these bodies, made as by its API. */
export async function createEndpointsOf(
  hub: BenchHub,
  bodies: readonly { readonly organisationId: Uuid; readonly url: string }[],
): Promise<BenchEndpoint[]> {
  const dataSource = createDataSource({ url: hub.apiUrl, applicationName: 'bench endpoints', poolSize: 2 });
  await dataSource.initialize();
  const database = new ApiDatabase(dataSource);
  const sender = new HttpSender({ allowLoopback: true });
  const vault = openTestVault(hub).vault;
  const endpoints: BenchEndpoint[] = [];
  for (const { organisationId, url } of bodies) {
    const { id } = await database.transaction({ kind: 'body', organisationId }, async (tx) => {
      const tools = { tx, vault, clock: systemClock, sender, organisationId };
      // Its own receivers are not asked one by one: what is measured comes after that.
      return completeVerification(tools, (await createEndpoint(tools, { url })).id, url);
    });
    endpoints.push({ id, organisationId });
  }
  await database.close();
  await sender.close();
  return endpoints;
}

/** When deliveries fall due: the first at `from`, each next one of all endpoints together `everyMs` later. */
export interface Schedule {
  readonly from: Date;
  readonly everyMs: number;
}

/**
 * What the routing worker leaves behind: messages with one recipient per endpoint's body, and a delivery for each, due at
 * once or by a schedule on which the endpoints take turns. Every message is a thread of its own, so that the order within
 * threads holds nothing up.
 */
export async function leaveDeliveries(
  sql: Client,
  endpoints: readonly BenchEndpoint[],
  messages: number,
  body: string,
  schedule?: Schedule,
): Promise<void> {
  const sender = endpoints[0]?.organisationId;
  const run = uuidv7();
  await sql.query('BEGIN');
  await sql.query(
    `CREATE TEMP TABLE fresh ON COMMIT DROP AS
     SELECT uuidv7() AS message_id, number FROM generate_series(1, $1::int) AS number`,
    [messages],
  );
  await sql.query(
    `INSERT INTO messages (id, reference, operation_id, kind, kind_version, sender_id, message_status, distribution, state,
       priority, thread_id, language, marks, keywords, addressees, version, created_at, updated_at)
     SELECT message_id, $2 || '/' || number, 'afghanistan', 'referral', 1, $1, 'test', 'request', 'routed',
       'normal', message_id, 'en', '{}', '{}', '{}', 1, now(), now() FROM fresh`,
    [sender, run],
  );
  await sql.query(
    `INSERT INTO recipients (id, message_id, sender_id, organisation_id, operation_id, thread_id, reference, kind,
       message_status, priority, capacity, profile, state, inbox_sequence, due_at, routed_at, delivery_state,
       delivery_attempts, released_fields, version, updated_at)
     SELECT uuidv7(), message_id, $1, organisation_id, 'afghanistan', message_id, $2 || '/' || number, 'referral',
       'test', 'normal', 'action', 'bench', 'pending',
       number + (SELECT coalesce(max(inbox_sequence), 0) FROM recipients), now() + interval '1 day', now(), 'pending',
       0, '{}', 1, now()
     FROM fresh, unnest($3::uuid[]) AS body (organisation_id)`,
    [sender, run, endpoints.map(({ organisationId }) => organisationId)],
  );
  await sql.query(
    `WITH kept AS (
       INSERT INTO deliveries (id, endpoint_id, organisation_id, event_type, dedupe_key, message_id, recipient_id, thread_id,
         sequence, body, created_at)
       SELECT uuidv7(), e.id, r.organisation_id, 'referral.routed', 'routed/' || r.id, r.message_id, r.id, r.thread_id,
         1, $1, now()
       FROM fresh JOIN recipients r USING (message_id) JOIN webhook_endpoints e ON e.organisation_id = r.organisation_id
       RETURNING id, message_id, endpoint_id, organisation_id, thread_id, sequence
     )
     INSERT INTO waiting_deliveries (delivery_id, endpoint_id, organisation_id, thread_id, sequence, held, next_attempt_at)
     SELECT k.id, endpoint_id, organisation_id, thread_id, sequence, false,
       coalesce($2::timestamptz + ((number - 1) * $4::int + place - 1) * $3::float * interval '1 millisecond', now())
     FROM kept k JOIN fresh USING (message_id) JOIN unnest($5::uuid[]) WITH ORDINALITY AS asked (id, place) ON asked.id = endpoint_id`,
    [body, schedule?.from ?? null, schedule?.everyMs ?? 0, endpoints.length, endpoints.map(({ id }) => id)],
  );
  await sql.query('COMMIT');
}

/** Keeps the worker from finding by itself what is being prepared, at all endpoints or these, and lets it at last. */
export async function hold(sql: Client, held: boolean, endpoints?: readonly BenchEndpoint[]): Promise<void> {
  await sql.query('UPDATE webhook_endpoints SET state = $1 WHERE $2::uuid[] IS NULL OR id = ANY($2)', [
    held ? 'paused' : 'active',
    endpoints?.map(({ id }) => id) ?? null,
  ]);
}

/** How many deliveries wait for an endpoint. */
export async function waitingFor(sql: Client, { id }: BenchEndpoint): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM waiting_deliveries WHERE endpoint_id = $1 AND NOT held`,
    [id],
  );
  return rows[0]?.count ?? 0;
}

/** What waits for these endpoints, in the order in which it falls due. */
export async function dueAt(
  sql: Client,
  endpoints: readonly BenchEndpoint[],
): Promise<{ readonly id: string; readonly endpointId: Uuid; readonly due: Date }[]> {
  const { rows } = await sql.query<{ id: string; endpointId: Uuid; due: Date }>(
    `SELECT delivery_id AS id, endpoint_id AS "endpointId", next_attempt_at AS due FROM waiting_deliveries
     WHERE endpoint_id = ANY($1) AND NOT held ORDER BY next_attempt_at`,
    [endpoints.map(({ id }) => id)],
  );
  return rows;
}

/** Whether a delivery still waits to be sent or recorded. */
export async function stillWaiting(sql: Client): Promise<boolean> {
  const { rowCount } = await sql.query(`SELECT FROM waiting_deliveries WHERE NOT held LIMIT 1`);
  return rowCount === 1;
}

/** The present place in the order of ids: what is left from now on has higher ones. */
export async function here(sql: Client): Promise<string> {
  const { rows } = await sql.query<{ id: string }>(`SELECT uuidv7() AS id`);
  return rows[0]?.id ?? '';
}

/** How many deliveries stand on record as delivered, each with its attempt and its recipient's fact; of those left after a place. */
export async function delivered(sql: Client, after = NIL): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM deliveries d
     JOIN delivery_attempts a ON a.delivery_id = d.id AND a.outcome = 'delivered'
     JOIN recipients r ON r.id = d.recipient_id AND r.delivery_state = 'delivered'
     WHERE d.id > $1 AND NOT EXISTS (SELECT FROM waiting_deliveries w WHERE w.delivery_id = d.id)`,
    [after],
  );
  return rows[0]?.count ?? 0;
}

/** The deliveries that these messages caused, by the id that is their `webhook-id`. */
export async function deliveriesOf(
  sql: Client,
  messageIds: readonly string[],
): Promise<{ readonly id: string; readonly messageId: string }[]> {
  const { rows } = await sql.query<{ id: string; messageId: string }>(
    `SELECT id, message_id AS "messageId" FROM deliveries WHERE message_id = ANY($1)`,
    [messageIds],
  );
  return rows;
}
