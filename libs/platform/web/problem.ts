import type { ErrorCode, HubError, InputProblem } from '#kernel';

/** RFC 9457 problem details, with the hub's stable `code` and, for input, where each problem is. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  readonly errors?: readonly InputProblem[];
  readonly [extra: string]: unknown;
}

/** The HTTP face of every error code: the only place that knows both. */
export const problemTypes: Readonly<Record<ErrorCode, { readonly status: number; readonly title: string }>> = {
  malformed_json: { status: 400, title: 'The body is not JSON' },
  invalid_input: { status: 422, title: 'The input is not valid' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The media type is not supported' },
  unauthenticated: { status: 401, title: 'Who are you?' },
  credential_expired: { status: 401, title: 'The key has ended' },
  credential_revoked: { status: 401, title: 'The key was revoked' },
  credential_replaced: { status: 401, title: 'Another key took the place of this one' },
  address_not_allowed: { status: 401, title: 'The key does not work from this address' },
  signature_required: { status: 401, title: 'The request has to be signed' },
  signature_refused: { status: 401, title: 'The signature of the request is refused' },
  sign_in_refused: { status: 401, title: 'The sign-in is refused' },
  second_factor_required: { status: 401, title: 'A second factor is needed' },
  second_factor_refused: { status: 401, title: 'The code is refused' },
  step_up_required: { status: 401, title: 'Show again who you are' },
  link_refused: { status: 401, title: 'The link does not open' },
  forbidden: { status: 403, title: 'A permission is lacking' },
  foreign_request: { status: 403, title: "The request does not come from the hub's own pages" },
  not_found: { status: 404, title: 'Not found' },
  erased: { status: 410, title: 'Erased' },
  method_not_allowed: { status: 405, title: 'The method is not allowed here' },
  idempotency_key_reused: { status: 409, title: 'The idempotency key was used for another request' },
  already_exists: { status: 409, title: 'There is one already' },
  illegal_transition: { status: 409, title: 'Not possible in this state' },
  concurrent_change: { status: 409, title: 'Somebody else was first' },
  edit_conflict: { status: 409, title: 'Somebody else wrote meanwhile' },
  no_quorum: { status: 409, title: 'Too few are present to decide' },
  stale_version: { status: 412, title: 'Changed meanwhile' },
  version_required: { status: 428, title: 'Say which version you change' },
  operation_unknown: { status: 422, title: 'No such operation' },
  release_refused: { status: 422, title: 'The rules do not allow sending this' },
  workbook_unreadable: { status: 422, title: 'The file cannot be read as a workbook' },
  url_refused: { status: 422, title: 'The address is refused' },
  verification_failed: { status: 422, title: 'The endpoint did not answer the challenge' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  not_sealed: { status: 409, title: 'Not sealed yet' },
  evidence_behind: { status: 503, title: 'The evidence is not being sealed' },
  unavailable: { status: 503, title: 'Not available just now' },
  internal: { status: 500, title: 'A fault of the hub' },
};

export function toProblem(error: HubError): Problem {
  const { status, title } = problemTypes[error.code];
  const problem = {
    type: `urn:liaison-hub:problem:${error.code}`,
    title,
    status,
    code: error.code,
    detail: error.detail,
    ...(error.errors.length > 0 ? { errors: error.errors } : {}),
  };
  // Named twice: members stand in this order, and no extra takes the place of one.
  return { ...problem, ...error.extra, ...problem };
}
