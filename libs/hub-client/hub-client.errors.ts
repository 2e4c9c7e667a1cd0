import { errorCodeOf } from './error-code';

/** An answer of the hub that is not a success: problem+json (RFC 9457), read. */
export class HubApiError extends Error {
  constructor(
    readonly status: number,
    /** The hub's stable code, or `http_<status>` when the answer was not the hub's. */
    readonly code: string,
    readonly detail: string,
    /** What Retry-After asked for, milliseconds. */
    readonly retryAfterMs?: number,
    /** All members of the problem. */
    readonly problem: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${status} ${code}: ${detail}`);
    this.name = 'HubApiError';
  }
}

/** No answer, or none in time: whether the request took effect is not known. */
export class HubUnreachableError extends Error {
  constructor(api: string, cause: unknown) {
    super(`The hub at ${api} does not answer (${reasonOf(cause)}).`, { cause });
    this.name = 'HubUnreachableError';
  }
}

/** Whether the hub answered with this code. */
export function isHubError(error: unknown, ...codes: readonly string[]): error is HubApiError {
  return error instanceof HubApiError && codes.includes(error.code);
}

/** Whether the same request may well succeed a little later: outages, overload, lost races. */
export function isTransient(error: unknown): boolean {
  if (error instanceof HubUnreachableError) return true;
  if (!(error instanceof HubApiError)) return false;
  return error.status >= 500 || error.status === 429 || error.status === 408 || error.code === 'concurrent_change';
}

/** fetch says "fetch failed"; what happened is one cause further down. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return errorCodeOf(error);
  return error.cause === undefined ? error.name : errorCodeOf(error.cause);
}
