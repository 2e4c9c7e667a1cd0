/** Why the embedded PostgreSQL could not be started. Each is for the operator at the terminal to mend. */
export type EmbeddedPostgresProblem =
  | 'already_running'
  | 'binaries_missing'
  | 'data_dir_unreachable'
  | 'init_failed'
  | 'password_missing'
  | 'password_rejected'
  | 'start_failed'
  | 'unresponsive'
  | 'wrong_major_version';

/** The message is one sentence of what failed and where, then the likely fix; print it without the stack. */
export class EmbeddedPostgresError extends Error {
  constructor(
    readonly problem: EmbeddedPostgresProblem,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'EmbeddedPostgresError';
  }
}

/** The text of anything thrown. Looks at shapes: an error may come from another realm, where `instanceof` says no. */
export function reasonOf(error: unknown): string {
  return textOf(error, 'message') ?? String(error);
}

/** The system's code of an error (`ENOENT`, `ECONNREFUSED`, or PostgreSQL's SQLSTATE), when it has one. */
export function codeOf(error: unknown): string | undefined {
  return textOf(error, 'code');
}

function textOf(error: unknown, field: 'message' | 'code'): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value = (error as Record<string, unknown>)[field];
  return typeof value === 'string' ? value : undefined;
}
