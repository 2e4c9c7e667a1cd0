import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadOperations, seedDirectory } from '#directory';
import { issueApiKey, scopes } from '#identity';
import { systemClock, type Uuid } from '#kernel';
import { ApiDatabase, Database, createDataSource, prepareDatabase } from '#platform/database';
import { demoPeople, type DemoPerson } from '../../apps/hub/demo-people';
import { schemaTemplate } from './hub-database';
import { startPgBouncer } from './pgbouncer';
import { createTestDatabase, dropTestDatabase } from './postgres';
import { printedPassword } from './printed-password';
import { startRedis, type RedisServer } from './redis';
import { repositoryRoot as ROOT } from './repository';
import { cleanUpAfterwards, eventually, freePort, temporaryDirectory } from './servers';

/** The ways in which the hub runs. PgBouncer shares few connections among all processes, by the transaction. */
export type Shape =
  | 'one process on its own PostgreSQL'
  | 'separate processes on PostgreSQL and Redis'
  | 'separate processes behind PgBouncer, on PostgreSQL and Redis';
/** The two that show most: all in one, and all apart. */
export const shapes: readonly Shape[] = [
  'one process on its own PostgreSQL',
  'separate processes behind PgBouncer, on PostgreSQL and Redis',
];

export type HubApp = 'hub' | 'api' | 'routing-worker' | 'delivery-worker' | 'tracking-worker' | 'meetings-worker';

