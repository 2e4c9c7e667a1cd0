import 'reflect-metadata';
import { Client } from 'pg';
import { openBenchHub, settled, type App, type BenchHub } from './bench-hub';
import { readBenchOptions, runBench } from './command-line';
import { DraftWriter } from './drafts';
import { durableSends } from './durable-sends';
import { compared, interleave, report, type Figure } from './figures';
import { Helper } from './helper';
import type { Receivers } from './receivers.process';
import type { SubmitOverHttp } from './submit-over-http.process';
import { createEndpoints, webhookBody } from './waiting-deliveries';

const CONNECTIONS = 32;
const POOL = CONNECTIONS + 4;
const SUBMISSIONS = 3_000;
const WARM_UP = 1_000;
const ENDPOINTS = 16;
const MESSAGES = 1_000;
/** What isolation and evidence may take of each, by their bars: a quarter, and a tenth. */
const BARS = { intake: 0.75, delivery: 0.9 } as const;

/** The hub as it is; with policies passed by; without evidence; and with neither. */
interface Composed {
  readonly isolation: boolean;
  readonly evidence: boolean;
}
const compositions = {
  product: { isolation: true, evidence: true },
  withoutIsolation: { isolation: false, evidence: true },
  withoutEvidence: { isolation: true, evidence: false },
  withoutBoth: { isolation: false, evidence: false },
} as const satisfies Record<string, Composed>;
type Composition = keyof typeof compositions;

runBench(async () => {
  const options = readBenchOptions();
  const hub = await openBenchHub();
  const passing = {
    api: await passingBy(hub, hub.apiUrl, 'liaison_api'),
    worker: await passingBy(hub, hub.workerUrl, 'liaison_worker'),
  };
  const figures = [
    ...(await intake(hub, passing.api, options.rounds)),
    ...(await delivery(hub, passing.worker, options.rounds)),
  ];
  await hub.stop();
  report(figures, options.json);
});

async function intake(hub: BenchHub, passingUrl: string, rounds: number): Promise<Figure[]> {
  const writer = await DraftWriter.open(hub);
  const contenders = await each(async ({ isolation, evidence }) => {
    const app = await hub.startApp(
      'api',
      { DATABASE_URL: isolation ? hub.apiUrl : passingUrl, DATABASE_POOL: String(POOL), REDIS_URL: hub.redisUrl },
      { evidence },
    );
    const clients = Helper.start<SubmitOverHttp>('submit-over-http');
    await clients.ask('prepare', { address: app.address });
    return { app, clients, evidence };
  });
  const submissions = async (name: Composition, count: number): Promise<number> => {
    const { clients, evidence } = contenders[name];
    const drafts = await writer.write(count);
    await settled(hub.sql);
    const milliseconds = await clients.ask('run', { drafts, connections: CONNECTIONS });
    const { rows } = await hub.sql.query<{ submitted: number; witnessed: number }>(
      `SELECT count(*)::int AS submitted, count(e.id)::int AS witnessed FROM messages m
       LEFT JOIN evidence_entries e ON e.subject_id = m.id AND e.action = 'referral.submitted'
       WHERE m.id = ANY ($1) AND m.state = 'submitted'`,
      [drafts.map(({ id }) => id)],
    );
    if (rows[0]?.submitted !== count || rows[0].witnessed !== (evidence ? count : 0))
      throw new Error(`${name}: submissions are missing, or are composed otherwise than they should be`);
    return (count / milliseconds) * 1_000;
  };
  for (const name of names) await submissions(name, WARM_UP);
  const measured = await interleave(await each((_, name) => () => submissions(name, SUBMISSIONS)), rounds);
  for (const { app, clients } of Object.values(contenders)) {
    clients.stop();
    await app.stop();
  }
  await writer.close();
  return costs('intake', 'submissions/s', measured);
}

async function delivery(hub: BenchHub, passingUrl: string, rounds: number): Promise<Figure[]> {
  const receivers = Helper.start<Receivers>('receivers');
  const urls = await receivers.ask('open', { receivers: ENDPOINTS });
  const body = webhookBody();
  const endpoints = await createEndpoints(hub, urls);
  const sends = (composed: Composed): Promise<number> =>
    durableSends(
      {
        ...hub,
        workerUrl: composed.isolation ? hub.workerUrl : passingUrl,
        startApp: (app, environment): Promise<App> => hub.startApp(app, environment, composed),
      },
      {
        endpoints,
        queue: { backend: 'redis', url: hub.redisUrl },
        body,
        answered: () => receivers.ask('answered', null),
      },
      { warmUp: 250, measured: MESSAGES },
    );
  const measured = await interleave(await each((composed) => () => sends(composed)), rounds);
  receivers.stop();
  return costs('delivery', 'sends/s', measured);
}

const names = Object.keys(compositions) as Composition[];

async function each<T>(
  make: (composed: Composed, name: Composition) => T | Promise<T>,
): Promise<Record<Composition, T>> {
  const made: [Composition, T][] = [];
  for (const name of names) made.push([name, await make(compositions[name], name)]);
  return Object.fromEntries(made) as Record<Composition, T>;
}

/** What the product reaches of what it would without each: 1 is a cost of nothing. */
function costs(bench: keyof typeof BARS, unit: string, measured: Record<Composition, number[]>): Figure[] {
  const against = (figure: string, baseline: string, other: Composition): Figure =>
    compared({ bench, figure, unit, baseline, bar: BARS[bench] }, measured.product, measured[other]);
  return [
    against('cost-of-isolation', 'a login that passes policies by', 'withoutIsolation'),
    against('cost-of-evidence', 'composed without evidence', 'withoutEvidence'),
    against('cost-of-both', 'with neither', 'withoutBoth'),
  ];
}

/** Another login of the same rights that row-level security does not hold for. */
async function passingBy(hub: BenchHub, url: string, group: string): Promise<string> {
  const other = new URL(url);
  other.username = `${other.username}_passing`;
  const role = new Client().escapeIdentifier(other.username);
  const password = new Client().escapeLiteral(decodeURIComponent(other.password));
  await hub.sql.query(`CREATE ROLE ${role} LOGIN NOSUPERUSER BYPASSRLS PASSWORD ${password} IN ROLE ${group}`);
  return other.href;
}
