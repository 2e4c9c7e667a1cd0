import { breakerRest, DISABLE_AFTER, POSTPONE_FOR, WARN_AFTER } from './retry-schedule';
import type { Verdict } from './response-policy';

/** An endpoint's failures on record. */
export interface Failing {
  /** Failures in a row. */
  readonly failures: number;
  /** Since when there was no success; null when the last attempt was one. */
  readonly failingSince: Date | null;
}

export interface HealthAfter {
  readonly failures: number;
  /** Milliseconds for which the endpoint is left alone; 0 = not at all. */
  readonly restMs: number;
  /** Why it is to be disabled, if it is. */
  readonly disable: string | undefined;
  /** Whether it has only failed for a day: its people are told, once in such a time. */
  readonly warn: boolean;
}

/** Failures in a row after one more answer; what never left says nothing of the receiver. */
export function failuresAfter(before: number, { outcome }: Verdict): number {
  if (outcome === 'postpone') return before;
  return outcome === 'delivered' ? 0 : before + 1;
}

/**
 * What some answers in their order make of an endpoint: it rests when it asked for that or failed too often in a row,
 * and is disabled when it said so or has only failed for five days.
 *
 * @param scale shortens all waits, for demo and tests
 */
export function healthAfter(before: Failing, verdicts: readonly Verdict[], now: Date, scale: number): HealthAfter {
  let failures = before.failures;
  let restMs = 0;
  let disable: string | undefined;
  for (const verdict of verdicts) {
    failures = failuresAfter(failures, verdict);
    if (verdict.outcome === 'postpone') restMs = Math.max(restMs, POSTPONE_FOR * scale);
    if (verdict.outcome === 'disable') disable ??= verdict.reason;
    if (verdict.outcome === 'retry' && verdict.throttle)
      restMs = Math.max(restMs, verdict.retryAfterMs ?? 1_000 * scale);
  }
  const failingFor = before.failingSince === null ? 0 : now.getTime() - before.failingSince.getTime();
  if (failures > 0 && failingFor > DISABLE_AFTER * scale) disable ??= 'it failed for five days without one success';
  const warn = failures > 0 && failingFor > WARN_AFTER * scale && disable === undefined;
  return { failures, restMs: Math.max(restMs, breakerRest(failures, scale)), disable, warn };
}
