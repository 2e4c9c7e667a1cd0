import 'reflect-metadata';
import type { Client } from 'pg';
import { Pool } from 'undici';
import { Directory } from '#directory';
import { createPerson, hashPassword, setPassword } from '#identity';
import { systemClock, type Uuid } from '#kernel';
import { ApiDatabase, createDataSource } from '#platform/database';
import { BrowserTab } from '#test/browser-tab';
import { openBenchHub, settled, type BenchHub } from './bench-hub';
import { readBenchOptions, runBench } from './command-line';
import { newSender } from './drafts';
import { comparedCost, report, standingAlone } from './figures';
import { percentile95 } from './latencies';
import { seedReferrals } from './many-referrals';

const REFERRALS = 1_000_000;
const OPERATION = 'afghanistan';
const BODY = 'isaf-hq';
const TIME_ZONE = 'Asia/Kabul';
/** The report and its releases against the bare aggregates. */
const BAR = 3;
/** A list that somebody asks for meanwhile, 95th percentile, microseconds. */
const LIST_BAR = 100_000;

interface Quarter {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** A report over every quarter of the record that is over, with the releases that it adds up, beside what it counts in SQL. */
runBench(async () => {
  const options = readBenchOptions();
  const hub = await openBenchHub({ max_wal_size: '8GB' });
  const started = performance.now();
  await seedReferrals(hub, REFERRALS);
  await settled(hub.sql);
  process.stderr.write(`  ${REFERRALS} referrals written in ${Math.round((performance.now() - started) / 1_000)} s\n`);
  const officer = await addOfficer(hub.apiUrl);
  // The bench has no telephone to show codes.
  const signIn = { SIGN_IN_SECOND_FACTOR: 'optional' };
  const api = await hub.startApp('api', { DATABASE_URL: hub.apiUrl, REDIS_URL: hub.redisUrl, ...signIn });
  const tab = new BrowserTab(api.address);
  const { status } = await tab.signIn(officer);
  if (status !== 201) throw new Error(`signing in answered ${status}`);
  const quarters = await quartersOf(hub.sql);
  const [reports, aggregates, prints, lists]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = 1; round <= options.rounds; round += 1) {
    await forgetReports(hub);
    let made: Made | undefined;
    const meanwhile = listsUntil(api.address, officer.apiKey, async () => {
      made = await makeReport(api.address, tab, quarters);
    });
    lists.push(percentile95(await meanwhile));
    if (!made) throw new Error('the report was not made');
    reports.push(made.took);
    prints.push(made.printed);
    aggregates.push(await bareAggregates(hub.sql, quarters));
    process.stderr.write(
      `  round ${round} of ${options.rounds}: ${made.took} ms against ${aggregates.at(-1)} ms; lists ${lists.at(-1)} µs\n`,
    );
  }
  const about = { bench: 'report', unit: 'ms' };
  report(
    [
      comparedCost({ ...about, figure: 'report', baseline: 'bare SQL aggregates', bar: BAR }, reports, aggregates),
      standingAlone({ ...about, figure: 'report-pdf', bar: null }, prints),
      standingAlone({ bench: 'report', unit: 'µs p95', figure: 'list-meanwhile', bar: LIST_BAR }, lists),
    ],
    options.json,
  );
  await hub.stop();
});

interface Made {
  /** Milliseconds for the releases and the report. */
  readonly took: number;
  readonly printed: number;
}

async function makeReport(address: string, tab: BrowserTab, quarters: readonly Quarter[]): Promise<Made> {
  const started = performance.now();
  for (const { name } of quarters) await made(tab, '/v1/figure-releases', { operation: OPERATION, quarter: name });
  const span = { from: quarters[0]?.name, to: quarters.at(-1)?.name };
  const { id } = await made(tab, '/v1/reports/review', { operations: [OPERATION], ...span });
  const took = Math.round(performance.now() - started);
  const printing = performance.now();
  const pdf = await fetch(`${address}/v1/reports/review/${id}/report.pdf?edition=own`, {
    headers: { cookie: tab.cookie, 'sec-fetch-site': 'same-origin', 'x-liaison-hub': 'person' },
  });
  const bytes = await pdf.arrayBuffer();
  if (pdf.status !== 200 || bytes.byteLength < 10_000) throw new Error(`printing the report answered ${pdf.status}`);
  return { took, printed: Math.round(performance.now() - printing) };
}

