import { errorCodes } from '#kernel';
import { problemTypes } from '#platform/web';
import { ref } from './schemas/schema';

const MEANING: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  401: 'No valid API key.',
  403: 'The key lacks the scope.',
  404: 'There is none, or it is not yours.',
  409: 'Not possible in this state, or the Idempotency-Key was used for another request.',
  412: 'It changed meanwhile.',
  413: 'The body is too large.',
  415: 'The media type is not supported.',
  422: 'The input is not valid; `errors` names each place.',
  428: 'If-Match is missing.',
  500: 'A fault of the hub; nothing was changed by halves.',
  503: 'The record cannot be reached just now.',
};

const HEADERS: Readonly<Record<number, Readonly<Record<string, object>>>> = {
  401: { 'WWW-Authenticate': { description: 'How to sign in: Bearer.', schema: { type: 'string' } } },
  503: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } } },
};

/** A response that is a problem: what the status means, and the codes that it comes with. */
export function problemResponse(status: number) {
  const codes = errorCodes.filter((code) => problemTypes[code].status === status);
  const meaning = MEANING[status];
  if (meaning === undefined || codes.length === 0)
    throw new Error(`No error code answers with status ${status}: see libs/platform/web/problem.ts.`);
  const headers = HEADERS[status];
  return {
    description: `${meaning} Codes: ${codes.map((code) => `\`${code}\``).join(', ')}.`,
    ...(headers ? { headers } : {}),
    content: { 'application/problem+json': { schema: ref('Problem') } },
  };
}
