import { HubApiError, HubUnreachableError } from '#hub-client';
import { CommandLineError } from './command-line-error';

/** What the command ends with. Documented in docs/cli.md and in `--help`: scripts decide by it. */
export const exitCodes = {
  done: 0,
  other: 1,
  wrongArguments: 2,
  refusedInput: 3,
  notFound: 4,
  conflict: 5,
  notSignedIn: 6,
  hubAway: 7,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const EXIT_CODE_HELP = [
  'Exit codes:',
  '  0  done',
  '  2  wrong arguments',
  '  3  the hub refused the input',
  '  4  not found',
  '  5  conflict: not possible in this state, or changed meanwhile',
  '  6  not signed in, or not allowed',
  '  7  the hub cannot be reached, or fails',
  '  1  anything else',
].join('\n');

const BY_STATUS: Readonly<Record<number, ExitCode>> = {
  // Refused before it was looked at, or after: either way the input has to change.
  400: exitCodes.refusedInput,
  413: exitCodes.refusedInput,
  415: exitCodes.refusedInput,
  422: exitCodes.refusedInput,
  404: exitCodes.notFound,
  409: exitCodes.conflict,
  412: exitCodes.conflict,
  428: exitCodes.conflict,
  401: exitCodes.notSignedIn,
  403: exitCodes.notSignedIn,
  // What passes by itself.
  408: exitCodes.hubAway,
  429: exitCodes.hubAway,
};

/** What a failure means for the script that started the command. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof HubUnreachableError) return exitCodes.hubAway;
  if (error instanceof HubApiError)
    return error.status >= 500 ? exitCodes.hubAway : (BY_STATUS[error.status] ?? exitCodes.other);
  if (error instanceof CommandLineError) return exitCodes[error.kind];
  return exitCodes.other;
}