/** A hub that really runs, as its users have it: compiled, in processes of its own. */
export interface RunningHub {
  readonly api: string;
  /** The process that answers there. */
  readonly front: HubApp;
  /** API key by slug of the body. */
  readonly keys: Readonly<Record<string, string>>;
  readonly credentialsFile: string | undefined;
  readonly redis: RedisServer | undefined;
  /** Where each of its processes shows its figures. */
  readonly figures: readonly string[];
  /** Its database past every policy. */
  readonly superuserUrl: string;
  /** API key of a second officer by slug of the body. */
  readonly secondKeys: Readonly<Record<string, string>>;
  /** Of a person of the demo. */
  passwordOf(email: string): Promise<string>;
  /** What the processes have said so far. */
  output(): string;
  /** SIGKILL: the process is gone at once. */
  kill(app: HubApp): Promise<void>;
  /** Starts a killed process again, on the same data. */
  start(app: HubApp): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a hub in one of its shapes, or in the one that `TEST_HUB_SHAPE` asks for: `npm test -- --only pooler` does.
 * `env` is for each of its processes, and `aof` for the Redis of its own.
 */
export async function startHub(
  shape: Shape,
  env: Readonly<Record<string, string>> = {},
  { aof = false }: { readonly aof?: boolean } = {},
): Promise<RunningHub> {
  if (!existsSync(join(ROOT, 'dist/apps/hub/main.js'))) throw new Error('Nothing is built: run `npm run build` first.');
  switch ((process.env['TEST_HUB_SHAPE'] ?? shape) as Shape) {
    case 'one process on its own PostgreSQL':
      return startOneProcess(env);
    case 'separate processes on PostgreSQL and Redis':
      return startApart(env, { aof });
    case 'separate processes behind PgBouncer, on PostgreSQL and Redis':
      return startApart(env, { aof, pooled: true });
  }
}

/** The superuser of the PostgreSQL that a hub keeps for itself. */
function superuserOf(dataDir: string): string {
  const password = readFileSync(join(dataDir, 'postgres/password'), 'utf8').trim();
  const [, , , port = ''] = readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n');
  return `postgres://postgres:${password}@127.0.0.1:${port}/liaison_hub`;
}

async function startOneProcess(env: Readonly<Record<string, string>>): Promise<RunningHub> {
  const dataDir = temporaryDirectory('hub');
  const [port, figures] = [await freePort(), await freePort()];
  const api = `http://127.0.0.1:${port}`;
  const processes = new Processes(() => ({
    hub: { port, figures, args: ['--port', String(port), '--data-dir', dataDir], env: { ...env } },
  }));
  cleanUpAfterwards({ pids: [], directories: [dataDir] });
  await processes.start('hub');
  const credentialsFile = join(dataDir, 'demo-credentials.json');
  await eventually('the keys of the demo are written', () => existsSync(credentialsFile));
  const { bodies } = JSON.parse(readFileSync(credentialsFile, 'utf8')) as {
    bodies: Record<string, { apiKey: string; secondApiKey: string }>;
  };
  return {
    api,
    front: 'hub',
    keys: Object.fromEntries(Object.entries(bodies).map(([slug, { apiKey }]) => [slug, apiKey])),
    credentialsFile,
    redis: undefined,
    figures: [figuresAt(figures)],
    superuserUrl: superuserOf(dataDir),
    secondKeys: Object.fromEntries(Object.entries(bodies).map(([slug, { secondApiKey }]) => [slug, secondApiKey])),
    passwordOf: (email) => Promise.resolve(printedPassword(processes.output, email)),
    output: () => processes.output,
    kill: (app) => processes.kill(app),
    start: (app) => processes.start(app),
    stop: () => processes.stop(),
  };
}

async function startApart(
  env: Readonly<Record<string, string>>,
  { aof, pooled = false }: { readonly aof: boolean; readonly pooled?: boolean },
): Promise<RunningHub> {
  const database = await createTestDatabase(schemaTemplate);
  const redis = await startRedis({ aof });
  const users = loginsFor(database.url);
  await prepareDatabase({ ownerUrl: database.url, ...users });
  const [keys, secondKeys] = await seed(database.url, users.apiUrl, env['OPERATIONS_DIR']);
  const pooler = pooled ? await startPgBouncer(users) : undefined;
  const logins = pooler?.urls ?? users;
  const directory = temporaryDirectory('hub');
  const keyStoreDir = temporaryDirectory('key-store');
  cleanUpAfterwards({ pids: [], directories: [directory, keyStoreDir] });
  const apps = ['api', 'routing-worker', 'delivery-worker', 'tracking-worker', 'meetings-worker'] as const;
  const ports: Record<string, { readonly port: number; readonly figures: number }> = {};
  for (const app of apps) ports[app] = { port: await freePort(), figures: await freePort() };
  const portsOf = (app: string) => ports[app] ?? { port: 0, figures: 0 };
  const shared = {
    REDIS_URL: redis.url,
    HUB_MASTER_KEY: randomBytes(32).toString('base64'),
    KEY_STORE_DIR: keyStoreDir,
    EVIDENCE_SIGNING_KEY: randomBytes(32).toString('base64'),
    PUBLIC_URL: `http://127.0.0.1:${portsOf('api').port}`,
    DELIVERY_ALLOW_LOOPBACK: 'true',
    DELIVERY_SCHEDULE_SCALE: '0.02',
    LOG_LEVEL: 'warn',
    MAIL_OUTBOX_DIR: join(directory, 'mail-outbox'),
    ...(pooler ? { DATABASE_POOLER: 'transaction' } : {}),
    ...env,
  };
  const credentialsFile = join(directory, 'demo-credentials.json');
  writeFileSync(credentialsFile, JSON.stringify(demoCredentials(shared.PUBLIC_URL, keys, secondKeys)), { mode: 0o600 });
  const worker = (app: string) => ({
    ...portsOf(app),
    args: [],
    env: { ...shared, DATABASE_WORKER_URL: logins.workerUrl },
  });
  const processes = new Processes(() => ({
    api: { ...portsOf('api'), args: [], env: { ...shared, DATABASE_URL: logins.apiUrl } },
    'routing-worker': worker('routing-worker'),
    'delivery-worker': worker('delivery-worker'),
    'tracking-worker': worker('tracking-worker'),
    'meetings-worker': worker('meetings-worker'),
  }));
  try {
    await Promise.all(apps.map((app) => processes.start(app)));
  } catch (error) {
    await processes.stop();
    await pooler?.stop();
    await redis.stop();
    throw error;
  }
  // Made when a spec first asks for one: hashing their passwords takes seconds.
  let people: Promise<readonly DemoPerson[]> | undefined;
  return {
    api: shared.PUBLIC_URL,
    front: 'api',
    keys,
    credentialsFile,
    redis,
    figures: Object.values(ports).map(({ figures }) => figuresAt(figures)),
    superuserUrl: database.superuserUrl,
    secondKeys,
    passwordOf: async (email) => {
      const person = (await (people ??= demoPeople(users.apiUrl))).find((one) => one.email === email);
      if (!person) throw new Error(`nobody of the demo has the address ${email}`);
      return person.password;
    },
    output: () => processes.output,
    kill: (app) => processes.kill(app),
    start: (app) => processes.start(app),
    stop: async () => {
      await processes.stop();
      await pooler?.stop();
      await redis.stop();
      await dropTestDatabase(database);
    },
  };
}

function figuresAt(port: number): string {
  return `http://127.0.0.1:${port}/metrics`;
}

/** As `npm start` writes them for the demo. */
function demoCredentials(api: string, keys: Keys, secondKeys: Keys) {
  const bodies = Object.entries(keys).map(([slug, apiKey]) => [slug, { apiKey, secondApiKey: secondKeys[slug] }]);
  return { api, bodies: Object.fromEntries(bodies) as Record<string, unknown> };
}

/** Login users are known to the whole server, so every database has its own. */
export function loginsFor(ownerUrl: string): { apiUrl: string; workerUrl: string } {
  const suffix = randomBytes(4).toString('hex');
  const login = (name: string): string => {
    const url = new URL(ownerUrl);
    url.username = `${name}_${suffix}`;
    url.password = randomBytes(12).toString('hex');
    return url.href;
  };
  return { apiUrl: login('api'), workerUrl: login('worker') };
}

/** API key by slug of the body. */
export type Keys = Record<string, string>;

/** Operations, by default those that the repository ships, and two keys for each body: those of its two officers. */
export async function seed(
  ownerUrl: string,
  apiUrl: string,
  operations = join(ROOT, 'config/operations'),
): Promise<[Keys, Keys]> {
  const owner = createDataSource({ url: ownerUrl, applicationName: 'seed', poolSize: 1 });
  const api = createDataSource({ url: apiUrl, applicationName: 'keys', poolSize: 1 });
  await Promise.all([owner.initialize(), api.initialize()]);
  const ownerDatabase = new Database(owner);
  const apiDatabase = new ApiDatabase(api);
  try {
    await ownerDatabase.transaction({ kind: 'worker' }, (tx) => seedDirectory(tx, loadOperations(operations)));
    const bodies = await apiDatabase.statement<{ id: Uuid; slug: string }>('SELECT id, slug FROM organisations');
    const [keys, secondKeys]: [Keys, Keys] = [{}, {}];
    for (const { id, slug } of bodies)
      for (const [name, officer] of [
        ['test', keys],
        ['second', secondKeys],
      ] as const)
        officer[slug] = await apiDatabase.transaction(
          { kind: 'body', organisationId: id },
          async (tx) => (await issueApiKey(tx, systemClock, { organisationId: id, name, scopes })).text,
        );
    return [keys, secondKeys];
  } finally {
    await Promise.all([ownerDatabase.close(), apiDatabase.close()]);
  }
}

interface Launch {
  readonly port: number;
  /** Another port, for its figures. */
  readonly figures: number;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The processes of one hub. */
class Processes {
  output = '';
  private readonly running = new Map<HubApp, ChildProcess>();

