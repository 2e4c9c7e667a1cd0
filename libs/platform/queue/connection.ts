import { Redis } from 'ioredis';

/** Where wake-ups travel: Redis in production, BullMQ's PostgreSQL backend on the embedded default. */
export type QueueConnection =
  { readonly backend: 'redis'; readonly url: string } | { readonly backend: 'postgres'; readonly url: string };

/**
 * Refuses a Redis that may evict keys: a queue that forgets is worse than none, and the setting is easily missed.
 *
 * @throws Error that names the setting and the fix.
 */
export async function checkQueueServer(connection: QueueConnection): Promise<void> {
  if (connection.backend === 'postgres') return;
  const redis = new Redis(connection.url, { lazyConnect: true, maxRetriesPerRequest: 1, connectTimeout: 5_000 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
  } catch {
    // A server that is away is no wrong server: the process serves, and the reconciler finds the work meanwhile.
    redis.disconnect();
    return;
  }
  try {
    const policy = await redis.config('GET', 'maxmemory-policy');
    if (policy[1] !== 'noeviction')
      throw new Error(
        `Redis has maxmemory-policy "${policy[1] ?? 'unknown'}": set it to "noeviction", or it may drop waiting work.`,
      );
  } finally {
    redis.disconnect();
  }
}
