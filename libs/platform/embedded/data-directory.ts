import { chmodSync, chownSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres.error';
import { firstClosedDirectory } from './reachability';
import { isRoot, serviceAccount, type ServiceAccount } from './service-account';

/** Where everything of one embedded PostgreSQL lies, under the hub's data directory. All paths are real paths. */
export interface DataDirectory {
  readonly root: string;
  /** Owned by the account that PostgreSQL runs as; closed to all others. */
  readonly home: string;
  /** PostgreSQL's own data directory (PGDATA). */
  readonly cluster: string;
  /** The superuser's password; also the seed of the owner's. Mode 0600. */
  readonly passwordFile: string;
  /** What the server says before its log collector runs; written anew at each start. */
  readonly startupLog: string;
  readonly account: ServiceAccount | undefined;
}

/** Where the hub keeps its data unless told otherwise: /var/lib/liaison-hub for root, `.hub` here for a user. */
export function defaultDataDir(): string {
  return isRoot() ? '/var/lib/liaison-hub' : resolve('.hub');
}

/** @throws EmbeddedPostgresError `data_dir_unreachable` */
export function prepareDataDirectory(dataDir: string): DataDirectory {
  try {
    makeDirectory(resolve(dataDir));
    const root = realpathSync(resolve(dataDir));
    const home = join(root, 'postgres');
    const account = serviceAccount(home);
    if (account !== undefined) refuseUnlessReachable(root, account);
    mkdirSync(home, { recursive: true, mode: 0o700 });
    if (account !== undefined) chownSync(home, account.uid, account.gid);
    chmodSync(home, 0o700);
    return {
      root,
      home,
      cluster: join(home, 'data'),
      passwordFile: join(home, 'password'),
      startupLog: join(home, 'startup.log'),
      account,
    };
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    throw new EmbeddedPostgresError(
      'data_dir_unreachable',
      `The data directory ${dataDir} cannot be used (${reasonOf(error)}). ` +
        'Run the hub as the user who owns it, or choose another with --data-dir.',
      error,
    );
  }
}

/** Directories made here can be passed through by the service account, whatever root's umask. */
function makeDirectory(path: string): void {
  const first = mkdirSync(path, { recursive: true });
  if (first === undefined || !isRoot()) return;
  for (let dir = path; ; dir = dirname(dir)) {
    chmodSync(dir, 0o711);
    if (dir === first || dir === dirname(dir)) return;
  }
}

function refuseUnlessReachable(root: string, account: ServiceAccount): void {
  const closed = firstClosedDirectory(root, account);
  if (closed === undefined) return;
  throw new EmbeddedPostgresError(
    'data_dir_unreachable',
    `PostgreSQL does not run as root, and its account (${account.name}) cannot enter ${closed} on the way to the data ` +
      `directory ${root}. Run \`chmod o+x ${closed}\`, or choose another with --data-dir (root's default: ` +
      '/var/lib/liaison-hub).',
  );
}