  constructor(private readonly launches: () => Partial<Record<HubApp, Launch>>) {}

  async start(app: HubApp): Promise<void> {
    const launch = this.launches()[app];
    if (!launch) throw new Error(`this hub has no process ${app}`);
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(ROOT, `dist/apps/${app}/main.js`), ...launch.args],
      {
        cwd: ROOT,
        env: {
          PATH: process.env['PATH'] ?? '',
          PORT: String(launch.port),
          METRICS_PORT: String(launch.figures),
          ...launch.env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    if (child.pid !== undefined) cleanUpAfterwards({ pids: [child.pid], directories: [] });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    this.running.set(app, child);
    await eventually(
      `${app} is ready`,
      async () => {
        if (child.exitCode !== null) throw new Error(`${app} ended with ${child.exitCode}:\n${this.output}`);
        // With a deadline: a question that was asked too early may stay without an answer.
        return fetch(`http://127.0.0.1:${launch.port}/health/ready`, { signal: AbortSignal.timeout(5_000) }).then(
          ({ ok }) => ok,
          () => false,
        );
      },
      120_000,
    );
  }

  async kill(app: HubApp): Promise<void> {
    await this.end(app, 'SIGKILL');
  }

  async stop(): Promise<void> {
    await Promise.all([...this.running.keys()].map((app) => this.end(app, 'SIGTERM')));
  }

  private async end(app: HubApp, signal: NodeJS.Signals): Promise<void> {
    const child = this.running.get(app);
    this.running.delete(app);
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await ended;
  }
}
