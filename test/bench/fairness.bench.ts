import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { openBenchHub, settled } from './bench-hub';
import { readBenchOptions, runBench } from './command-line';
import { comparedCost, report } from './figures';
import { Helper } from './helper';
import { percentile } from './latencies';
import type { LaneWaker } from './lane-waker.process';
import type { Receivers } from './receivers.process';
import type { TimedReceivers } from './timed-receivers.process';
import { createEndpoints, dueAt, hold, leaveDeliveries, waitingFor, webhookBody } from './waiting-deliveries';

const HEALTHY = 14;
/** Deliveries that fall due at each healthy endpoint, every second and in a round. */
const PER_SECOND = 5;
const PER_ROUND = 75;
const WARM_UP = 15;
const BACKLOG = 100_000;
/** Deliveries that wait for the endpoint that never answers: more than it is sent at once. */
const HANGING = 1_000;
const LEAD_MS = 1_500;
const BAR = 1.5;
const PATIENCE_MS = 30_000;

runBench(async () => {
  const options = readBenchOptions();
  const hub = await openBenchHub({ max_wal_size: '4GB' });
  const timed = Helper.start<TimedReceivers>('timed-receivers');
  const others = Helper.start<Receivers>('receivers');
  const waker = Helper.start<LaneWaker>('lane-waker');
  await waker.ask('prepare', { redisUrl: hub.redisUrl });
  const healthy = await createEndpoints(hub, await timed.ask('open', { receivers: HEALTHY }));
  const [busy, hanging] = await createEndpoints(hub, [
    ...(await others.ask('open', { receivers: 1 })),
    ...(await others.ask('openHanging', { receivers: 1 })),
  ]);
  if (!busy || !hanging) throw new Error('an endpoint is missing');
  const body = webhookBody();
  await hold(hub.sql, true);
  await leaveDeliveries(hub.sql, [hanging], HANGING, body);
  await hub.startApp('delivery-worker', { DATABASE_WORKER_URL: hub.workerUrl, REDIS_URL: hub.redisUrl });

  /** From the moment when a delivery is due at a healthy endpoint until its first bytes are there, µs. */
  const trickle = async (each: number, beside: boolean): Promise<number[]> => {
    await hold(hub.sql, true);
    const missing = BACKLOG - (await waitingFor(hub.sql, busy));
    if (beside && missing > 0) await leaveDeliveries(hub.sql, [busy], missing, body);
    await settled(hub.sql);
    const from = new Date(Date.now() + LEAD_MS);
    await leaveDeliveries(hub.sql, healthy, each, body, { from, everyMs: 1_000 / PER_SECOND / HEALTHY });
    const due = await dueAt(hub.sql, healthy);
    await hold(hub.sql, false, beside ? undefined : healthy);
    const lanes = due.map(({ endpointId, due: at }) => ({ endpointId, at: at.getTime() }));
    const moments = await waker.ask('wake', { lanes, atOnce: beside ? [busy.id, hanging.id] : [] });
    const patience = performance.now() + PATIENCE_MS;
    while ((await timed.ask('count', null)) < due.length) {
      if (performance.now() > patience) throw new Error('what fell due does not arrive');
      await delay(20);
    }
    if (beside && (await waitingFor(hub.sql, busy)) === 0) throw new Error('the backlog ended before the measurement');
    const dueMoments = new Map(due.map(({ id }, index) => [id, moments[index] ?? Number.NaN]));
    return (await timed.ask('collect', null)).map(([id, at]) => (at - (dueMoments.get(id) ?? Number.NaN)) * 1_000);
  };

  await trickle(WARM_UP, false);
  await trickle(WARM_UP, true);
  const alone: number[][] = [];
  const beside: number[][] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    const answered = await others.ask('answered', null);
    beside.push(await trickle(PER_ROUND, true));
    const backlog = (await others.ask('answered', null)) - answered;
    alone.push(await trickle(PER_ROUND, false));
    const told = [tell('beside the two', beside), tell('alone', alone), `${backlog} sent of the backlog meanwhile`];
    process.stderr.write(`  round ${round} of ${options.rounds}: ${told.join('; ')}\n`);
  }
  for (const helper of [timed, others, waker]) helper.stop();
  await hub.stop();

  const figure = (name: string, share: number, bar: number | null) =>
    comparedCost(
      { bench: 'fairness', figure: name, unit: 'µs', baseline: 'the same fourteen endpoints without the two', bar },
      beside.map((times) => percentile(times, share)),
      alone.map((times) => percentile(times, share)),
    );
  report([figure('healthy-p99', 0.99, BAR), figure('healthy-p50', 0.5, null)], options.json);
});

function tell(what: string, rounds: readonly (readonly number[])[]): string {
  const times = rounds.at(-1) ?? [];
  return `${what} p50 ${percentile(times, 0.5)} µs, p99 ${percentile(times, 0.99)} µs`;
}
