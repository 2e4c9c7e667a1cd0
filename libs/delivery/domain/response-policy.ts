/** What came of one attempt, as the transport saw it. */
export type AttemptResult =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Readonly<Record<string, string | undefined>>;
    }
  | { readonly kind: 'fault'; readonly fault: string };

/** What the hub concludes from an attempt. */
export type Verdict =
  | { readonly outcome: 'delivered' }
  /** Tried again later; `throttle` also slows the whole endpoint. */
  | { readonly outcome: 'retry'; readonly retryAfterMs?: number; readonly throttle: boolean }
  /** It was no attempt: the receiver was never asked. The endpoint rests a little, and nothing is counted. */
  | { readonly outcome: 'postpone' }
  /** The receiver wants no more: the endpoint is disabled, what waits is held. */
  | { readonly outcome: 'disable'; readonly reason: string };

const MAX_RETRY_AFTER_MS = 3_600_000;
const THROTTLING = new Set([429, 502, 503, 504]);

/**
 * Reads an answer: 2xx delivers; 410 or `webhook-delivery: disable` disables; 429, 502, 503 and 504 throttle; a
 * redirect is a failure and never followed; Retry-After counts on any failure, up to an hour. Without an access token the
 * next delivery would fare no better, so that throttles too. A fault of the hub's own proxy is no attempt.
 */
export function judge(result: AttemptResult, now: Date): Verdict {
  if (result.kind === 'fault') {
    if (result.fault === 'proxy') return { outcome: 'postpone' };
    return { outcome: 'retry', throttle: result.fault === 'authorization' };
  }
  const { status, headers } = result;
  const control = headers['webhook-delivery']?.trim().toLowerCase();
  if (status === 410) return { outcome: 'disable', reason: 'the receiver answered 410 Gone' };
  if (control === 'disable') return { outcome: 'disable', reason: 'the receiver answered webhook-delivery: disable' };
  if (status >= 200 && status < 300) return { outcome: 'delivered' };
  const retryAfterMs = parseRetryAfter(headers['retry-after'], now);
  return {
    outcome: 'retry',
    throttle: THROTTLING.has(status) || retryAfterMs !== undefined,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** Retry-After in milliseconds from now (RFC 9110 §10.2.3: seconds or a date), clamped to 0 … one hour. */
export function parseRetryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  const ms = /^\d{1,10}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}
