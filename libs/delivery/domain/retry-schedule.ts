const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits between attempts, milliseconds: about 75 hours in all. */
export const RETRY_WAITS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** So long an endpoint rests when its deliveries could not leave at all, milliseconds: nothing is counted meanwhile. */
export const POSTPONE_FOR = 15 * SECOND;

/** An endpoint that has only failed for so long is disabled, milliseconds. */
export const DISABLE_AFTER = 5 * 24 * HOUR;

/** The people of an endpoint that has only failed for so long are told, milliseconds. */
export const WARN_AFTER = 24 * HOUR;

/** From this many failures in a row on, the endpoint is left alone for a while instead of being tried per delivery. */
export const BREAKER_FAILURES = 5;
const BREAKER_LONGEST = 5 * MINUTE;

/**
 * The wait before the next attempt after `attempts` failed ones, or undefined when the schedule is exhausted. Full
 * jitter: anywhere between a tenth of the step and the whole, so that receivers that failed together are not tried
 * together.
 *
 * @param random 0 … 1
 * @param scale shortens the schedule, for demo and tests
 */
export function nextWait(attempts: number, random: number, scale = 1): number | undefined {
  const wait = RETRY_WAITS[attempts - 1];
  return wait === undefined ? undefined : Math.round(wait * (0.1 + random * 0.9) * scale);
}

/** How long an endpoint rests after so many failures in a row, milliseconds; 0 = not at all. */
export function breakerRest(consecutiveFailures: number, scale = 1): number {
  if (consecutiveFailures < BREAKER_FAILURES) return 0;
  return Math.min(5 * SECOND * 2 ** Math.min(consecutiveFailures - BREAKER_FAILURES, 10), BREAKER_LONGEST) * scale;
}
