import 'reflect-metadata';
import type { QueueConnection } from '#platform/queue';
import type { BareSenders } from './bare-senders.process';
import { openBenchHub, peakMemory } from './bench-hub';
import { readBenchOptions, runBench } from './command-line';
import { durableSends } from './durable-sends';
import { compared, interleave, report, type Figure } from './figures';
import { Helper } from './helper';
import type { Receivers } from './receivers.process';
import { createEndpoints, webhookBody } from './waiting-deliveries';

const ENDPOINTS = 16;
const MESSAGES = 1_250;
const WARM_UP = 250;
const IN_FLIGHT = 64;
const MEMORY_BAR = 200;

runBench(async () => {
  const options = readBenchOptions();
  const hub = await openBenchHub();
  const receivers = Helper.start<Receivers>('receivers');
  const senders = Helper.start<BareSenders>('bare-senders');
  const urls = await receivers.ask('open', { receivers: ENDPOINTS });
  const body = webhookBody();
  await senders.ask('prepare', { urls, redisUrl: hub.redisUrl, body });
  const endpoints = await createEndpoints(hub, urls);

  let memory = 0;
  const sends = (queue: QueueConnection): Promise<number> =>
    durableSends(
      hub,
      { endpoints, queue, body, answered: () => receivers.ask('answered', null) },
      { warmUp: WARM_UP, measured: MESSAGES },
      ({ pid }) => {
        if (queue.backend === 'redis') memory = Math.max(memory, peakMemory(pid) ?? 0);
      },
    );
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
      hub: () => sends({ backend: 'redis', url: hub.redisUrl }),
      bullmq: () => bare('bullmq', count),
      raw: () => bare('raw', count),
      embedded: () => sends({ backend: 'postgres', url: hub.queueUrl }),
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

function memoryFigure(value: number, runs: number): Figure {
  return {
    ...{ bench: 'delivery', figure: 'worker-memory', value, unit: 'MB', runs },
    ...{ baseline: null, baselineValue: null, ratio: null, bar: MEMORY_BAR, holds: value <= MEMORY_BAR },
  };
}
