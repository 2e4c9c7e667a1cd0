import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { JobClient, type QueueConnection } from '#platform/queue';
import type { BareSenders } from './bare-senders.process';
import { openBenchHub, peakMemory, settled, type App } from './bench-hub';
import { readBenchOptions, runBench } from './command-line';
import { compared, interleave, report, type Figure } from './figures';
import { Helper } from './helper';
import type { Receivers } from './receivers.process';
import { createEndpoints, delivered, hold, leaveDeliveries, stillWaiting, webhookBody } from './waiting-deliveries';

const ENDPOINTS = 16;
const MESSAGES = 1_250;
const WARM_UP = 250;
const IN_FLIGHT = 64;
const MEMORY_BAR = 200;
const PATIENCE_MS = 120_000;

runBench(async () => {
  const options = readBenchOptions();
  const hub = await openBenchHub();
  const receivers = Helper.start<Receivers>('receivers');
  const senders = Helper.start<BareSenders>('bare-senders');
  const urls = await receivers.ask('open', { receivers: ENDPOINTS });
  const body = webhookBody();
  await senders.ask('prepare', { urls, redisUrl: hub.redisUrl, body });
  const endpoints = await createEndpoints(hub, urls);

  let worker: App | undefined;
  let deliveredBefore = 0;
  let memory = 0;
  /** One worker at a time: an idle one of the other queue would find the work by itself. */
  const durableSends = async (queue: QueueConnection, messages: number): Promise<number> => {
    worker = await hub.startApp('delivery-worker', {
      DATABASE_WORKER_URL: hub.workerUrl,
      ...(queue.backend === 'redis' ? { REDIS_URL: queue.url } : { QUEUE_DATABASE_URL: queue.url }),
    });
    const jobs = new JobClient(queue, (error) => {
      console.error(error);
    });
    const send = async (count: number): Promise<number> => {
      await hold(hub.sql, true);
      await leaveDeliveries(hub.sql, endpoints, count, body);
      await settled(hub.sql);
      const expected = (await receivers.ask('answered', null)) + count * ENDPOINTS;
      const started = performance.now();
      await hold(hub.sql, false);
      for (const { id } of endpoints) jobs.wake('delivery.lane', { endpointId: id });
      while ((await receivers.ask('answered', null)) < expected) await patiently(started);
      while (await stillWaiting(hub.sql)) await patiently(started);
      const rate = ((count * ENDPOINTS) / (performance.now() - started)) * 1_000;
      deliveredBefore += count * ENDPOINTS;
      const onRecord = await delivered(hub.sql);
      if (onRecord !== deliveredBefore) throw new Error(`${onRecord} of ${deliveredBefore} sends stand on record`);
      return rate;
    };
    await send(WARM_UP);
    const rate = await send(messages);
    if (queue.backend === 'redis') memory = Math.max(memory, peakMemory(worker.pid) ?? 0);
    await jobs.close();
    await worker.stop();
    return rate;
  };
  const bare = async (kind: 'bullmq' | 'raw', count: number): Promise<number> =>
    (count /
      (kind === 'bullmq'
        ? await senders.ask('bullmq', { count, concurrency: IN_FLIGHT })
        : await senders.ask('raw', { count, inFlight: IN_FLIGHT }))) *
    1_000;

  const count = MESSAGES * ENDPOINTS;
  await bare('bullmq', WARM_UP * ENDPOINTS);
  await bare('raw', WARM_UP * ENDPOINTS);
  const measured = await interleave(
    {
      hub: () => durableSends({ backend: 'redis', url: hub.redisUrl }, MESSAGES),
      bullmq: () => bare('bullmq', count),
      raw: () => bare('raw', count),
      embedded: () => durableSends({ backend: 'postgres', url: hub.queueUrl }, MESSAGES),
    },
    options.rounds,
  );
  for (const helper of [receivers, senders]) helper.stop();
  await hub.stop();

  const about = { bench: 'delivery', unit: 'sends/s' };
  const bullmq = 'BullMQ on Redis, one job per send, undici, HMAC, no record';
  const raw = `undici, HMAC, ${IN_FLIGHT} in flight, no queue, no record`;
  report(
    [
      compared({ ...about, figure: 'durable-sends', baseline: bullmq, bar: 2 }, measured.hub, measured.bullmq),
      compared({ ...about, figure: 'durable-sends-vs-raw', baseline: raw, bar: 0.5 }, measured.hub, measured.raw),
      compared(
        { ...about, figure: 'durable-sends-embedded', baseline: bullmq, bar: 1.5 },
        measured.embedded,
        measured.bullmq,
      ),
      ...(memory > 0 ? [memoryFigure(memory, options.rounds)] : []),
    ],
    options.json,
  );
});

/** Looks again soon; often enough for the clock, seldom enough not to be the load. */
async function patiently(started: number): Promise<void> {
  if (performance.now() - started > PATIENCE_MS) throw new Error('the deliveries do not come to an end');
  await delay(10);
}

function memoryFigure(value: number, runs: number): Figure {
  return {
    ...{ bench: 'delivery', figure: 'worker-memory', value, unit: 'MB', runs },
    ...{ baseline: null, baselineValue: null, ratio: null, bar: MEMORY_BAR, holds: value <= MEMORY_BAR },
  };
}
