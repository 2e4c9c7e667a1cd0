import { setTimeout as wait } from 'node:timers/promises';
import { HubApiError, isTransient } from './hub-client.errors';

export interface Persistence {
  /** Ends the trying: a deadline, a stop. */
  readonly signal: AbortSignal;
  /** Told of each failure that will be tried again. */
  readonly onRetry?: (error: unknown) => void;
  /** The first wait between two tries, milliseconds; doubles up to `longestWaitMs`. Default 200. */
  readonly firstWaitMs?: number;
  /** Default 2 000. */
  readonly longestWaitMs?: number;
}

/**
 * Does something with the hub again and again while it fails in a way that passes: the hub restarts, is overloaded, or
 * somebody else was faster. What is done has to be safe to repeat.
 *
 * @throws the first error that does not pass; the signal's reason, or an AbortError, once it is aborted.
 */
export async function persistently<T>(work: () => Promise<T>, persistence: Persistence): Promise<T> {
  const { signal, onRetry, firstWaitMs = 200, longestWaitMs = 2_000 } = persistence;
  for (let tries = 0; ; tries += 1) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error)) throw error;
      onRetry?.(error);
      const asked = error instanceof HubApiError ? error.retryAfterMs : undefined;
      const backOff = Math.min(firstWaitMs * 2 ** Math.min(tries, 16), longestWaitMs);
      // Full jitter over the upper half: those who failed together do not come back together.
      await wait(asked ?? backOff * (0.5 + Math.random() / 2), undefined, { signal });
    }
  }
}
