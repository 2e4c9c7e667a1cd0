/** Why a webhook is not believed. */
export type VerificationFailure =
  /** `webhook-id`, `webhook-timestamp` or `webhook-signature` is not there. */
  | 'missing_header'
  /** A header is not what Standard Webhooks says. */
  | 'malformed_header'
  /** Its timestamp lies too far in the past. */
  | 'too_old'
  /** Its timestamp lies too far in the future: is the clock right? */
  | 'too_new'
  /** None of the secrets or keys made any of the signatures: forged, changed on the way, or signed for another. */
  | 'no_matching_signature'
  /** It is signed, but holds no event. */
  | 'invalid_body'
  /** One of the secrets given is none: a fault of the receiver's configuration, not of the sender. */
  | 'malformed_secret'
  /** The JWKS could not be fetched: whether the webhook is sound is not known. Answer 503, so that it comes again. */
  | 'keys_unavailable';

/** A webhook that is not to be believed. Answer 401 (503 for `keys_unavailable`) and do nothing else. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
  constructor(
    readonly code: VerificationFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Why the content of a webhook cannot be read. */
export type DecryptionFailure =
  /** The event holds no content: fetch it from `href`. */
  | 'not_encrypted'
  /** Not a compact JWE. */
  | 'malformed'
  /** Not ECDH-ES+A256KW with A256GCM: nothing else is taken, whatever the header asks for. */
  | 'unsupported_algorithm'
  /** None of the keys is the one that it was encrypted to. */
  | 'no_key'
  /** The key does not open it: changed on the way, or another key of the same name. */
  | 'decryption_failed'
  /** What was in it is not a message. */
  | 'invalid_content'
  /** What was in it is another message than the event tells of. */
  | 'another_message';

/** Encrypted content that cannot be used. It never repeats what was in it. */
export class ContentDecryptionError extends Error {
  override readonly name = 'ContentDecryptionError';
  constructor(
    readonly code: DecryptionFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Why a receipt or a checkpoint proves nothing. */
export type EvidenceFailure =
  /** A receipt, checkpoint, proof or key that is none. */
  | 'malformed'
  /** None of the keys signed the checkpoint. */
  | 'no_matching_signature'
  /** The entry is not in the log at the checkpoint, or was changed. */
  | 'not_in_log'
  /** The two checkpoints are of two logs. */
  | 'another_log'
  /** The later checkpoint does not go on from the earlier one: the log was rewritten. */
  | 'rewritten';

/** Evidence that does not hold. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
  constructor(
    readonly code: EvidenceFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A problem of the hub (RFC 9457, application/problem+json). */
export interface HubProblem {
  readonly type?: string;
  readonly title?: string;
  readonly status?: number;
  readonly code?: string;
  readonly detail?: string;
  /** For input: every place. */
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly message: string }[];
  /** `illegal_transition`: the state that it is in, and what is possible instead. */
  readonly state?: string;
  readonly legal?: readonly string[];
  readonly [member: string]: unknown;
}

/** An answer of the hub that is not a success. Decide by `code`. */
export class HubProblemError extends Error {
  override readonly name = 'HubProblemError';
  constructor(
    readonly status: number,
    /** The hub's stable code, or `http_<status>` when the answer was not the hub's. */
    readonly code: string,
    readonly problem: HubProblem,
    /** What Retry-After asked for, milliseconds. */
    readonly retryAfterMs?: number,
  ) {
    super(`${status} ${code}: ${problem.detail ?? 'The answer has no explanation. Is this the address of a hub?'}`);
  }

  /** Whether the same request may well succeed later: outages, overload, lost races. */
  get isTransient(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 408 || this.code === 'concurrent_change';
  }
}

/** No answer, or none in time: whether the request took effect is not known. Repeat it with the same Idempotency-Key. */
export class HubUnreachableError extends Error {
  override readonly name = 'HubUnreachableError';
  constructor(baseUrl: string, cause: unknown) {
    super(`The hub at ${baseUrl} does not answer (${reasonOf(cause)}).`, { cause });
  }
}

/** fetch says "fetch failed"; what happened is one cause further down. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string')
    return cause.code;
  return error.name;
}
