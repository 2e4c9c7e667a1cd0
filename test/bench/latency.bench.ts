import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Uuid } from '#kernel';
import type { BareChain } from './bare-chain.process';
import type { BareSenders } from './bare-senders.process';
import { openBenchHub, settled, type BenchHub } from './bench-hub';
import { readBenchOptions, runBench } from './command-line';
import { DraftWriter } from './drafts';
import { comparedCost, report } from './figures';
import { Helper } from './helper';
import { percentile } from './latencies';
import type { Begun, PacedClients } from './paced-clients.process';
import type { TimedReceivers } from './timed-receivers.process';
import { createEndpointsOf, deliveriesOf, stillWaiting, webhookBody } from './waiting-deliveries';

const PER_SECOND = 50;
/** Submissions of a round: twenty seconds. */
const PER_ROUND = 1_000;
const WARM_UP = 500;
const IN_FLIGHT = 64;
const QUEUE = 'bare-latency';
const BAR = 2.5;
const PATIENCE_MS = 30_000;
const BASELINE = 'BullMQ on Redis: add, one job per send, undici, HMAC, no record';

runBench(async () => {
  const options = readBenchOptions();
  const hub = await openBenchHub();
  const writer = await DraftWriter.open(hub);
  const receivers = Helper.start<TimedReceivers>('timed-receivers');
  const clients = Helper.start<PacedClients>('paced-clients');
  const senders = Helper.start<BareSenders>('bare-senders');
  const urls = await endpointsOfAllBodies(hub, receivers);
  const { redisUrl, workerUrl } = hub;
  const api = await hub.startApp('api', { DATABASE_URL: hub.apiUrl, REDIS_URL: redisUrl });
  for (const app of ['routing-worker', 'delivery-worker'])
    await hub.startApp(app, { DATABASE_WORKER_URL: workerUrl, REDIS_URL: redisUrl });
  const body = webhookBody();
  await senders.ask('prepare', { urls, redisUrl, body });
  await senders.ask('serve', { queue: QUEUE, concurrency: IN_FLIGHT });
  await clients.ask('prepare', { address: api.address, redisUrl, queue: QUEUE, body });
  const chain = await startChain(hub, urls, body);

  const inTheEnd = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
    const patience = performance.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (performance.now() > patience) throw new Error(`${what} does not come to an end`);
      await delay(50);
    }
  };
  const hubIsDone = () =>
    inTheEnd('what was submitted', async () => (await allRouted(hub)) && !(await stillWaiting(hub.sql)));
  /** From the moment when a submission is due until the first bytes are at each of its recipients, µs. */
  const throughHub = async (count: number): Promise<number[]> => {
    const drafts = await writer.write(count);
    await settled(hub.sql);
    const begun = await clients.ask('submit', { drafts, perSecond: PER_SECOND });
    const ids = drafts.map(({ id }) => id);
    await hubIsDone();
    const messages = new Map((await deliveriesOf(hub.sql, ids)).map(({ id, messageId }) => [id, messageId]));
    const arrivals = await receivers.ask('collect', null);
    if (arrivals.length !== messages.size) throw new Error(`${arrivals.length} of ${messages.size} deliveries arrived`);
    return latencies(begun, arrivals, (id) => messages.get(id));
  };
  const arrivalsOf = async (begun: readonly Begun[]): Promise<number[]> => {
    await inTheEnd('what was added', async () => (await receivers.ask('count', null)) === begun.length);
    return latencies(begun, await receivers.ask('collect', null), (id) => id);
  };
  const bare = async (count: number): Promise<number[]> =>
    arrivalsOf(await clients.ask('add', { count, perSecond: PER_SECOND }));
  const throughChain = async (count: number): Promise<number[]> => {
    const drafts = Array.from({ length: count }, () => ({ id: randomUUID(), apiKey: '' }));
    return arrivalsOf(await chain.clients.ask('submit', { drafts, perSecond: PER_SECOND }));
  };

  // The writer tried out which cases pass.
  await hubIsDone();
  await receivers.ask('collect', null);
  await throughHub(WARM_UP);
  await bare(WARM_UP);
  await throughChain(WARM_UP);
  const measured = { hub: [] as number[][], bare: [] as number[][], chain: [] as number[][] };
  for (let round = 1; round <= options.rounds; round += 1) {
    measured.hub.push(await throughHub(PER_ROUND));
    measured.bare.push(await bare(PER_ROUND));
    measured.chain.push(await throughChain(PER_ROUND));
    for (const [name, rounds] of Object.entries(measured)) {
      tell(`round ${round} of ${options.rounds}: ${name}`, rounds);
    }
  }
  for (const helper of [receivers, clients, senders, ...chain.helpers]) helper.stop();
  await writer.close();
  await hub.stop();

  const figure = (name: string, of: readonly number[][], share: number, bar: number | null) =>
    comparedCost(
      { bench: 'latency', figure: name, unit: 'µs', baseline: BASELINE, bar },
      of.map((times) => percentile(times, share)),
      measured.bare.map((times) => percentile(times, share)),
    );
  report(
    [
      figure('submit-to-first-byte-p50', measured.hub, 0.5, BAR),
      figure('submit-to-first-byte-p99', measured.hub, 0.99, BAR),
      figure('three-bare-commits-p50', measured.chain, 0.5, null),
      figure('three-bare-commits-p99', measured.chain, 0.99, null),
    ],
    options.json,
  );
});

