import { Queue, Worker, withBackend, type Job, type JobsOptions } from 'bullmq';
import { createPostgresBackend } from 'bullmq';
import type { QueueConnection } from './connection';

export interface WakeUpQueue {
  add(name: string, data: unknown, options: JobsOptions): Promise<unknown>;
  getJobCounts(...types: 'waiting'[]): Promise<Record<string, number>>;
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export interface WakeUpWorker {
  waitUntilReady(): Promise<unknown>;
  close(force?: boolean): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: { name: string } | undefined, error: Error) => void): unknown;
}

const onPostgres = withBackend(createPostgresBackend);

/** Work may be in hand this long, milliseconds, before another worker may take the wake-up again. */
const LOCK_DURATION = 60_000;
const REDIS_PREFIX = 'liaison';

/** The sending side of a queue. Fails at once when the server is away: the reconciler finds the work anyway. */
export function openQueue(name: string, connection: QueueConnection): WakeUpQueue {
  if (connection.backend === 'postgres')
    return new onPostgres.Queue(name, {
      connection: { connectionString: connection.url, schema: 'queue', migrate: true, max: 3 },
    }) as WakeUpQueue;
  return new Queue(name, {
    prefix: REDIS_PREFIX,
    connection: { url: connection.url, enableOfflineQueue: false, maxRetriesPerRequest: 1, connectTimeout: 5_000 },
    streams: { events: { maxLen: 100 } },
  });
}

/** The receiving side of a queue. Waits for the server for ever. */
export function openWorker(
  name: string,
  connection: QueueConnection,
  concurrency: number,
  process: (job: { name: string; data: unknown }) => Promise<void>,
): WakeUpWorker {
  const processor = (job: Job): Promise<void> => process({ name: job.name, data: job.data as unknown });
  const options = { concurrency, lockDuration: LOCK_DURATION, stalledInterval: 15_000 };
  if (connection.backend === 'postgres')
    return new onPostgres.Worker(name, processor as never, {
      ...options,
      connection: { connectionString: connection.url, schema: 'queue', migrate: true, max: 5 },
    });
  return new Worker(name, processor, {
    ...options,
    prefix: REDIS_PREFIX,
    connection: { url: connection.url, maxRetriesPerRequest: null },
  });
}
