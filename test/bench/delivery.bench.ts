import 'reflect-metadata';
import type { QueueConnection } from '#platform/queue';
import type { BareSenders, Signatures } from './bare-senders.process';
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
  const perSecond = (count: number, milliseconds: number): number => (count / milliseconds) * 1_000;
  const bullmq = async (count: number): Promise<number> =>
    perSecond(count, await senders.ask('bullmq', { count, concurrency: IN_FLIGHT }));
  const raw = async (count: number, signatures: Signatures): Promise<number> =>
    perSecond(count, await senders.ask('raw', { count, inFlight: IN_FLIGHT, signatures }));

  const count = MESSAGES * ENDPOINTS;
  await bullmq(WARM_UP * ENDPOINTS);
  await raw(WARM_UP * ENDPOINTS, 'hmac');
  await raw(WARM_UP * ENDPOINTS, 'both');
  const measured = await interleave(
    {
      hub: () => sends({ backend: 'redis', url: hub.redisUrl }),
      bullmq: () => bullmq(count),
      raw: () => raw(count, 'hmac'),
      bothSignatures: () => raw(count, 'both'),
      embedded: () => sends({ backend: 'postgres', url: hub.queueUrl }),
    },
    options.rounds,
  );
  for (const helper of [receivers, senders]) helper.stop();
  await hub.stop();

  const about = { bench: 'delivery', unit: 'sends/s' };
  const jobs = 'BullMQ on Redis, one job per send, undici, HMAC, no record';
  const nothing = `undici, HMAC, ${IN_FLIGHT} in flight, no queue, no record`;
  report(
    [
      compared({ ...about, figure: 'durable-sends', baseline: jobs, bar: 2 }, measured.hub, measured.bullmq),
      compared({ ...about, figure: 'durable-sends-vs-raw', baseline: nothing, bar: 0.5 }, measured.hub, measured.raw),
      compared(
        { ...about, figure: 'durable-sends-embedded', baseline: jobs, bar: 1.5 },
        measured.embedded,
        measured.bullmq,
      ),
      compared(
        { ...about, figure: 'both-signatures-no-record', baseline: jobs, bar: null },
        measured.bothSignatures,
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
