import { Client } from 'pg';
import type { BenchHub } from './bench-hub';

/** What a record holds that `seedReferrals` filled. */
export interface SeededReferrals {
  /** A month that holds the same rows in every record, however large: first and last day. */
  readonly sameMonth: Month;
  /** A month that grew with the record. */
  readonly grownMonth: Month;
  readonly year: Month;
}

export interface Month {
  readonly from: string;
  readonly to: string;
}

/** Referrals of the month that does not grow: what a month of the small record holds. */
const SAME_MONTH = 400;
const DAYS = 730;
const DAY = 86_400_000;
/** That month is so many days ago, from and to. */
const SAME_FROM = 90;
const SAME_TO = 60;

/**
 * Fills a record with so many referrals of the last 24 months, and a tenth more messages of other kinds: four senders in two
 * operations, two or three recipients each, one in twenty recipients late, ids in the order of time. Set by set, on the real
 * schema; foreign keys are not checked one by one, and indexes are put aside while rows come in. What is sealed is a few bytes:
 * no list opens it.
 */
export async function seedReferrals(hub: BenchHub, referrals: number): Promise<SeededReferrals> {
  const second = new Client({ connectionString: hub.superuserUrl });
  await second.connect();
  const both = [hub.sql, second] as const;
  for (const client of both)
    await client.query(`SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '256MB';
      SET maintenance_work_mem = '256MB'`);
  const { rows: days } = await hub.sql.query<{ today: string }>(`SELECT current_date::text AS today`);
  const today = days[0]?.today ?? '';
  const indexes = await putIndexesAside(hub.sql);
  await hub.sql.query(PARTIES);
  await hub.sql.query(PLAN, [referrals, SAME_MONTH, DAYS, SAME_FROM, SAME_TO, today]);
  await hub.sql.query(PARTS);
  await inTurn(both, [RECIPIENTS, EVENTS, MESSAGES, COUNTERS, AGENDA]);
  await inTurn(both, indexes);
  await second.end();
  await hub.sql.query(`DROP TABLE bench_plan, bench_parties, bench_parts`);
  await hub.sql.query(
    `RESET session_replication_role; RESET synchronous_commit; RESET work_mem; RESET maintenance_work_mem`,
  );
  const daysAgo = (days: number): string => new Date(Date.parse(today) - days * DAY).toISOString().slice(0, 10);
  return {
    // A day inside of its edges: the operation's days are not those of UTC.
    sameMonth: { from: daysAgo(SAME_FROM - 1), to: daysAgo(SAME_TO + 1) },
    grownMonth: { from: daysAgo(150), to: daysAgo(150 - (SAME_FROM - SAME_TO - 2)) },
    year: { from: daysAgo(365), to: today },
  };
}

