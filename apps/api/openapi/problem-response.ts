import { HubError, type ErrorCode } from '#kernel';
import { problemTypes, toProblem } from '#platform/web';
import { ref } from './schemas/schema';

const MEANING: Readonly<Record<ErrorCode, string>> = {
  malformed_json: 'The body cannot be read.',
  invalid_input: 'The input is not valid; `errors` names each place.',
  body_too_large: 'The body is too large.',
  unsupported_media_type: 'The media type is not supported.',
  unauthenticated: 'No valid API key, no session that holds.',
  credential_expired: 'The key was right and has ended.',
  credential_revoked: 'The key was right and is revoked.',
  credential_replaced: 'The key was right; it was rotated, and the time of both is over.',
  address_not_allowed: 'The key is right and does not work from your address.',
  signature_required: 'The client was registered to sign each request.',
  signature_refused: 'The signature of the request does not hold.',
  sign_in_refused: 'Body, address or password are not right, or too many tries failed.',
  second_factor_required: 'The code of a second factor is needed; without one, enrol it.',
  second_factor_refused: 'The code is not right, or was used.',
  step_up_required: 'Show your second factor again (`POST /v1/session/step-up`), then send it again.',
  link_refused: 'The link was used, has ended, or is not whole.',
  forbidden: 'The key lacks the scope, or no role grants it.',
  foreign_request: 'A page of another site sent it, or the header X-Liaison-Hub is missing.',
  not_found: 'There is none, or it is not yours.',
  erased: 'What it held was erased, and cannot be read by anybody any more.',
  method_not_allowed: 'The method is not allowed here.',
  idempotency_key_reused: 'The Idempotency-Key was used for another request.',
  already_exists: 'There is one already.',
  illegal_transition: 'Not possible in this state; `legal` names what is.',
  concurrent_change: 'Somebody else was first.',
  edit_conflict: 'Somebody else wrote meanwhile; `base`, `yours` and `theirs` are what there is.',
  no_quorum: 'Too few bodies are present to decide.',
  stale_version: 'It changed meanwhile; `version` is the one it is at.',
  version_required: 'If-Match is missing.',
  operation_unknown: 'There is no such operation, or your body takes no part in it.',
  release_refused: 'The rules do not allow sending it; `refused` names each body and rule.',
  workbook_unreadable: 'The file is no HTCDS workbook or submission that can be read.',
  url_refused: 'Webhooks may not reach that address; `reason` names the rule.',
  verification_failed: 'The endpoint did not answer the challenge; `answered` or `fault` says what came instead.',
  too_many_requests: 'Too many requests.',
  not_sealed: 'The entry waits to be sealed, which takes two seconds.',
  evidence_behind: 'The evidence is not being sealed, so nothing more is taken in. Nothing was changed.',
  unavailable: 'The record cannot be reached just now.',
  internal: 'A fault of the hub; nothing was changed by halves.',
};

const HEADERS: Readonly<Record<number, Readonly<Record<string, object>>>> = {
  401: { 'WWW-Authenticate': { description: 'How to sign in: Bearer.', schema: { type: 'string' } } },
  503: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } } },
};

interface ProblemResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, object>>;
  readonly content: Readonly<Record<string, object>>;
}

/** The responses that these codes make, by status: what each code means, and what it looks like. */
export function problemResponses(codes: readonly ErrorCode[]): ReadonlyMap<number, ProblemResponse> {
  const distinct = [...new Set(codes)];
  const statuses = new Set(distinct.map(statusOf));
  return new Map(
    [...statuses].map((status) => [
      status,
      response(
        status,
        distinct.filter((code) => statusOf(code) === status),
      ),
    ]),
  );
}

function response(status: number, codes: readonly ErrorCode[]): ProblemResponse {
  const headers = HEADERS[status];
  return {
    description: codes.map((code) => `\`${code}\`: ${MEANING[code]}`).join(' '),
    ...(headers ? { headers } : {}),
    content: {
      'application/problem+json': {
        schema: ref('Problem'),
        examples: Object.fromEntries(codes.map((code) => [code, { value: example(code) }])),
      },
    },
  };
}

function example(code: ErrorCode): unknown {
  return toProblem(new HubError(code, MEANING[code].replaceAll('`', '')));
}

function statusOf(code: ErrorCode): number {
  return problemTypes[code].status;
}
