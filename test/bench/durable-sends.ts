import { setTimeout as delay } from 'node:timers/promises';
import { JobClient, type QueueConnection } from '#platform/queue';
import { settled, type App, type BenchHub } from './bench-hub';
import { delivered, here, hold, leaveDeliveries, stillWaiting, type BenchEndpoint } from './waiting-deliveries';

const PATIENCE_MS = 120_000;

/** What is sent, by which queue, and how to tell that it arrived. */
export interface DurableSends {
  readonly endpoints: readonly BenchEndpoint[];
  readonly queue: QueueConnection;
  readonly body: string;
  /** How many requests the receivers answered so far. */
  readonly answered: () => Promise<number>;
}

/**
 * Starts a delivery worker, lets it send so many messages to warm up and then so many on the clock, each to every endpoint:
 * from the first wake-up until the last send stands on record. One worker at a time: an idle one of another queue would
 * find the work by itself.
 *
 * @param beforeStop Called with the worker once it is done.
 * @returns sends per second. Fails when one of them is not on record in the end.
 */
export async function durableSends(
  hub: BenchHub,
  { endpoints, queue, body, answered }: DurableSends,
  messages: { readonly warmUp: number; readonly measured: number },
  beforeStop: (worker: App) => void = () => undefined,
): Promise<number> {
  const worker = await hub.startApp('delivery-worker', {
    DATABASE_WORKER_URL: hub.workerUrl,
    ...(queue.backend === 'redis' ? { REDIS_URL: queue.url } : { QUEUE_DATABASE_URL: queue.url }),
  });
  const jobs = new JobClient(queue, (error) => {
    console.error(error);
  });
  const send = async (count: number): Promise<number> => {
    const sends = count * endpoints.length;
    await hold(hub.sql, true);
    const before = await here(hub.sql);
    await leaveDeliveries(hub.sql, endpoints, count, body);
    await settled(hub.sql);
    const expected = (await answered()) + sends;
    const started = performance.now();
    await hold(hub.sql, false);
    for (const { id } of endpoints) jobs.wake('delivery.lane', { endpointId: id });
    while ((await answered()) < expected) await patiently(started);
    while (await stillWaiting(hub.sql)) await patiently(started);
    const rate = (sends / (performance.now() - started)) * 1_000;
    const onRecord = await delivered(hub.sql, before);
    if (onRecord !== sends) throw new Error(`${onRecord} of ${sends} sends stand on record`);
    return rate;
  };
  await send(messages.warmUp);
  const rate = await send(messages.measured);
  beforeStop(worker);
  await jobs.close();
  await worker.stop();
  return rate;
}

/** Looks again soon; often enough for the clock, seldom enough not to be the load. */
async function patiently(started: number): Promise<void> {
  if (performance.now() - started > PATIENCE_MS) throw new Error('the deliveries do not come to an end');
  await delay(10);
}
