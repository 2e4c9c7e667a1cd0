import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Binaries, prepareBinaries } from './binaries';
import { ensureCluster, type Secrets, superuser } from './cluster';
import { answers, ensureDatabase, host, owner, urlOf } from './connection';
import { type DataDirectory, prepareDataDirectory } from './data-directory';
import { EmbeddedPostgresError } from './embedded-postgres.error';
import { acquireOwnerLock, type OwnerLock } from './owner-lock';
import { launch, shutDown } from './postmaster';
import { readPostmasterFile } from './postmaster-file';
import { identify, type ProcessIdentity } from './processes';
import { defaultSettings, type Settings } from './settings';

export interface EmbeddedPostgresOptions {
  /** Made when absent; holds the cluster, its password, its log and the lock. One hub at a time. */
  readonly dataDir: string;
  /** The database to serve; made when absent, owned by the owner role. */
  readonly database: string;
  /** TCP port on 127.0.0.1; a free one is chosen when left out. A server that is still running keeps its own. */
  readonly port?: number;
  /** Over the defaults, by PostgreSQL's names. */
  readonly settings?: Settings;
  /** Milliseconds to wait for the server, crash recovery included; 120 000 when left out. */
  readonly startTimeout?: number;
}

/** A running embedded PostgreSQL. It outlives a killed hub; the next start on the directory takes it over. */
export interface EmbeddedPostgres {
  readonly host: typeof host;
  readonly port: number;
  readonly database: string;
  /** Owns the database, may create roles, is no superuser: for migrations. */
  readonly owner: string;
  readonly ownerPassword: string;
  readonly ownerUrl: string;
  readonly superuser: string;
  readonly superuserPassword: string;
  readonly superuserUrl: string;
  readonly pid: number;
  /** Whether it was already running: left behind by a hub that was killed. */
  readonly adopted: boolean;
  /** Shuts the server down and gives the data directory free. Can be called again. */
  stop(): Promise<void>;
}

interface Running {
  readonly server: ProcessIdentity;
  readonly port: number;
  readonly adopted: boolean;
}

interface Setting {
  readonly directory: DataDirectory;
  readonly binaries: Binaries;
  readonly secrets: Secrets;
  readonly options: EmbeddedPostgresOptions;
  readonly deadline: number;
}

const defaultStartTimeout = 120_000;

/** Said while the backends of a killed server still end, or when another start on the directory came first. */
const passing = /still in use|lock file ".*" already exists/;
const portTaken = /Address already in use|could not create any TCP\/IP sockets/;

/** @throws EmbeddedPostgresError whose message tells the operator what to do. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const directory = prepareDataDirectory(options.dataDir);
  const lock = acquireOwnerLock(directory.root);
  try {
    const binaries = prepareBinaries(directory);
    const secrets = await ensureCluster(directory, binaries);
    const deadline = Date.now() + (options.startTimeout ?? defaultStartTimeout);
    const running = await run({ directory, binaries, secrets, options, deadline });
    await ensureDatabase(running.port, secrets, options.database);
    return handle(running, { lock, binaries, secrets, database: options.database });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Takes over the server that runs on the directory, or starts one; waits while one is shutting down or recovering. */
async function run(setting: Setting): Promise<Running> {
  const { directory, secrets, deadline } = setting;
  for (;;) {
    const file = readPostmasterFile(directory.cluster);
    const holder = file === undefined ? undefined : identify(file.pid);
    if (holder === undefined || !servesThis(holder, directory)) {
      const started = await tryLaunch(setting, file?.pid);
      if (started !== undefined) return started;
    } else if (file?.port !== undefined && (await answers(file.port, directory, secrets))) {
      return { server: holder, port: file.port, adopted: true };
    }
    if (Date.now() > deadline) throw unresponsive(directory, holder?.pid);
    await delay(100);
  }
}

async function tryLaunch(setting: Setting, stalePid: number | undefined): Promise<Running | undefined> {
  const { directory, binaries, secrets, options, deadline } = setting;
  const port = options.port ?? (await freePort());
  const settings = { ...defaultSettings, ...options.settings };
  const outcome = await launch({ directory, binaries, port, settings, strangerPid: stalePid, deadline });
  switch (outcome.kind) {
    case 'ready':
      if (await answers(port, directory, secrets)) return { server: outcome.server, port, adopted: false };
      return undefined;
    case 'starting':
      throw unresponsive(directory, outcome.pid);
    case 'gone':
      if (passing.test(outcome.said)) return undefined;
      if (portTaken.test(outcome.said) && options.port === undefined) return undefined;
      throw new EmbeddedPostgresError(
        'start_failed',
        `PostgreSQL did not start on ${directory.cluster}. It said:\n${outcome.said}\nMore in ${directory.home}/log.`,
      );
  }
}

/** A pid is reused in time: the process must be a PostgreSQL of this very directory. A hidden command line may be it. */
function servesThis(holder: ProcessIdentity, { cluster }: DataDirectory): boolean {
  return holder.command === '' || (holder.command.includes('postgres') && holder.command.includes(cluster));
}

function handle(
  running: Running,
  parts: { lock: OwnerLock; binaries: Binaries; secrets: Secrets; database: string },
): EmbeddedPostgres {
  const { lock, binaries, secrets, database } = parts;
  let stopping: Promise<void> | undefined;
  return {
    host,
    port: running.port,
    database,
    owner,
    ownerPassword: secrets.owner,
    ownerUrl: urlOf(owner, secrets.owner, running.port, database),
    superuser,
    superuserPassword: secrets.superuser,
    superuserUrl: urlOf(superuser, secrets.superuser, running.port, database),
    pid: running.server.pid,
    adopted: running.adopted,
    stop: () => (stopping ??= shutDown(running.server, binaries).finally(lock.release)),
  };
}

function unresponsive({ cluster, home }: DataDirectory, pid: number | undefined): EmbeddedPostgresError {
  const who = pid === undefined ? 'PostgreSQL' : `The PostgreSQL process ${pid}`;
  return new EmbeddedPostgresError(
    'unresponsive',
    `${who} holds ${cluster}, but does not answer. After a crash it may still be replaying its log: look into ${home}/log ` +
      'and start the hub again later; a server that hangs can be ended, nothing acknowledged is lost.',
  );
}

async function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, host, () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('No free TCP port on 127.0.0.1.'));
      });
    });
  });
}
