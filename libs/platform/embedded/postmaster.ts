import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Binaries } from './binaries';
import { type DataDirectory } from './data-directory';
import { reasonOf } from './embedded-postgres.error';
import { readPostmasterFile } from './postmaster-file';
import { identify, isAlive, type ProcessIdentity, waitUntilGone } from './processes';
import { type Settings, settingArguments } from './settings';

/** How a launch ended: serving, still recovering when patience ran out, or gone with what it said. */
export type Launch =
  | { readonly kind: 'ready'; readonly server: ProcessIdentity }
  | { readonly kind: 'starting'; readonly pid: number }
  | { readonly kind: 'gone'; readonly said: string };

export interface LaunchOrder {
  readonly directory: DataDirectory;
  readonly binaries: Binaries;
  readonly port: number;
  readonly settings: Settings;
  /** A pid in a stale postmaster.pid that now belongs to another program. */
  readonly strangerPid: number | undefined;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

const fastShutdownPatience = 30_000;
const immediateShutdownPatience = 10_000;

/** PostgreSQL's programs get neither the hub's environment, which may hold secrets, nor its working directory. */
export function childOptions({ home, account }: DataDirectory): {
  cwd: string;
  env: Record<string, string>;
  uid?: number;
  gid?: number;
} {
  return {
    cwd: home,
    env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/local/bin:/usr/bin:/bin' },
    ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
  };
}

/** Starts the server in a session of its own: Ctrl-C reaches the hub only, which stops the server last. */
export async function launch(order: LaunchOrder): Promise<Launch> {
  const child = spawnServer(order);
  let failure: string | undefined;
  child.on('error', (error) => {
    failure = reasonOf(error);
  });
  child.unref();
  while (Date.now() < order.deadline) {
    await delay(25);
    if (failure !== undefined) return { kind: 'gone', said: failure };
    if (hasExited(child)) return { kind: 'gone', said: lastWords(order.directory, child.pid) };
    const file = readPostmasterFile(order.directory.cluster);
    if (file?.pid !== child.pid || file?.status !== 'ready') continue;
    const server = identify(file.pid);
    if (server !== undefined) return { kind: 'ready', server };
  }
  return { kind: 'starting', pid: child.pid ?? 0 };
}

/** Fast shutdown: sessions are ended, everything is written. Harsher when it outlives its patience; crash-safe always. */
export async function shutDown(server: ProcessIdentity, binaries: Binaries): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', fastShutdownPatience],
    ['SIGQUIT', immediateShutdownPatience],
    ['SIGKILL', immediateShutdownPatience],
  ] as const) {
    if (!isAlive(server)) return;
    send(signal, server.pid, binaries);
    if (await waitUntilGone(server, patience)) return;
  }
}

function spawnServer({ directory, binaries, port, settings, strangerPid }: LaunchOrder): ChildProcess {
  const log = openSync(directory.startupLog, 'w', 0o600);
  try {
    const options = childOptions(directory);
    // PostgreSQL's own way to be told that a live pid in postmaster.pid is not a server. Unlike removing the file this
    // keeps its check for orphaned backends on the same shared memory.
    if (strangerPid !== undefined) options.env['PG_GRANDPARENT_PID'] = String(strangerPid);
    return spawn(binaries.postgres, ['-D', directory.cluster, '-p', String(port), ...settingArguments(settings)], {
      ...options,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
}

/** Windows has no signals; pg_ctl speaks the server's substitute for them. */
function send(signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL', pid: number, binaries: Binaries): void {
  try {
    if (process.platform === 'win32' && signal !== 'SIGKILL') {
      execFileSync(binaries.pgCtl, ['kill', signal.slice('SIG'.length), String(pid)], { stdio: 'ignore' });
    } else {
      process.kill(pid, signal);
    }
  } catch {
    // Gone meanwhile; the wait tells.
  }
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** What the server wrote before its log collector ran, and of the collected log the lines of this very process. */
function lastWords({ startupLog, home }: DataDirectory, pid: number | undefined): string {
  const startup = linesOf(startupLog).filter((line) => !/redirecting log output|Future log output/.test(line));
  const collected = newestFile(join(home, 'log'));
  const own = collected === undefined ? [] : linesOf(collected).filter((line) => line.includes(`[${pid ?? 0}]`));
  return [...startup, ...own].slice(-8).join('\n');
}

function linesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').trim().split('\n');
}

function newestFile(dir: string): string | undefined {
  if (!existsSync(dir)) return undefined;
  const files = readdirSync(dir).map((name) => join(dir, name));
  return files.sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs)[0];
}
