import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { HubProblemError, HubUnreachableError, type HubProblem } from './errors';

export interface RequestsOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** One deadline per attempt, milliseconds. */
  readonly deadlineMs: number;
  /** How often a call is tried in all. */
  readonly attempts: number;
  /** Before the second attempt, milliseconds; twice as long before each that follows. */
  readonly firstWaitMs: number;
}

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  /** Added to the deadline, milliseconds: a long poll is answered late on purpose. */
  readonly lateMs?: number;
  readonly signal?: AbortSignal;
  readonly attempts?: number;
}

/** Who asks to be left alone for longer, milliseconds, is not asked again by the same call. */
export const LONGEST_RETRY_AFTER = 60_000;
const LONGEST_WAIT = 10_000;

/** Calls the hub, again where that is safe. GET changes nothing; a POST carries the same key on every attempt. */
export class Requests {
  constructor(private readonly options: RequestsOptions) {}

  /** @throws HubProblemError, HubUnreachableError; the reason of a signal that the caller aborted. */
  async call(call: Call): Promise<unknown> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (call.method === 'POST') headers['idempotency-key'] = call.idempotencyKey ?? randomUUID();
    if (call.body !== undefined) headers['content-type'] = 'application/json';
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(call, headers);
      } catch (error) {
        const pause = attempt < (call.attempts ?? this.options.attempts) ? this.pauseAfter(error, attempt) : undefined;
        if (pause === undefined) throw error;
        await pausing(pause, call.signal);
      }
    }
  }

  /** How long to wait before the next attempt, milliseconds; undefined: there is to be none. */
  pauseAfter(error: unknown, attempt: number): number | undefined {
    if (error instanceof HubProblemError) {
      const { isTransient, retryAfterMs = 0 } = error;
      if (!isTransient || retryAfterMs > LONGEST_RETRY_AFTER) return undefined;
      return Math.max(retryAfterMs, this.backOff(attempt));
    }
    return error instanceof HubUnreachableError ? this.backOff(attempt) : undefined;
  }

  /** Those who were sent away together do not come back together. */
  private backOff(attempt: number): number {
    return Math.min(this.options.firstWaitMs * 2 ** (attempt - 1), LONGEST_WAIT) * (0.5 + Math.random() / 2);
  }

  private async once({ method, path, body, lateMs = 0, signal }: Call, headers: Record<string, string>) {
    const { baseUrl, apiKey, deadlineMs } = this.options;
    const deadline = AbortSignal.timeout(deadlineMs + lateMs);
    let answer: Response;
    let text: string;
    try {
      signal?.throwIfAborted();
      answer = await fetch(`${baseUrl}${path}`, {
        method,
        headers: { ...headers, authorization: `Bearer ${apiKey}` },
        // A redirect would carry the key to wherever it points.
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      text = await answer.text();
    } catch (error) {
      // Who ended the call knows why: that says nothing about the hub.
      signal?.throwIfAborted();
      throw new HubUnreachableError(baseUrl, error);
    }
    const content = parsed(text);
    if (!answer.ok) throw problemOf(answer, content);
    // A success without JSON comes from something in between: whether the hub was asked is not known.
    if (content === undefined) throw new HubUnreachableError(baseUrl, new Error('no JSON'));
    return content;
  }
}

/** @throws the reason of the signal */
export async function pausing(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

function problemOf(answer: Response, content: unknown): HubProblemError {
  const problem = (typeof content === 'object' && content !== null ? content : {}) as HubProblem;
  const code = typeof problem.code === 'string' ? problem.code : `http_${answer.status}`;
  return new HubProblemError(answer.status, code, problem, retryAfterOf(answer.headers.get('retry-after')));
}

/** Seconds or a date (RFC 9110), as milliseconds from now. */
function retryAfterOf(text: string | null): number | undefined {
  if (text === null) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
