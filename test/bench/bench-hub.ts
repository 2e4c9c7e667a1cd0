import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { once } from 'node:events';
import { Client } from 'pg';
import { parse } from 'yaml';
import { startEmbeddedPostgres } from '#platform/embedded';
import { cleanUpAfterwards, eventually, freePort, temporaryDirectory } from '#test/servers';
import { openDatabases } from '../../apps/hub/databases';
import { localSecrets } from '../../apps/hub/local-secrets';

/** The record of a bench: a fresh PostgreSQL with the settings of the product, durable as in production. */
export interface BenchHub {
  readonly apiUrl: string;
  readonly workerUrl: string;
  readonly queueUrl: string;
  readonly redisUrl: string;
  readonly superuserUrl: string;
  readonly masterKey: string;
  readonly keyStoreDir: string;
  /** The server's own process; each connection is a child of it. */
  readonly postgresPid: number;
  /** As superuser, outside of any row-level security: prepares and counts, is never measured. */
  readonly sql: Client;
  /** Starts an app of the hub as its own process, on this record. */
  readonly startApp: (
    app: string,
    environment: Readonly<Record<string, string>>,
    composed?: { readonly evidence: boolean },
  ) => Promise<App>;
  readonly stop: () => Promise<void>;
}

export interface App {
  readonly pid: number;
  readonly address: string;
  readonly stop: () => Promise<void>;
}

const root = resolve(__dirname, '../../..');

const WITHOUT_EVIDENCE = join(__dirname, 'without-evidence.process.js');

/** Several contenders keep pools at once; the number of connections allowed says nothing of speed. */
const settings = { max_connections: '200' };

/** @param also Settings for a record that is filled with much at once. */
export async function openBenchHub(also: Readonly<Record<string, string>> = {}): Promise<BenchHub> {
  const redisUrl = process.env['BENCH_REDIS_URL'];
  if (redisUrl === undefined) throw new Error('BENCH_REDIS_URL is missing. Start the bench by npm run.');
  const dataDir = temporaryDirectory('bench');
  const postgres = await startEmbeddedPostgres({ dataDir, database: 'bench', settings: { ...settings, ...also } });
  cleanUpAfterwards({ pids: [postgres.pid], directories: [dataDir] });
  const secrets = localSecrets(dataDir);
  const keyStoreDir = join(dataDir, 'key-store');
  const options = { dataDir, port: 0, host: '127.0.0.1', demo: false, databaseUrl: postgres.ownerUrl };
  const { apiUrl, workerUrl, queueUrl } = await openDatabases(options, secrets, join(root, 'config/operations'));
  const sql = new Client({ connectionString: postgres.superuserUrl });
  await sql.connect();
  const running: App[] = [];
  return {
    ...{ apiUrl, workerUrl, queueUrl, redisUrl, sql },
    superuserUrl: postgres.superuserUrl,
    masterKey: secrets.masterKey,
    keyStoreDir,
    postgresPid: postgres.pid,
    startApp: async (app, environment, { evidence } = { evidence: true }) => {
      const main = evidence ? [join(root, 'dist/apps', app, 'main.js')] : [WITHOUT_EVIDENCE, app];
      const started = await startApp(app, [...productFlags(app), ...main], {
        HUB_MASTER_KEY: secrets.masterKey,
        KEY_STORE_DIR: keyStoreDir,
        EVIDENCE_SIGNING_KEY: secrets.evidenceKey,
        ...environment,
      });
      running.push(started);
      return started;
    },
    stop: async () => {
      await Promise.all(running.map((app) => app.stop()));
      await sql.end();
      await postgres.stop();
    },
  };
}

/** The flags of Node.js that an app runs with in production. */
function productFlags(app: string): readonly string[] {
  const { services } = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
    readonly services: Readonly<Record<string, { readonly command: readonly string[] } | undefined>>;
  };
  const command = services[app]?.command ?? [];
  if (command.at(-1) !== `dist/apps/${app}/main.js`) throw new Error(`docker-compose.yml starts no ${app}`);
  return command.slice(0, -1);
}

async function startApp(
  app: string,
  main: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<App> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  // BENCH_NODE_FLAGS: for a profile of the measured process, such as `--cpu-prof`.
  const flags = (process.env['BENCH_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...flags, ...main], {
    env: {
      PATH: process.env['PATH'],
      LOG_LEVEL: 'warn',
      OPERATIONS_DIR: join(root, 'config/operations'),
      PORT: String(port),
      DELIVERY_ALLOW_LOOPBACK: 'true',
      ...environment,
    },
    stdio: ['ignore', 2, 2],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${app} did not start.`);
  cleanUpAfterwards({ pids: [pid], directories: [] });
  const isReady = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error(`${app} ended early; what it said is above.`);
    return fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(5_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  };
  // A record that was just filled with a million rows is still written out.
  await eventually(`${app} is ready`, isReady, 60_000);
  return { pid, address, stop: () => ended(child) };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

/** The most memory that a live process ever held, MB; undefined where the system does not tell. */
export function peakMemory(pid: number): number | undefined {
  const file = `/proc/${pid}/status`;
  const [, kilobytes] = existsSync(file) ? (/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8')) ?? []) : [];
  return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1_024);
}

/** Lets the record settle before the clock starts: statistics as autovacuum would have them, and no checkpoint due. */
export async function settled(sql: Client): Promise<void> {
  await sql.query('VACUUM (ANALYZE)');
  await sql.query('CHECKPOINT');
}
