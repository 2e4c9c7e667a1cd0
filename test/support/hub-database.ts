import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { MovableClock } from '#kernel';
import { Directory, loadOperations, seedDirectory, type Operation } from '#directory';
import { scopes, type Caller } from '#identity';
import {
  ApiDatabase,
  Database,
  WorkerDatabase,
  createDataSource,
  migrations,
  prepareDatabase,
} from '#platform/database';
import type { ReferralTools } from '#referrals';
import type { Vault } from '#vault';
import { startPgBouncer } from './pgbouncer';
import { createTestDatabase, dropTestDatabase, type TestDatabase, type TestTemplate } from './postgres';
import { openTestVault, type TestVault } from './test-vault';

/** A database with the newest schema and the seeded operations, and what a use case works with. */
export interface HubDatabase {
  readonly database: TestDatabase;
  readonly apiUrl: string;
  readonly workerUrl: string;
  readonly queueUrl: string;
  readonly api: ApiDatabase;
  readonly worker: WorkerDatabase;
  readonly vault: Vault;
  /** The vault again, with what it stands on. */
  readonly testVault: TestVault;
  readonly directory: Directory;
  /** Stands at the machine's time of opening until it is moved. */
  readonly clock: MovableClock;
  /** The caller behind a body of the seeded operations, with every scope. */
  caller(slug: string): Promise<Caller>;
  /** Runs a use case as a body, in a transaction under that body's context. */
  as<T>(slug: string, work: (tools: ReferralTools) => Promise<T>): Promise<T>;
  /** One statement as the superuser, past every policy: what really is on record. */
  superuser<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface HubDatabaseOptions {
  /** Connections of each pool. */
  readonly poolSize?: number;
  /** Both pools lead through PgBouncer in transaction mode, to four connections each. */
  readonly pooled?: boolean;
}

/** The operations that the repository ships. */
export const seededOperations: readonly Operation[] = loadOperations('config/operations');

const newestSchema = migrations.map((migration) => [migration.name, migration.toString()]);

/** The newest schema, without operations and login users. */
export const schemaTemplate: TestTemplate = {
  key: JSON.stringify(newestSchema),
  prepare: async ({ url }) => {
    const owner = await openOwner(url);
    await owner.runMigrations();
    await owner.destroy();
  },
};

/** The newest schema, the seeded operations, and login users that all its copies share. */
export const hubTemplate: TestTemplate = {
  key: JSON.stringify([newestSchema, seededOperations.map(({ digest }) => digest)]),
  prepare: async (database) => {
    await prepareDatabase({ ownerUrl: database.url, ...sharedLoginsOf(database) });
    const owner = await openOwner(database.url);
    await new Database(owner).transaction({ kind: 'worker' }, (tx) => seedDirectory(tx, seededOperations));
    await owner.destroy();
  },
  rightsTo: (name) => `GRANT CREATE ON DATABASE ${name} TO ${sharedLogin('queue')}`,
};

/** The pool of the schema's owner. */
export async function openOwner(url: string): Promise<DataSource> {
  const owner = createDataSource({ url, applicationName: 'test owner', poolSize: 2 });
  return owner.initialize();
}

const duties = ['api', 'worker', 'queue'] as const;
type Duty = (typeof duties)[number];
type Logins = Readonly<Record<`${Duty}Url`, string>>;

/** URLs of login users for one database; roles belong to the whole server, so their names carry the database's. */
export function loginsOf(database: TestDatabase): Logins {
  return loginsTo(database, (duty) => [ownLogin(database, duty), randomBytes(12).toString('hex')]);
}

/** URLs of the login users that the copies of the hub's template share. */
function sharedLoginsOf(database: TestDatabase): Logins {
  return loginsTo(database, (duty) => [sharedLogin(duty), sharedLogin(duty)]);
}

function loginsTo(database: TestDatabase, login: (duty: Duty) => readonly [name: string, password: string]): Logins {
  const urls = duties.map((duty) => {
    const url = new URL(database.url);
    [url.username, url.password] = login(duty);
    return [`${duty}Url`, url.href];
  });
  return Object.fromEntries(urls) as Logins;
}

const ownLogin = ({ name }: TestDatabase, duty: Duty): string => `hub_${duty}_${name}`;
const sharedLogin = (duty: Duty): string => `hub_${duty}_of_tests`;

/** Removes a database and the login users that were made for it. */
export async function dropHubDatabase(database: TestDatabase): Promise<void> {
  await dropTestDatabase(database);
  const server = new URL(database.superuserUrl);
  server.pathname = '/postgres';
  await withClient(server.href, async (client) => {
    for (const duty of duties) await client.query(`DROP ROLE IF EXISTS ${ownLogin(database, duty)}`);
  });
}

/** A copy of the hub's database of one's own. Close it when the spec ends. */
export async function openHubDatabase(options: HubDatabaseOptions = {}): Promise<HubDatabase> {
  const database = await createTestDatabase(hubTemplate);
  const users = sharedLoginsOf(database);
  const bouncer = options.pooled === true ? await startPgBouncer(users) : undefined;
  const logins = bouncer?.urls ?? users;
  const pooler = bouncer ? 'transaction' : 'none';
  const poolSize = options.poolSize ?? 8;
  const open = (url: string, applicationName: string): Promise<DataSource> =>
    createDataSource({ url, applicationName, poolSize, pooler }).initialize();
  const [apiPool, workerPool] = await Promise.all([
    open(logins.apiUrl, 'test api'),
    open(logins.workerUrl, 'test worker'),
  ]);
  const [api, worker] = [new ApiDatabase(apiPool), new WorkerDatabase(workerPool)];
  const clock = new MovableClock(new Date());
  const testVault = openTestVault({}, clock);
  const { vault } = testVault;
  const directory = new Directory(worker);
  const caller = async (slug: string): Promise<Caller> => {
    const organisationId = await directory.idOf(slug);
    if (organisationId === undefined) throw new Error(`no seeded body ${slug}`);
    return { organisationId, slug, keyId: organisationId, scopes };
  };
  return {
    database,
    ...logins,
    api,
    worker,
    vault,
    testVault,
    directory,
    clock,
    caller,
    as: async (slug, work) => {
      const self = await caller(slug);
      return api.transaction({ kind: 'body', organisationId: self.organisationId }, (tx) =>
        work({ tx, vault, clock, directory, caller: self }),
      );
    },
    superuser: (text, values = []) =>
      withClient(database.superuserUrl, async (client) => (await client.query(text, [...values])).rows as never),
    close: async () => {
      await Promise.all([api.close(), worker.close()]);
      await bouncer?.stop();
      await dropTestDatabase(database);
    },
  };
}

/** One connection, closed afterwards. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
