/**
 * Every error that a caller can meet, by its stable code. The HTTP edge maps each to a status and a title; nothing
 * below the edge knows HTTP.
 */
export const errorCodes = [
  'malformed_json',
  'invalid_input',
  'body_too_large',
  'unsupported_media_type',
  'unauthenticated',
  'credential_expired',
  'credential_revoked',
  'credential_replaced',
  'address_not_allowed',
  'signature_required',
  'signature_refused',
  'sign_in_refused',
  'second_factor_required',
  'second_factor_refused',
  'step_up_required',
  'link_refused',
  'forbidden',
  'foreign_request',
  'not_found',
  'erased',
  'method_not_allowed',
  'idempotency_key_reused',
  'already_exists',
  'illegal_transition',
  'concurrent_change',
  'edit_conflict',
  'no_quorum',
  'stale_version',
  'version_required',
  'operation_unknown',
  'release_refused',
  'workbook_unreadable',
  'url_refused',
  'verification_failed',
  'too_many_requests',
  'not_sealed',
  'evidence_behind',
  'unavailable',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** One thing wrong with an input: where (RFC 6901 JSON pointer), which rule, and how to mend it. */
export interface InputProblem {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** What an error may carry beside its sentence. Never personal data: details reach logs and other systems. */
export interface ErrorContext {
  readonly errors?: readonly InputProblem[];
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** A refusal or failure with a stable code. `detail` says what, where, and the likely fix. */
export class HubError extends Error {
  readonly errors: readonly InputProblem[];
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    context: ErrorContext = {},
  ) {
    super(`${code}: ${detail}`, context.cause === undefined ? undefined : { cause: context.cause });
    this.name = 'HubError';
    this.errors = context.errors ?? [];
    this.extra = context.extra ?? {};
  }
}

/** Someone else's record and an absent one answer alike, so that existence is not revealed. */
export function notFound(what: string): HubError {
  return new HubError(
    'not_found',
    `No such ${what}. Check the id, and that your key belongs to a body that may see it.`,
  );
}

/** An `invalid_input` error for one or more problems: the sentence names the first, `errors` all. */
export function invalidInput(errors: readonly InputProblem[]): HubError {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more, see "errors")` : '';
  const detail = first ? `${first.pointer || '/'}: ${first.message}${more}` : 'The input is not valid.';
  return new HubError('invalid_input', detail, { errors });
}

/** Somebody changed a record since the caller read it. `version` is the one that it is at now. */
export function staleVersion(version: number): HubError {
  return new HubError(
    'stale_version',
    `Somebody changed this meanwhile: it is at version ${version}. Read it again, then send your change.`,
    { extra: { version } },
  );
}
