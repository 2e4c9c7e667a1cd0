import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { defaultDataDir } from '#platform/embedded';

export interface HubOptions {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** A PostgreSQL of your own: a role that owns its database and may create roles. */
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  /** Without the demo's bodies' keys. */
  readonly demo: boolean;
}

/** Reads the flags, and for what they leave open the environment. */
export function readOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): HubOptions {
  const program = new Command('npm start --')
    .description('Runs the whole hub in one process, on a PostgreSQL of its own unless another is given.')
    .option('--port <number>', 'port of the API (PORT)', port, port(environment['PORT'] ?? '3000'))
    .option('--host <address>', 'address to listen on (HUB_HOST)', environment['HUB_HOST'] ?? '127.0.0.1')
    .option(
      '--data-dir <path>',
      'where database, keys and credentials are kept (HUB_DATA_DIR)',
      environment['HUB_DATA_DIR'] ?? defaultDataDir(),
    )
    .option(
      '--database-url <url>',
      'an external PostgreSQL ≥ 15: its owner role (DATABASE_URL)',
      environment['DATABASE_URL'],
    )
    .option('--redis-url <url>', 'Redis ≥ 6.2 or Valkey for wake-ups (REDIS_URL)', environment['REDIS_URL'])
    .option('--no-demo', 'do not make API keys for the bodies of the seeded operations')
    .allowExcessArguments(false);
  program.parse([...argv], { from: 'user' });
  const options = program.opts<HubOptions>();
  return { ...options, dataDir: resolve(options.dataDir) };
}

function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError('must be 0 to 65535; 0 takes a free one.');
  return number;
}