/** Three processes with one commit each, on the hub's servers, and clients of their own. */
async function startChain(hub: BenchHub, urls: readonly string[], body: string) {
  const start = () => Helper.start<BareChain>('bare-chain');
  const [first, second, third] = [start(), start(), start()];
  const clients = Helper.start<PacedClients>('paced-clients');
  const servers = { url: hub.superuserUrl, redisUrl: hub.redisUrl };
  const address = await first.ask('receive', { ...servers, body });
  await second.ask('route', servers);
  await third.ask('deliver', { ...servers, urls });
  await clients.ask('prepare', { address, redisUrl: hub.redisUrl, queue: QUEUE, body });
  return { clients, helpers: [first, second, third, clients] };
}

/** Every body of the operations has an endpoint: every recipient is told by webhook. */
async function endpointsOfAllBodies(hub: BenchHub, receivers: Helper<TimedReceivers>): Promise<string[]> {
  const { rows } = await hub.sql.query<{ id: Uuid }>(`SELECT id FROM organisations ORDER BY slug`);
  const urls = await receivers.ask('open', { receivers: rows.length });
  await createEndpointsOf(
    hub,
    rows.map(({ id }, index) => ({ organisationId: id, url: urls[index]! })),
  );
  return urls;
}

async function allRouted(hub: BenchHub): Promise<boolean> {
  const { rowCount } = await hub.sql.query(`SELECT FROM outbox LIMIT 1`);
  return rowCount === 0;
}

/** Of each arrival, microseconds since what caused it was begun. What nobody begun arrived for fails the bench. */
function latencies(
  begun: readonly Begun[],
  arrivals: readonly (readonly [id: string, at: number])[],
  causeOf: (id: string) => string | undefined,
): number[] {
  const beginnings = new Map(begun);
  const reached = new Set<string>();
  const times = arrivals.map(([id, at]) => {
    const cause = causeOf(id);
    const began = cause === undefined ? undefined : beginnings.get(cause);
    if (cause === undefined || began === undefined) throw new Error('something arrived that was not submitted');
    reached.add(cause);
    return (at - began) * 1_000;
  });
  if (reached.size !== begun.length) throw new Error(`${begun.length - reached.size} submissions reached nobody`);
  return times;
}

function tell(what: string, rounds: readonly (readonly number[])[]): void {
  const times = rounds.at(-1) ?? [];
  const [half, most] = [percentile(times, 0.5), percentile(times, 0.99)];
  process.stderr.write(`  ${what} p50 ${half} µs, p99 ${most} µs of ${times.length}\n`);
}
