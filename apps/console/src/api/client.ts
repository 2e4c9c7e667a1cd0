import { createHubApi } from '#api-client';
import { Refusal, Unreachable, type Problem } from './problem';
import { isSomebodyHere } from './presence';

/** Every call of the console. The session's cookie goes along by itself; no script can read it. */
export const hub = createHubApi(async (request) => {
  // A cookie proves nothing by itself: the hub asks for this header too, which foreign pages cannot send.
  request.headers.set('x-liaison-hub', isSomebodyHere() ? 'person' : 'background');
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new Unreachable(error);
  }
});

interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** What was asked for. @throws Refusal, Unreachable */
export async function answerOf<T>(call: Promise<Answer<T>>): Promise<T> {
  return (await wholeAnswerOf(call)).data;
}

/** With the headers: the version of what is edited is in one. @throws Refusal, Unreachable */
export async function wholeAnswerOf<T>(call: Promise<Answer<T>>): Promise<{ data: T; response: Response }> {
  const { data, error, response } = await call;
  if (response.ok) return { data: data as T, response };
  throw new Refusal(asProblem(error, response), response.headers.get('x-request-id'));
}

/** A proxy on the way answers in its own words. */
function asProblem(error: unknown, { status, statusText }: Response): Problem {
  if (typeof error === 'object' && error !== null && 'code' in error) return error as Problem;
  const code = status >= 500 ? 'unavailable' : 'not_found';
  return {
    type: `urn:liaison-hub:problem:${code}`,
    code,
    status,
    title: statusText,
    detail: `The answer was ${status}.`,
  };
}
