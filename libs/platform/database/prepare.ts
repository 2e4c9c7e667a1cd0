import type { DataSource } from 'typeorm';
import { SESSION_TIMEOUTS_MS, createDataSource } from './data-source';

export interface PrepareOptions {
  /** URL of the role that owns the schema and may create roles. Used here only; no serving process needs it. */
  readonly ownerUrl: string;
  /** URLs of the login users that the processes use; created with these passwords when absent. */
  readonly apiUrl: string;
  readonly workerUrl: string;
  /** URL of the login user that keeps wake-ups in PostgreSQL, where there is no Redis: it owns the schema "queue" only. */
  readonly queueUrl?: string;
}

/**
 * Brings a database to the newest schema and gives the login users their group role. Safe to run again and from
 * several processes at once: an advisory lock lets one do it.
 */
export async function prepareDatabase(options: PrepareOptions): Promise<{ migrated: string[] }> {
  const owner = createDataSource({
    url: options.ownerUrl,
    applicationName: 'liaison-hub migrate',
    poolSize: 2,
    // A migration of a large table, and the wait for another process's migrations, take what they take.
    statementTimeoutMs: 0,
  });
  await owner.initialize();
  const lock = owner.createQueryRunner();
  try {
    await lock.query(`SELECT pg_advisory_lock(hashtext('liaison-hub migrations'))`);
    const migrated = await owner.runMigrations();
    await ensureLogin(owner, options.apiUrl, 'liaison_api');
    await ensureLogin(owner, options.workerUrl, 'liaison_worker');
    if (options.queueUrl !== undefined) await ensureQueueSchema(owner, options.queueUrl);
    return { migrated: migrated.map((migration) => migration.name) };
  } finally {
    await lock.query(`SELECT pg_advisory_unlock_all()`).catch(() => undefined);
    await lock.release();
    await owner.destroy();
  }
}

async function ensureLogin(owner: DataSource, url: string, group?: string): Promise<string | undefined> {
  const { username, password } = new URL(url);
  const name = decodeURIComponent(username);
  const [row] = await owner.query<{ user: string; secret: string; present: boolean }[]>(
    `SELECT quote_ident($1) AS "user", quote_literal($2) AS secret,
            EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS present`,
    [name, decodeURIComponent(password)],
  );
  if (!row) return undefined;
  await owner.query(
    row.present
      ? `ALTER ROLE ${row.user} LOGIN PASSWORD ${row.secret}`
      : `CREATE ROLE ${row.user} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD ${row.secret}`,
  );
  if (group !== undefined) {
    await owner.query(`GRANT ${group} TO ${row.user}`);
    // A pooler opens the connections by itself: what holds for each of them is said of the user.
    for (const [setting, milliseconds] of Object.entries(SESSION_TIMEOUTS_MS))
      await owner.query(`ALTER ROLE ${row.user} SET ${setting} = ${milliseconds}`);
  }
  return row.user;
}

async function ensureQueueSchema(owner: DataSource, url: string): Promise<void> {
  const user = await ensureLogin(owner, url);
  if (user === undefined) return;
  await owner.query(`GRANT ${user} TO CURRENT_USER`);
  // BullMQ says CREATE SCHEMA IF NOT EXISTS at each start, which asks for the right even when the schema is there.
  const [database] = await owner.query<{ name: string }[]>(`SELECT quote_ident(current_database()) AS name`);
  await owner.query(`GRANT CREATE ON DATABASE ${database?.name ?? ''} TO ${user}`);
  await owner.query(`CREATE SCHEMA IF NOT EXISTS queue AUTHORIZATION ${user}`);
}
