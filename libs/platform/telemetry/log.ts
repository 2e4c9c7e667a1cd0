import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import type { LoggerService } from '@nestjs/common';

export type Log = Logger;

/** The members that a log line may carry. What is not listed is left out: an allow-list cannot forget a new secret. */
const ALLOWED = new Set([
  'level',
  'time',
  'app',
  'msg',
  'context',
  'code',
  'fault',
  'stack',
  'method',
  'route',
  'status',
  'durationMs',
  'requestId',
  'organisationId',
  'messageId',
  'recipientId',
  'endpointId',
  'deliveryId',
  'attachmentId',
  'queue',
  'job',
  'count',
  'attempt',
  'address',
  'port',
  'name',
]);

/**
 * A logger of JSON lines on standard output, or elsewhere when a destination is given. Errors show name, code and
 * stack, never their parameters or values.
 */
export function createLog(app: string, level: string, destination?: DestinationStream): Log {
  const options: LoggerOptions = {
    level,
    base: { app },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: (line) => Object.fromEntries(Object.entries(line).flatMap(([name, value]) => allowed(name, value))),
    },
    hooks: {
      // A line without words of its own would take the error's message for them, which may quote values.
      logMethod(args, method) {
        const [line, words, ...rest] = args as unknown as [unknown, string | undefined, ...unknown[]];
        const described = line instanceof Error ? describeError(line) : line;
        if (typeof described === 'object') method.apply(this, [described, words ?? '', ...rest] as never);
        else method.apply(this, args);
      },
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

function allowed(name: string, value: unknown): [string, unknown][] {
  if (name === 'err' || name === 'error') return Object.entries(describeError(value));
  return ALLOWED.has(name) && (typeof value !== 'object' || value === null) ? [[name, value]] : [];
}

/** What of an error may be logged. PostgreSQL's messages can quote values, so of those only the code is kept. */
export function describeError(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { fault: 'a thrown value that is no Error' };
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  const fromDatabase = severity !== undefined || error.name === 'QueryFailedError';
  return {
    fault: fromDatabase ? `database error ${String(code)}` : `${error.name}: ${error.message}`.slice(0, 500),
    ...(typeof code === 'string' ? { code } : {}),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => line.trimStart().startsWith('at '))
      .slice(0, 12)
      .join('\n'),
    ...(error.cause instanceof Error ? { name: describeError(error.cause)['fault'] ?? '' } : {}),
  };
}

/** Nest's own words through the same logger. */
export function nestLogger(log: Log): LoggerService {
  const text = (message: unknown): string =>
    message instanceof Error ? (describeError(message)['fault'] ?? '') : String(message);
  const context = (rest: readonly unknown[]): { context: string } => ({
    context: typeof rest.at(-1) === 'string' ? (rest.at(-1) as string) : 'nest',
  });
  return {
    log: (message, ...rest) => {
      log.debug(context(rest), text(message));
    },
    debug: (message, ...rest) => {
      log.debug(context(rest), text(message));
    },
    verbose: (message, ...rest) => {
      log.trace(context(rest), text(message));
    },
    warn: (message, ...rest) => {
      log.warn(context(rest), text(message));
    },
    error: (message, ...rest) => {
      log.error(context(rest), text(message));
    },
    fatal: (message, ...rest) => {
      log.fatal(context(rest), text(message));
    },
  };
}
