import { ConfigError } from '#config/load-config';
import { describeError } from '#platform/telemetry';

interface Stoppable {
  close(): Promise<void>;
}

/** Work in hand may end within this time after a signal, milliseconds; then the process ends all the same. */
const STOP_WITHIN = 30_000;

/**
 * The frame of every main: starts, stops once on SIGTERM or SIGINT within a bounded time, and says in words what kept
 * it from starting.
 */
export async function runMain(start: () => Promise<Stoppable>): Promise<void> {
  let running: Stoppable;
  try {
    running = await start();
  } catch (error) {
    fail(error);
    return;
  }
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_WITHIN).unref();
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        fail(error);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function fail(error: unknown): void {
  const text = error instanceof ConfigError ? error.message : JSON.stringify(describeError(error), null, 2);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
