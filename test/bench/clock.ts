import { setTimeout as delay } from 'node:timers/promises';

/** Before a moment is due, the timer gives way to watching the clock, milliseconds: timers are up to that late. */
const WATCH_MS = 1.5;

/** Milliseconds of the machine's own clock: the same in every process, never set back. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * Begins `count` pieces of work at a steady rate, whether or not those before are done: an open loop, so that a slow answer
 * delays nobody's start and is not left out of the figures. Resolves when all are done.
 *
 * @returns when each was to begin, monotonic milliseconds.
 */
export async function atSteadyRate(
  count: number,
  perSecond: number,
  begin: (index: number) => Promise<unknown>,
): Promise<number[]> {
  const first = monotonicMs() + 50;
  const due = Array.from({ length: count }, (_, index) => first + (index * 1_000) / perSecond);
  const begun: Promise<unknown>[] = [];
  for (const [index, moment] of due.entries()) {
    await until(moment);
    begun.push(begin(index));
  }
  await Promise.all(begun);
  return due;
}

/** Resolves at this moment, monotonic milliseconds, or at once when it has passed. */
export async function until(moment: number): Promise<void> {
  const left = moment - monotonicMs();
  if (left > WATCH_MS) await delay(Math.floor(left - WATCH_MS));
  while (monotonicMs() < moment);
}
