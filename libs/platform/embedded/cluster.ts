import { execFile } from 'node:child_process';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { chownSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Binaries } from './binaries';
import { type DataDirectory } from './data-directory';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres.error';
import { childOptions } from './postmaster';

export const superuser = 'postgres';

/** The passwords of one cluster, made with it and kept in a 0600 file. */
export interface Secrets {
  readonly superuser: string;
  readonly owner: string;
}

/**
 * Makes the cluster unless it is there, and returns its passwords. It is made aside and renamed when whole, so that a
 * start killed in the middle leaves nothing that looks like a cluster.
 * @throws EmbeddedPostgresError `init_failed`, `wrong_major_version`, `password_missing`
 */
export async function ensureCluster(directory: DataDirectory, binaries: Binaries): Promise<Secrets> {
  removeDrafts(directory);
  if (isCluster(directory.cluster)) {
    refuseOtherMajor(directory, binaries);
    if (!existsSync(directory.passwordFile)) throw passwordMissing(directory);
    return readSecrets(directory);
  }
  setAsideRemains(directory);
  if (!existsSync(directory.passwordFile) || readSecrets(directory).superuser === '') writePassword(directory);
  await initialise(directory, binaries);
  return readSecrets(directory);
}

/** `pg_control` is what makes a directory a cluster. */
function isCluster(path: string): boolean {
  return existsSync(join(path, 'global', 'pg_control'));
}

/** What a killed first start left. */
function removeDrafts({ home }: DataDirectory): void {
  for (const name of readdirSync(home).filter((entry) => entry.startsWith('data.new-'))) {
    try {
      rmSync(join(home, name), { recursive: true, force: true });
    } catch {
      // The initdb of a killed hub still writes there; the next start removes it.
    }
  }
}

/** A `data` without pg_control holds no database; it is kept under another name all the same, in case someone knows it. */
function setAsideRemains({ home, cluster }: DataDirectory): void {
  if (!existsSync(cluster)) return;
  if (readdirSync(cluster).length === 0) rmSync(cluster, { recursive: true });
  else renameSync(cluster, join(home, `data.incomplete-${Date.now()}`));
}

function refuseOtherMajor({ cluster }: DataDirectory, binaries: Binaries): void {
  const versionFile = join(cluster, 'PG_VERSION');
  const found = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim() : 'unknown';
  if (found === String(binaries.major)) return;
  throw new EmbeddedPostgresError(
    'wrong_major_version',
    `The data in ${cluster} is of PostgreSQL ${found}, and this hub brings PostgreSQL ${binaries.major}. Dump it with the ` +
      'hub version that made it and restore it here, or choose an empty --data-dir.',
  );
}

function passwordMissing({ passwordFile }: DataDirectory): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'password_missing',
    `The database is there, but its password file ${passwordFile} is gone. Restore it from the backup of the data ` +
      'directory.',
  );
}

function writePassword({ passwordFile, account }: DataDirectory): void {
  const draft = `${passwordFile}.new`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flush: true });
  // initdb reads it as that account.
  if (account !== undefined) chownSync(draft, account.uid, account.gid);
  renameSync(draft, passwordFile);
}

function readSecrets({ passwordFile }: DataDirectory): Secrets {
  const password = readFileSync(passwordFile, 'utf8').trim();
  return {
    superuser: password,
    owner: createHmac('sha256', password).update('liaison-hub database owner').digest('base64url'),
  };
}

async function initialise(directory: DataDirectory, binaries: Binaries): Promise<void> {
  const draft = join(directory.home, `data.new-${randomUUID()}`);
  const args = [
    `--pgdata=${draft}`,
    `--username=${superuser}`,
    `--pwfile=${directory.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // PostgreSQL's own locale: no index breaks when the machine's C library or ICU is upgraded.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  try {
    await promisify(execFile)(binaries.initdb, args, childOptions(directory));
    renameSync(draft, directory.cluster);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true, maxRetries: 3 });
    throw new EmbeddedPostgresError(
      'init_failed',
      `A new database could not be made in ${directory.home}: ${reasonOf(error).trim()}. Check free space and ` +
        'permissions, or choose another --data-dir.',
      error,
    );
  }
}
