import { Client } from 'pg';
import { type Secrets, superuser } from './cluster';
import { type DataDirectory } from './data-directory';
import { codeOf, EmbeddedPostgresError } from './embedded-postgres.error';

export const host = '127.0.0.1';
export const owner = 'hub_owner';

const invalidPassword = '28P01';

/**
 * Whether our own server for this directory answers on the port. SCRAM proves both sides know the password.
 * @throws EmbeddedPostgresError `password_rejected` when a server is there and knows another password.
 */
export async function answers(port: number, directory: DataDirectory, secrets: Secrets): Promise<boolean> {
  try {
    return await asSuperuser(port, secrets, async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      return rows[0]?.data_directory === directory.cluster;
    });
  } catch (error) {
    if (codeOf(error) !== invalidPassword) return false;
    throw new EmbeddedPostgresError(
      'password_rejected',
      `The PostgreSQL on port ${port} does not accept the password in ${directory.passwordFile}. Restore that file from ` +
        'the backup it belongs to, together with the data.',
      error,
    );
  }
}

/** The owner's role and database, made when absent; the owner may create roles, and is not above row-level security. */
export async function ensureDatabase(port: number, secrets: Secrets, database: string): Promise<void> {
  await asSuperuser(port, secrets, async (client) => {
    // The server may still be at the last statement of a hub that was killed here: it ends before this lock is free.
    await client.query(`SELECT pg_advisory_lock(hashtext('liaison-hub owner and database'))`);
    const role = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [owner]);
    const verb = role.rowCount === 0 ? 'CREATE' : 'ALTER';
    await client.query(
      `${verb} ROLE ${client.escapeIdentifier(owner)} LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS ` +
        `PASSWORD ${client.escapeLiteral(secrets.owner)}`,
    );
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount !== 0) return;
    const [name, role2] = [client.escapeIdentifier(database), client.escapeIdentifier(owner)];
    await client.query(`CREATE DATABASE ${name} OWNER ${role2}`);
  });
}

export function urlOf(user: string, password: string, port: number, database: string): string {
  return `postgresql://${user}:${encodeURIComponent(password)}@${host}:${port}/${encodeURIComponent(database)}`;
}

async function asSuperuser<T>(port: number, secrets: Secrets, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    host,
    port,
    user: superuser,
    password: secrets.superuser,
    database: 'postgres',
    ssl: false,
    connectionTimeoutMillis: 2_000,
    query_timeout: 30_000,
  });
  // A server that dies meanwhile fails the running query; the event would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
