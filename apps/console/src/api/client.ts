import { createHubApi } from '#api-client';
import { Refusal, Unreachable, type Problem } from './problem';
import { askForProof } from '../session/proof';
import { isSomebodyHere } from './presence';

/** Every call of the console. The session's cookie goes along by itself; no script can read it. */
export const hub = createHubApi(async (request) => {
  // A cookie proves nothing by itself: the hub asks for this header too, which foreign pages cannot send.
  request.headers.set('x-liaison-hub', isSomebodyHere() ? 'person' : 'background');
  const again = request.clone();
  const response = await send(request);
  // What is grave wants the second factor, shown just now; then the same request is sent again.
  return (await wantsProof(response)) && (await askForProof()) ? send(again) : response;
});

async function send(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new Unreachable(error);
  }
}

/** Not what is asked while the proof is given: its own page answers that. */
async function wantsProof(response: Response): Promise<boolean> {
  if (response.status !== 401 || new URL(response.url).pathname.startsWith('/v1/session/')) return false;
  const problem: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return isProblem(problem) && problem.code === 'step_up_required';
}

function isProblem(answer: unknown): answer is Problem {
  return typeof answer === 'object' && answer !== null && 'code' in answer;
}

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
  if (isProblem(error)) return error;
  const code = status >= 500 ? 'unavailable' : 'not_found';
  return {
    type: `urn:liaison-hub:problem:${code}`,
    code,
    status,
    title: statusText,
    detail: `The answer was ${status}.`,
  };
}
