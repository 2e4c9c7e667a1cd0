import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { accepts, cleanUpAfterwards, eventually, freePort, temporaryDirectory } from './servers';

export interface PgBouncer<Name extends string> {
  /** The same users and databases through the pooler. */
  readonly urls: Readonly<Record<Name, string>>;
  readonly stop: () => Promise<void>;
}

/** It refuses root: then it runs as `nobody`. */
const NOBODY = 65_534;

/**
 * PgBouncer in transaction mode before the server of these URLs. Connections to PostgreSQL are few and taken in turn, so
 * that what one transaction leaves on its connection meets another one's at once; startup parameters are not ignored.
 */
export async function startPgBouncer<Name extends string>(
  targets: Readonly<Record<Name, string>>,
  connections = 4,
): Promise<PgBouncer<Name>> {
  const entries = Object.entries(targets) as [Name, string][];
  const server = new URL(entries[0]?.[1] ?? '');
  const dir = temporaryDirectory('pgbouncer');
  const port = await freePort();
  const users = entries.map(([, url]) => {
    const { username, password } = new URL(url);
    return `"${decodeURIComponent(username)}" "${decodeURIComponent(password)}"`;
  });
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    pool_mode: 'transaction',
    default_pool_size: connections,
    max_client_conn: 500,
    server_round_robin: 1,
    auth_type: 'scram-sha-256',
    auth_file: join(dir, 'users.txt'),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  writeFileSync(join(dir, 'users.txt'), `${users.join('\n')}\n`, { mode: 0o600 });
  writeFileSync(
    join(dir, 'pgbouncer.ini'),
    ['[databases]', `* = host=${server.hostname} port=${server.port}`, '[pgbouncer]', ...lines, ''].join('\n'),
    { mode: 0o600 },
  );
  const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : undefined;
  if (account) for (const file of ['users.txt', 'pgbouncer.ini']) chownSync(join(dir, file), account.uid, account.gid);
  chmodSync(dir, 0o711);
  const child = spawn(program(), ['-q', join(dir, 'pgbouncer.ini')], { stdio: 'ignore', ...account });
  child.unref();
  const { pid } = child;
  if (pid === undefined) throw new Error(`PgBouncer did not start: ${program()} cannot be run.`);
  const forget = cleanUpAfterwards({ pids: [pid], directories: [] });
  child.once('exit', forget);
  cleanUpAfterwards({ pids: [], directories: [dir] });
  await eventually(`PgBouncer answers on port ${port}`, async () => {
    if (child.exitCode !== null) throw new Error(`PgBouncer ended with ${child.exitCode}.`);
    return accepts(port);
  });
  return {
    urls: Object.fromEntries(entries.map(([name, url]) => [name, through(url, port)])) as Record<Name, string>,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((done) => child.once('exit', done));
      // At once: whoever is still connected is not waited for.
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function through(url: string, port: number): string {
  const changed = new URL(url);
  changed.hostname = '127.0.0.1';
  changed.port = String(port);
  return changed.href;
}

/** `PGBOUNCER`, which `npm test` sets; else the PATH, Debian's place, or what was fetched before. */
function program(): string {
  const given = process.env['PGBOUNCER'];
  if (given !== undefined && given !== '') return given;
  const dirs = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', resolve('.hub/tools/pgbouncer')];
  const found = dirs.map((dir) => join(dir, 'pgbouncer')).find((path) => existsSync(path));
  if (found === undefined) throw new Error('No pgbouncer here: `npm test` fetches one, or set PGBOUNCER.');
  return found;
}
