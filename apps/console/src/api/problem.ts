import type { Schemas } from '#api-client';

export type Problem = Schemas['Problem'];
export type InputProblem = Schemas['InputProblem'];

/** The hub's answer that it did not do what was asked, with its reasons. */
export class Refusal extends Error {
  constructor(
    readonly problem: Problem,
    readonly requestId: string | null,
  ) {
    super(problem.detail);
    this.name = 'Refusal';
  }
}

/** No answer came: whether the hub did it is not known, so that the same request is to be sent again. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('The hub cannot be reached.', { cause });
    this.name = 'Unreachable';
  }
}

export function isRefusal(error: unknown, code?: Problem['code']): error is Refusal {
  return error instanceof Refusal && (code === undefined || error.problem.code === code);
}

/** What may go better by itself: no answer, or one that says so. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof Unreachable || (error instanceof Refusal && [429, 502, 503, 504].includes(error.problem.status))
  );
}