/** @returns the statements that make the indexes of the filled tables again; those of constraints stay. */
async function putIndexesAside(sql: Client): Promise<string[]> {
  const { rows } = await sql.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i
     WHERE i.indrelid IN ('messages'::regclass, 'recipients'::regclass, 'message_events'::regclass, 'agenda_requests'::regclass)
       AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)`,
  );
  await sql.query(`DROP INDEX ${rows.map(({ name }) => name).join(', ')}`);
  return rows.map(({ definition }) => definition);
}

/** Runs statements that do not depend on one another, each on the first connection that is free. */
async function inTurn(clients: readonly Client[], statements: readonly string[]): Promise<void> {
  const waiting = [...statements];
  await Promise.all(
    clients.map(async (client) => {
      for (let statement = waiting.shift(); statement; statement = waiting.shift()) await client.query(statement);
    }),
  );
}

/** Who sends how much, in which operation: `share` of twenty; and to whom they send. */
const PARTIES = `
  CREATE UNLOGGED TABLE bench_parties AS
  SELECT s.*, o.id AS sender_id,
    ARRAY(SELECT b.id FROM unnest(CASE s.operation_id
            WHEN 'kosovo' THEN ARRAY['unmik', 'unmik-police', 'kfor-hq']
            ELSE ARRAY['iom', 'unhcr', 'unicef', 'unama-hru', 'unama-gender-advisor', 'aihrc', 'german-police-project',
                       'afghan-security-forces'] END) AS slug
          JOIN organisations b USING (slug) WHERE b.id <> o.id ORDER BY b.id) AS bodies
  FROM (VALUES (0, 9, 'isaf-hq', 'afghanistan'), (10, 10, 'isaf-hq', 'kosovo'), (11, 14, 'kfor-hq', 'kosovo'),
               (15, 17, 'iom', 'afghanistan'), (18, 19, 'unhcr', 'afghanistan')) AS s (first, last, sender, operation_id)
  JOIN organisations o ON o.slug = s.sender`;

/**
 * One line per message. Everything but its time follows from its number, so that the month that does not grow is the same
 * in every record.
 */
const PLAN = `
  CREATE UNLOGGED TABLE bench_plan AS
  SELECT row_number() OVER (ORDER BY at) AS place, uuidv7(at - now()) AS id, number, at,
    CASE WHEN kindred < 10 THEN 'referral' WHEN number % 400 = 3 THEN 'information-request'
         WHEN number % 40 < 12 THEN 'information-share' ELSE 'referral-update' END AS kind,
    CASE WHEN number % 20 = 0 THEN 'emergency' WHEN number % 20 < 7 THEN 'urgent' ELSE 'normal' END AS priority,
    CASE WHEN number % 1000 < 8 THEN 'draft' WHEN number % 1000 < 10 THEN 'submitted' WHEN number % 1000 < 25 THEN 'cancelled'
         WHEN number % 1000 < 35 THEN 'withdrawn' WHEN number % 1000 < 38 THEN 'entered_in_error' ELSE 'routed' END AS state,
    p.operation_id, p.sender_id, p.bodies
  FROM (
    SELECT number, kindred,
      $6::date - CASE
        WHEN number <= same THEN from_days - (number - 0.5) / same * (from_days - to_days)
        ELSE (SELECT CASE WHEN spread < to_days THEN spread ELSE spread + (from_days - to_days) END
              FROM (SELECT (1 - (number - same - 0.5) / (total - same)) * (days - (from_days - to_days)) AS spread) AS s)
      END * interval '1 day' AS at
    FROM (SELECT $1::int AS total, $2::int AS same, $3::int AS days, $4::int AS from_days, $5::int AS to_days) AS asked
    CROSS JOIN LATERAL (SELECT number, 0 AS kindred FROM generate_series(1, total) AS number
      UNION ALL SELECT number, 10 FROM generate_series(same + 1, total) AS number WHERE number % 10 = 3) AS numbers
  ) AS t
  -- One in ten of this part of isaf-hq goes to kosovo: 1 of 200 in all.
  JOIN bench_parties p ON CASE WHEN (hashint4(number) & 2147483647) % 20 = 10 AND number % 10 <> 0 THEN 5
    ELSE (hashint4(number) & 2147483647) % 20 END BETWEEN p.first AND p.last
  ORDER BY at`;

/** One line per recipient. Withdrawn and routed messages have some; the others never had. */
const PARTS = `
  CREATE UNLOGGED TABLE bench_parts AS
  SELECT m.place, m.id AS message_id, uuidv7(m.at - now() + interval '1 second') AS id, m.number, m.kind, m.priority, m.operation_id,
    m.sender_id, body AS organisation_id, m.state = 'withdrawn' AS withdrawn, luck, m.at AS routed_at,
    m.at + CASE m.priority WHEN 'emergency' THEN interval '24 hours' WHEN 'urgent' THEN interval '72 hours'
             ELSE interval '14 days' END AS due_at,
    row_number() OVER (PARTITION BY body ORDER BY m.place) AS inbox_sequence
  FROM bench_plan m
  CROSS JOIN LATERAL (
    SELECT bodies[1 + (number + n) % cardinality(bodies)] AS body, (hashint8(number * 8::bigint + n) & 2147483647) % 100 AS luck
    FROM generate_series(1, least(2 + number % 2, cardinality(bodies))) AS n
  ) AS b
  WHERE m.state IN ('routed', 'withdrawn')
  ORDER BY m.place`;

const MESSAGES = `
  INSERT INTO messages (id, reference, operation_id, kind, kind_version, sender_id, message_status, distribution, state,
    priority, thread_id, language, marks, keywords, addressees, data_key, body_sealed, version, created_at, updated_at, sent_at)
  SELECT id, 'BENCH-' || place, operation_id, kind, 1, sender_id, 'actual', 'request', state, priority, id, 'en',
    '{"tlp": "AMBER", "classification": "UNCLASSIFIED"}', '{}', '{}', '\\x00112233445566778899', '\\x00112233445566778899',
    3, at, at, CASE WHEN state <> 'draft' THEN at END
  FROM bench_plan ORDER BY place`;

/** What is late has not answered; what is not due yet is still open for the better part; the rest came to its end. */
const RECIPIENTS = `
  INSERT INTO recipients (id, message_id, sender_id, organisation_id, operation_id, thread_id, reference, kind,
    message_status, priority, capacity, profile, state, inbox_sequence, due_at, routed_at, delivery_state, delivery_attempts,
    last_attempt_at, delivered_at, delivered_via, acknowledged_at, receipt_id, decided_at, decision, decision_due_at, data_key,
    release_sealed, released_fields, version, updated_at)
  SELECT id, message_id, sender_id, organisation_id, operation_id, message_id, 'BENCH-' || place, kind, 'actual', priority,
    CASE WHEN luck % 3 = 0 THEN 'lead' WHEN luck % 3 = 1 THEN 'action' ELSE 'information' END, 'bench', state, inbox_sequence,
    due_at, routed_at, 'delivered', 1, routed_at, routed_at, 'webhook',
    acknowledged_at, CASE WHEN acknowledged_at IS NOT NULL THEN id END,
    CASE WHEN decides THEN acknowledged_at + interval '7 hours' END, CASE WHEN decides THEN 'accepted' END,
    CASE WHEN acknowledged_at IS NOT NULL THEN acknowledged_at + (due_at - routed_at) END,
    '\\x00112233445566778899', '\\x00112233445566778899', '{}', 5, routed_at
  FROM (
    SELECT p.*, state, state NOT IN ('pending', 'acknowledged') AND luck < 95 AS decides,
      CASE WHEN state = 'pending' THEN NULL
           WHEN state = 'acknowledged' AND due_at > now() THEN routed_at + (now() - routed_at) * 0.3
           ELSE routed_at + (due_at - routed_at) * (luck + 1) / 120 END AS acknowledged_at
    FROM bench_parts p CROSS JOIN LATERAL (
      SELECT CASE
        WHEN withdrawn THEN 'recalled'
        WHEN due_at > now() THEN CASE WHEN luck < 50 THEN 'pending' WHEN luck < 80 THEN 'acknowledged' ELSE 'accepted' END
        WHEN luck < 4 THEN 'pending' WHEN luck < 5 AND routed_at < now() - interval '30 days' THEN 'acknowledged'
        WHEN luck < 10 THEN 'in_progress' WHEN luck < 14 THEN 'declined' ELSE 'closed' END AS state
    ) AS s
  ) AS r ORDER BY place`;

const COUNTERS = `
  INSERT INTO inbox_counters (organisation_id, last_sequence)
  SELECT organisation_id, max(inbox_sequence) FROM bench_parts GROUP BY organisation_id`;

/** A line of routing and one of the end per recipient; the figures look for what took a message back. */
const EVENTS = `
  INSERT INTO message_events (id, message_id, sender_id, recipient_id, organisation_id, event, from_state, to_state, actor_id,
    detail, at)
  SELECT uuidv7(routed_at - now() + n * interval '1 day'), message_id, sender_id, id, organisation_id, event, from_state,
    to_state, CASE WHEN n = 0 THEN NULL ELSE organisation_id END, '{}', routed_at + n * interval '1 day'
  FROM bench_parts CROSS JOIN LATERAL (VALUES (0, 'routed', NULL, 'pending'),
    (1, CASE WHEN withdrawn THEN 'recalled' ELSE 'acknowledged' END, 'pending',
        CASE WHEN withdrawn THEN 'recalled' ELSE 'acknowledged' END)) AS e (n, event, from_state, to_state)
  WHERE n = 0 OR luck >= 4 ORDER BY place`;

/** One per recipient that was late: as many settled as open. */
const AGENDA = `
  INSERT INTO agenda_requests (id, operation_id, recipient_id, message_id, reference, kind, message_status, priority,
    organisation_id, sender_id, coordinator_id, lead_id, reason, due_at, state, created_at, settled_at)
  SELECT uuidv7(due_at - now()), operation_id, p.id, message_id, 'BENCH-' || place, p.kind, 'actual', priority,
    organisation_id, sender_id, c.id, l.id, 'unacknowledged', due_at, CASE WHEN luck < 4 THEN 'open' ELSE 'settled' END,
    due_at, CASE WHEN luck >= 4 THEN due_at + interval '2 days' END
  FROM bench_parts p
  JOIN organisations c ON c.slug = CASE operation_id WHEN 'kosovo' THEN 'kfor-hq' ELSE 'isaf-hq' END
  JOIN organisations l ON l.slug = CASE operation_id WHEN 'kosovo' THEN 'unmik' ELSE 'iom' END
  WHERE luck < 8 AND NOT withdrawn AND due_at < now() - interval '4 days' ORDER BY due_at`;
