import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { codeOf } from './embedded-postgres.error';

/** The account PostgreSQL runs as when the hub is root: PostgreSQL refuses root. */
export interface ServiceAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const accountName = 'liaison-hub';

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * For root: the owner of an existing cluster, else the system account `liaison-hub`, created when absent; where no
 * account can be made (read-only /etc) `postgres` or `nobody`. Undefined for an ordinary user, who runs it as oneself.
 */
export function serviceAccount(clusterDir: string): ServiceAccount | undefined {
  if (!isRoot()) return undefined;
  const account = ownerOf(clusterDir) ?? lookUp(accountName) ?? create() ?? lookUp('postgres') ?? lookUp('nobody');
  if (account === undefined)
    throw new Error('No system account to run PostgreSQL as: create a user named liaison-hub.');
  return account;
}

function ownerOf(dir: string): ServiceAccount | undefined {
  try {
    const { uid, gid } = statSync(dir);
    return uid === 0 ? undefined : { name: `uid ${uid}`, uid, gid };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function lookUp(name: string): ServiceAccount | undefined {
  const uid = idOf('-u', name);
  const gid = idOf('-g', name);
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { name, uid, gid };
}

function create(): ServiceAccount | undefined {
  const tools: readonly (readonly [string, readonly string[]])[] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', accountName]],
    ['adduser', ['-S', '-D', '-H', '-h', '/nonexistent', accountName]],
  ];
  for (const [tool, args] of tools) {
    try {
      execFileSync(tool, args, { stdio: 'ignore' });
    } catch {
      // Absent tool, or another process created the account first: the look-up decides.
    }
    const account = lookUp(accountName);
    if (account !== undefined) return account;
  }
  return undefined;
}

function idOf(flag: '-u' | '-g', name: string): number | undefined {
  try {
    return Number.parseInt(
      execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
      10,
    );
  } catch {
    return undefined;
  }
}