async function made(tab: BrowserTab, path: string, json: object): Promise<{ id: string }> {
  const { status, body } = await tab.call<{ id: string }>('POST', path, json);
  if (status !== 201) throw new Error(`POST ${path} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Asks for a list again and again until the work is done. @returns the time of each, microseconds. */
async function listsUntil(address: string, key: string, work: () => Promise<void>): Promise<number[]> {
  const pool = new Pool(address, { connections: 1, pipelining: 1 });
  const taken: number[] = [];
  const state = { done: false };
  const done = work().finally(() => {
    state.done = true;
  });
  while (!state.done) {
    const start = performance.now();
    const { statusCode, body } = await pool.request({
      ...{ method: 'GET', path: '/v1/referrals?limit=50' },
      headers: { authorization: `Bearer ${key}` },
    });
    await body.text();
    if (statusCode !== 200) throw new Error(`a list was answered with ${statusCode}`);
    taken.push((performance.now() - start) * 1_000);
  }
  await done;
  await pool.close();
  return taken;
}

/** The quarters of the record that are over, and released in time. */
async function quartersOf(sql: Client): Promise<Quarter[]> {
  const { rows } = await sql.query<Quarter>(
    `SELECT to_char(q, 'YYYY"-Q"Q') AS name, q::date::text AS "from", (q + interval '3 months' - interval '1 day')::date::text AS "to"
     FROM generate_series(date_trunc('quarter', now() - interval '720 days') + interval '3 months',
       date_trunc('quarter', now() - interval '29 days') - interval '3 months', interval '3 months') AS q`,
  );
  return rows;
}

/** What was made of the quarters in the round before goes, which nobody but the bench's superuser can do. */
async function forgetReports({ sql }: BenchHub): Promise<void> {
  await sql.query(`SET session_replication_role = replica;
    DELETE FROM review_report_figures; DELETE FROM review_reports; DELETE FROM figure_release_bodies; DELETE FROM figure_releases;
    RESET session_replication_role`);
}

const IN = (from: string, to: string): string =>
  `operation_id = '${OPERATION}' AND message_status = 'actual' AND routed_at >= ${from}::date::timestamp AT TIME ZONE '${TIME_ZONE}'
   AND routed_at < (${to}::date + 1)::timestamp AT TIME ZONE '${TIME_ZONE}'`;
/** As the hub tells what was taken back. */
const BACK = `(SELECT min(e.at) FROM message_events e WHERE e.recipient_id = r.id
  AND e.to_state IN ('cancel_requested', 'cancelled', 'recalled'))`;
const OPEN = `r.state IN ('pending', 'acknowledged', 'accepted', 'in_progress', 'on_hold')`;

/** The aggregates that the releases and the report hold, as bare SQL. @returns milliseconds. */
async function bareAggregates(sql: Client, quarters: readonly Quarter[]): Promise<number> {
  const started = performance.now();
  for (const { from, to } of quarters)
    await sql.query(
      `SELECT kind, organisation_id, CASE WHEN acknowledged_at IS NULL AND NOT ${OPEN} AND ${BACK} IS NOT NULL THEN 'back'
         WHEN acknowledged_at IS NULL THEN 'none' WHEN decided_at IS NULL THEN 'acknowledged' ELSE 'decided' END, priority,
         coalesce(outcome, decision, 'none'), count(*)
       FROM recipients r WHERE ${IN('$1', '$2')} GROUP BY 1, 2, 3, 4, 5`,
      [from, to],
    );
  const span = [quarters[0]?.from, quarters.at(-1)?.to];
  const { rows: bodies } = await sql.query<{ id: Uuid }>(`SELECT id FROM organisations WHERE slug = $1`, [BODY]);
  const own = [...span, bodies[0]?.id];
  for (const by of ['kind', 'organisation_id'])
    await sql.query(
      `WITH counted AS MATERIALIZED (
         SELECT ${by} AS name, due_at, routed_at, acknowledged_at, decided_at, capacity,
           CASE WHEN NOT ${OPEN} THEN ${BACK} END AS back_at
         FROM recipients r WHERE (sender_id = $3 OR organisation_id = $3) AND ${IN('$1', '$2')})
       SELECT name, count(*), count(acknowledged_at), count(decided_at), count(back_at),
         count(*) FILTER (WHERE due_at <= now() AND acknowledged_at IS NULL AND back_at IS NULL),
         count(*) FILTER (WHERE due_at <= now() AND (acknowledged_at IS NOT NULL OR back_at IS NULL OR back_at > due_at)),
         count(*) FILTER (WHERE due_at <= now() AND acknowledged_at IS NOT NULL AND decided_at IS NULL),
         percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY extract(epoch FROM acknowledged_at - routed_at)::float8),
         percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - routed_at)::float8)
       FROM counted GROUP BY GROUPING SETS ((name), ())`,
      own,
    );
  await sql.query(
    `SELECT coalesce(outcome, decision, 'none'), count(*) FROM recipients
     WHERE (sender_id = $3 OR organisation_id = $3) AND kind = 'referral' AND ${IN('$1', '$2')} GROUP BY 1`,
    own,
  );
  return Math.round(performance.now() - started);
}

interface Officer {
  readonly organisation: string;
  readonly email: string;
  readonly password: string;
  readonly apiKey: string;
}

/** Somebody who may release figures, and a key of the same body that asks for lists. */
async function addOfficer(apiUrl: string): Promise<Officer> {
  const source = createDataSource({ url: apiUrl, applicationName: 'bench officer', poolSize: 2 });
  const database = new ApiDatabase(await source.initialize());
  const directory = new Directory(database);
  const { apiKey } = await newSender(database, directory, BODY);
  const organisationId = (await directory.idOf(BODY)) ?? '';
  const [email, password] = ['bench@isaf-hq.example', 'fictitious pass phrase of the bench'];
  const hash = await hashPassword(password);
  await database.transaction({ kind: 'body', organisationId }, async (tx) => {
    const roles = [{ role: 'senior-coordinator' as const, operation: null }];
    const id = await createPerson(tx, systemClock, { organisationId, email, displayName: 'Bench', roles });
    await setPassword(tx, systemClock, { id, organisationId }, hash);
  });
  await database.close();
  return { organisation: BODY, email, password, apiKey };
}
