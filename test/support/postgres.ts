import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '#platform/embedded';
import { cleanUpAfterwards, temporaryDirectory } from './servers';

/** A database of one spec file. */
export interface TestDatabase {
  readonly name: string;
  /** As its owner: may create roles, is no superuser, so row-level security holds. */
  readonly url: string;
  readonly superuserUrl: string;
}

/** A database made once per server and copied for each spec, such as one with all migrations applied. */
export interface TestTemplate {
  /** Changes whenever the content does: a hash of the migrations' names is a good one. */
  readonly key: string;
  readonly prepare: (database: TestDatabase) => Promise<void>;
  /** SQL that gives a copy of this name what PostgreSQL copies with no database: the rights to the database itself. */
  readonly rightsTo?: (name: string) => string;
}

const ownerName = 'test_owner';

/** Any number: taken while a template or the owner role is made, so that parallel workers make it once. */
const setUpLock = 7_316_201;

/** Settings of a server whose data nobody will miss. */
const forgetful = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

/**
 * The superuser's URL of the test server: the one `npm test` started (`TEST_POSTGRES_URL`), else one of this process,
 * which ends with it.
 */
export async function startTestPostgres(): Promise<string> {
  const given = process.env['TEST_POSTGRES_URL'];
  if (given !== undefined && given !== '') return given;
  // Jest gives each spec file fresh modules and globals, so what this process started is remembered in a file.
  const note = join(tmpdir(), `liaison-hub-test-${process.getuid?.() ?? 0}`, `postgres-${process.pid}.url`);
  const started = await stillServing(note);
  if (started !== undefined) return started;
  const dataDir = temporaryDirectory('postgres');
  const server = await startEmbeddedPostgres({ dataDir, database: 'test', settings: forgetful });
  cleanUpAfterwards({ pids: [server.pid], directories: [dataDir, note] });
  mkdirSync(join(note, '..'), { recursive: true, mode: 0o700 });
  writeFileSync(`${note}.new`, server.superuserUrl, { mode: 0o600 });
  renameSync(`${note}.new`, note);
  return server.superuserUrl;
}

/** A database of one's own; a copy of the template when one is given. */
export async function createTestDatabase(template?: TestTemplate): Promise<TestDatabase> {
  const serverUrl = await startTestPostgres();
  const database = describeDatabase(serverUrl, `test_${randomBytes(6).toString('hex')}`);
  await withClient(serverUrl, async (client) => {
    await ensureOwner(client);
    const source = template === undefined ? 'template1' : await ensureTemplate(client, serverUrl, template);
    // Copying its files takes a third of the time that writing them through the log does.
    await client.query(`CREATE DATABASE ${database.name} OWNER ${ownerName} TEMPLATE ${source} STRATEGY file_copy`);
    if (template?.rightsTo) await client.query(template.rightsTo(database.name));
  });
  return database;
}

/** Ends its sessions and removes it. */
export async function dropTestDatabase(database: TestDatabase): Promise<void> {
  await withClient(await startTestPostgres(), async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${database.name} WITH (FORCE)`);
  });
}

async function ensureTemplate(client: Client, serverUrl: string, { key, prepare }: TestTemplate): Promise<string> {
  const name = `template_${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
  await locked(client, async () => {
    if (await exists(client, name)) return;
    const draft = describeDatabase(serverUrl, `${name}_draft`);
    await client.query(`DROP DATABASE IF EXISTS ${draft.name} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${draft.name} OWNER ${ownerName}`);
    await prepare(draft);
    // Sessions that `prepare` left open would forbid the copies.
    await client.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [draft.name]);
    await client.query(`ALTER DATABASE ${draft.name} RENAME TO ${name}`);
  });
  return name;
}

async function ensureOwner(client: Client): Promise<void> {
  await locked(client, async () => {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [ownerName]);
    if (rowCount !== 0) return;
    await client.query(`CREATE ROLE ${ownerName} LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS PASSWORD '${ownerName}'`);
  });
}

async function locked(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [setUpLock]);
  try {
    await work();
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [setUpLock]);
  }
}

async function exists(client: Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  return rowCount !== 0;
}

function describeDatabase(serverUrl: string, name: string): TestDatabase {
  const superuserUrl = new URL(serverUrl);
  superuserUrl.pathname = `/${name}`;
  const url = new URL(superuserUrl);
  url.username = ownerName;
  url.password = ownerName;
  return { name, url: url.href, superuserUrl: superuserUrl.href };
}

async function stillServing(note: string): Promise<string | undefined> {
  if (!existsSync(note)) return undefined;
  const url = readFileSync(note, 'utf8');
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
    return url;
  } catch {
    // Left by an earlier process of the same pid.
    return undefined;
  }
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
