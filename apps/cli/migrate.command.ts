import { readFileSync } from 'node:fs';
import { DatabaseConfig } from '#config/database.config';
import { DirectoryConfig } from '#config/directory.config';
import { ConfigError, loadConfig } from '#config/load-config';
import { MessagesConfig } from '#config/messages.config';
import { QueueConfig } from '#config/queue.config';
import { loadOperations, seedDirectory, type Operation } from '#directory';
import { kindsForRules, messageKinds } from '#messages';
import { Database, createDataSource, prepareDatabase } from '#platform/database';

export type Environment = Readonly<Record<string, string | undefined>>;
export type Print = (line: string) => void;

export interface MigrateTargets {
  readonly ownerUrl: string;
  readonly apiUrl: string;
  readonly workerUrl: string;
  readonly queueUrl?: string;
  readonly operationsDir: string;
  readonly kindsDir?: string;
}

const classes = {
  database: DatabaseConfig,
  directory: DirectoryConfig,
  messages: MessagesConfig,
  queue: QueueConfig,
} as const;

/**
 * What `migrate` works on, from the environment.
 *
 * @throws ConfigError with everything that is missing or wrong.
 */
export function migrateTargets(environment: Environment): MigrateTargets {
  const { database, directory, messages, queue } = loadConfig(classes, environment, (path) =>
    readFileSync(path, 'utf8'),
  );
  const { ownerUrl, apiUrl, workerUrl } = database;
  if (ownerUrl === undefined || apiUrl === undefined || workerUrl === undefined)
    throw new ConfigError([
      ...(ownerUrl === undefined ? ['DATABASE_OWNER_URL is missing: the role that owns the schema'] : []),
      ...(apiUrl === undefined ? ['DATABASE_URL is missing: the login user of the API, made when absent'] : []),
      ...(workerUrl === undefined ? ['DATABASE_WORKER_URL is missing: the workers’ login user, made when absent'] : []),
    ]);
  // One user in two duties would see what neither may see alone.
  const users = [ownerUrl, apiUrl, workerUrl, ...(queue.databaseUrl ? [queue.databaseUrl] : [])].map(
    (url) => new URL(url).username,
  );
  if (new Set(users).size < users.length)
    throw new ConfigError([
      'DATABASE_OWNER_URL, DATABASE_URL, DATABASE_WORKER_URL and QUEUE_DATABASE_URL must name different users',
    ]);
  return {
    ownerUrl,
    apiUrl,
    workerUrl,
    ...(queue.databaseUrl === undefined ? {} : { queueUrl: queue.databaseUrl }),
    operationsDir: directory.operationsDir,
    ...(messages.kindsDir === undefined ? {} : { kindsDir: messages.kindsDir }),
  };
}

/** Brings the database to the newest schema, makes the login users, and seeds the operations. Safe to run again. */
export async function migrate(environment: Environment, print: Print): Promise<void> {
  const targets = migrateTargets(environment);
  // Read first: a mistake in an operation file is told before anything is changed.
  const operations = operationsOf(targets.operationsDir, targets.kindsDir);
  const { migrated } = await prepareDatabase(targets);
  print(migrated.length > 0 ? `Migrations run: ${migrated.join(', ')}` : 'The schema was up to date.');
  const users = [targets.apiUrl, targets.workerUrl, ...(targets.queueUrl === undefined ? [] : [targets.queueUrl])];
  print(`Login users: ${users.map((url) => decodeURIComponent(new URL(url).username)).join(', ')}`);
  await seedOperations(targets.ownerUrl, operations, print);
}

/** Brings the operations on record up to the operation files, and nothing else. */
export async function seed(environment: Environment, print: Print): Promise<void> {
  const { database, directory, messages } = loadConfig(classes, environment, (path) => readFileSync(path, 'utf8'));
  if (database.ownerUrl === undefined)
    throw new ConfigError(['DATABASE_OWNER_URL is missing: the role that owns the schema']);
  await seedOperations(database.ownerUrl, operationsOf(directory.operationsDir, messages.kindsDir), print);
}

/** The operation files; their rules may speak of the deployment's own kinds of message. */
function operationsOf(dir: string, kindsDir: string | undefined): Operation[] {
  if (kindsDir !== undefined) messageKinds.addFrom(kindsDir);
  return loadOperations(dir, { messageKinds: kindsForRules() });
}

async function seedOperations(ownerUrl: string, operations: readonly Operation[], print: Print): Promise<void> {
  const owner = createDataSource({ url: ownerUrl, applicationName: 'liaison-hub seed', poolSize: 1 });
  await owner.initialize();
  const database = new Database(owner);
  try {
    const versions = await database.transaction({ kind: 'worker' }, async (tx) => {
      const read = `SELECT id, rule_set_version AS version FROM operations`;
      const before = await tx.rows<{ id: string; version: number }>(read);
      await seedDirectory(tx, operations);
      const after = await tx.rows<{ id: string; version: number }>(read);
      return after.map(({ id, version }) => ({ id, version, was: before.find((row) => row.id === id)?.version }));
    });
    for (const { id, bodies } of operations) {
      const now = versions.find((row) => row.id === id);
      const change = now?.was === undefined ? 'new' : now.was === now.version ? 'unchanged' : `was ${now.was}`;
      print(`Operation ${id}: ${bodies.length} bodies, rule set ${now?.version ?? 0} (${change})`);
    }
  } finally {
    await database.close();
  }
}
