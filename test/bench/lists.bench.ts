import 'reflect-metadata';
import type { Client } from 'pg';
import { Pool } from 'undici';
import { Directory } from '#directory';
import { systemClock } from '#kernel';
import { ApiDatabase, WorkerDatabase, createDataSource } from '#platform/database';
import { keepTallies } from '#reporting';
import { openBenchHub, settled, type App } from './bench-hub';
import { readBenchOptions, runBench } from './command-line';
import { newSender } from './drafts';
import { comparedCost, report, type Figure } from './figures';
import { percentile95 } from './latencies';
import { seedReferrals, type Month, type SeededReferrals } from './many-referrals';

const FEW = 10_000;
const MANY = 1_000_000;
/** Requests of one list per round and record. */
const REQUESTS = 200;
const WARM_UP = 30;
const BAR = 2;

type Body = 'sender' | 'lead';

interface List {
  readonly figure: string;
  /** Who asks. */
  readonly as: Body;
  readonly path: (record: FilledRecord) => string;
  /** Looks at tallies: they are brought up to date before, as the tracking worker does every minute. */
  readonly tallied?: boolean;
}

/** A record that was filled, with the API in front of it. */
interface FilledRecord {
  readonly seeded: SeededReferrals;
  readonly places: Places;
  readonly ask: (as: Body, path: string) => Promise<number>;
  readonly keepTallies: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** Cursors into the lists, and a message with a thread. */
interface Places {
  /** A referral of the sender after which 90 % of its referrals are already listed. */
  readonly deep: string;
  readonly inboxMiddle: string;
  readonly inboxEnd: string;
  readonly thread: string;
}

const referrals = (figure: string, query: string): List => ({
  figure,
  as: 'sender',
  path: () => `/v1/referrals?limit=50${query}`,
});
const acknowledgement = (figure: string, as: Body, month: (seeded: SeededReferrals) => Month): List => ({
  figure,
  as,
  tallied: true,
  path: ({ seeded }) => {
    const { from, to } = month(seeded);
    return `/v1/figures/acknowledgement?operation=afghanistan&from=${from}&to=${to}&by=organisation,priority,kind`;
  },
});

const firstWeek = ({ from }: Month): Month => ({
  from,
  to: new Date(Date.parse(from) + 6 * 86_400_000).toISOString().slice(0, 10),
});

const lists: readonly List[] = [
  referrals('referrals', ''),
  { figure: 'referrals-deep', as: 'sender', path: ({ places }) => `/v1/referrals?limit=50&cursor=${places.deep}` },
  referrals('referrals-operation', '&operation=afghanistan'),
  referrals('referrals-rare-operation', '&operation=kosovo'),
  referrals('referrals-draft', '&state=draft'),
  referrals('referrals-withdrawn', '&state=withdrawn'),
  referrals('referrals-emergency', '&priority=emergency'),
  referrals('referrals-recipient', '&recipient=unicef'),
  referrals('referrals-overdue', '&overdue=true'),
  {
    figure: 'referrals-overdue-deep',
    as: 'sender',
    path: ({ places }) => `/v1/referrals?limit=50&overdue=true&cursor=${places.deep}`,
  },
  referrals('referrals-not-overdue', '&overdue=false'),
  referrals('referrals-overdue-at', '&overdue=true&recipient=unicef'),
  referrals(
    'referrals-combined',
    '&operation=afghanistan&state=routed&priority=emergency&recipient=unicef&overdue=false',
  ),
  referrals(
    'referrals-combined-overdue',
    '&operation=afghanistan&state=routed&priority=urgent&recipient=unicef&overdue=true',
  ),
  { figure: 'messages-kind', as: 'sender', path: () => `/v1/messages?limit=50&kind=referral-update` },
  { figure: 'messages-rare-kind', as: 'sender', path: () => `/v1/messages?limit=50&kind=information-request` },
  { figure: 'inbox-start', as: 'lead', path: () => `/v1/inbox?limit=50` },
  { figure: 'inbox-middle', as: 'lead', path: ({ places }) => `/v1/inbox?limit=50&after=${places.inboxMiddle}` },
  { figure: 'inbox-end', as: 'lead', path: ({ places }) => `/v1/inbox?limit=50&after=${places.inboxEnd}` },
  { figure: 'thread', as: 'sender', path: ({ places }) => `/v1/messages/${places.thread}/thread` },
  { figure: 'agenda', as: 'sender', path: () => `/v1/agenda-requests?limit=50` },
  { figure: 'agenda-open', as: 'lead', path: () => `/v1/agenda-requests?limit=50&state=open` },
  acknowledgement('figures-week', 'sender', ({ sameMonth }) => firstWeek(sameMonth)),
  acknowledgement('figures-month', 'sender', ({ sameMonth }) => sameMonth),
  acknowledgement('figures-month-lead', 'lead', ({ sameMonth }) => sameMonth),
  acknowledgement('figures-grown-day', 'sender', ({ grownMonth: { from } }) => ({ from, to: from })),
  acknowledgement('figures-grown-week', 'sender', ({ grownMonth }) => firstWeek(grownMonth)),
  acknowledgement('figures-grown-month', 'sender', ({ grownMonth }) => grownMonth),
  acknowledgement('figures-year', 'sender', ({ year }) => year),
];

runBench(async () => {
  const options = readBenchOptions();
  const few = await openFilledRecord(FEW);
  const many = await openFilledRecord(MANY);
  const figures: Figure[] = [];
  for (const list of lists) {
    const values: number[] = [];
    const baselineValues: number[] = [];
    for (let round = 1; round <= options.rounds; round += 1) {
      if (list.tallied === true) await Promise.all([few.keepTallies(), many.keepTallies()]);
      const [value, baseline] = await inTurns(list, many, few);
      values.push(value);
      baselineValues.push(baseline);
      process.stderr.write(`  ${list.figure} ${round} of ${options.rounds}: ${value} µs against ${baseline} µs\n`);
    }
    const about = { bench: 'lists', figure: list.figure, unit: 'µs p95', baseline: `${FEW} referrals`, bar: BAR };
    figures.push(comparedCost(about, values, baselineValues));
  }
  await Promise.all([few.stop(), many.stop()]);
  report(figures, options.json);
});

/** Request by request in turn, so that a slow spell of the machine meets both. @returns the 95th percentile of each, µs. */
async function inTurns(list: List, many: FilledRecord, few: FilledRecord): Promise<[number, number]> {
  const taken: [number[], number[]] = [[], []];
  for (let request = -WARM_UP; request < REQUESTS; request += 1)
    for (const [side, record] of [many, few].entries()) {
      const time = await record.ask(list.as, list.path(record));
      if (request >= 0) taken[side]?.push(time);
    }
  return [percentile95(taken[0]), percentile95(taken[1])];
}

async function openFilledRecord(count: number): Promise<FilledRecord> {
  const hub = await openBenchHub({ max_wal_size: '8GB' });
  const started = performance.now();
  const seeded = await seedReferrals(hub, count);
  // Statistics first, as a record in service has them when its worker counts the days.
  await settled(hub.sql);
  const worker = await openTallies(hub.workerUrl);
  await worker.keep();
  await settled(hub.sql);
  process.stderr.write(`  ${count} referrals written in ${Math.round((performance.now() - started) / 1_000)} s\n`);
  const keys = await issueKeys(hub.apiUrl);
  const api: App = await hub.startApp('api', { DATABASE_URL: hub.apiUrl, REDIS_URL: hub.redisUrl });
  const pool = new Pool(api.address, { connections: 1, pipelining: 1 });
  return {
    seeded,
    places: await findPlaces(hub.sql),
    ask: async (as, path) => {
      const start = performance.now();
      const { statusCode, body } = await pool.request({
        method: 'GET',
        path,
        headers: { authorization: `Bearer ${keys[as]}` },
      });
      const answer = await body.text();
      const microseconds = (performance.now() - start) * 1_000;
      if (statusCode !== 200) throw new Error(`${path} was answered with ${statusCode}: ${answer}`);
      requireAnswer(path, answer);
      return microseconds;
    },
    keepTallies: worker.keep,
    stop: async () => {
      await pool.close();
      await worker.close();
      await hub.stop();
    },
  };
}

/** What the tracking worker does every minute. */
async function openTallies(workerUrl: string): Promise<{ keep: () => Promise<number>; close: () => Promise<void> }> {
  const open = async (): Promise<WorkerDatabase> =>
    new WorkerDatabase(
      await createDataSource({ url: workerUrl, applicationName: 'bench tallies', poolSize: 1 }).initialize(),
    );
  const [database, reference] = [await open(), await open()];
  const directory = new Directory(reference);
  return {
    keep: () => keepTallies({ database, directory, clock: systemClock }),
    close: async () => {
      await Promise.all([database.close(), reference.close()]);
    },
  };
}

/** An empty list is quick for the wrong reason. */
function requireAnswer(path: string, answer: string): void {
  const { data, groups } = JSON.parse(answer) as { data?: unknown[]; groups?: unknown[] };
  if ((data ?? groups ?? []).length === 0) throw new Error(`${path} found nothing`);
}

async function issueKeys(apiUrl: string): Promise<Record<Body, string>> {
  const source = createDataSource({ url: apiUrl, applicationName: 'bench keys', poolSize: 2 });
  const database = new ApiDatabase(await source.initialize());
  const directory = new Directory(database);
  const sender = await newSender(database, directory, 'isaf-hq');
  const lead = await newSender(database, directory, 'iom');
  await database.close();
  return { sender: sender.apiKey, lead: lead.apiKey };
}

async function findPlaces(sql: Client): Promise<Places> {
  const { rows } = await sql.query<Places>(`
    SELECT (SELECT m.id FROM messages m JOIN organisations o ON o.id = m.sender_id
            WHERE o.slug = 'isaf-hq' AND m.kind = 'referral' ORDER BY m.id
            OFFSET (SELECT count(*) / 10 FROM messages s WHERE s.sender_id = (SELECT id FROM organisations WHERE slug = 'isaf-hq'))
            LIMIT 1) AS deep,
      (last_sequence / 2)::text AS "inboxMiddle", (last_sequence - 25)::text AS "inboxEnd",
      (SELECT m.id FROM messages m JOIN organisations o ON o.id = m.sender_id
       WHERE o.slug = 'isaf-hq' AND m.state = 'routed' ORDER BY m.id DESC OFFSET 500 LIMIT 1) AS thread
    FROM inbox_counters c JOIN organisations o ON o.id = c.organisation_id WHERE o.slug = 'iom'`);
  const [places] = rows;
  if (!places) throw new Error('the record was not filled');
  return places;
}
