import { randomInt } from 'node:crypto';
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { repositoryRoot } from './repository';

/** A fresh directory under the system's temporary one, which other accounts may pass through (PostgreSQL under root). */
export function temporaryDirectory(purpose: string): string {
  const dir = mkdtempSync(join(tmpdir(), `liaison-hub-${purpose}-`));
  chmodSync(dir, 0o711);
  return dir;
}

/** Below the ports that the system gives to connections that go out; divided, so that specs side by side never take the same. */
const FIRST_PORT = 12_000;
const PORTS_OF_WORKER = 2_000;
const WORKERS = 10;
let nextPort = randomInt(PORTS_OF_WORKER);

/** A TCP port on 127.0.0.1 that is free, and that no other spec of this run is given. */
export async function freePort(): Promise<number> {
  const first = FIRST_PORT + (Number(process.env['JEST_WORKER_ID'] ?? 0) % WORKERS) * PORTS_OF_WORKER;
  for (let tried = 0; tried < PORTS_OF_WORKER; tried += 1) {
    nextPort = (nextPort + 1) % PORTS_OF_WORKER;
    if (await isFree(first + nextPort)) return first + nextPort;
  }
  throw new Error('No free TCP port on 127.0.0.1.');
}

function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, '127.0.0.1', () =>
      probe.close(() => {
        resolve(true);
      }),
    );
  });
}

/** Polls a condition; rejects with its name when it has not come true within `patience` milliseconds. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  patience = 15_000,
): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited ${patience} ms in vain: ${what}`);
    await delay(25);
  }
}

/** Whether something accepts connections on the port. */
export async function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

/** Whether the pid belongs to a live process. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

interface Leftovers {
  readonly pids: readonly number[];
  readonly directories: readonly string[];
}

let watcher: Writable | undefined;

/**
 * When this process ends, however it ends, kills the pids and removes the directories. One small process watches for it,
 * for all calls, and so works after SIGKILL too: the pipe between the two then ends.
 *
 * @returns forgets them: a pid that is free again may soon be another's.
 */
export function cleanUpAfterwards({ pids, directories }: Leftovers): () => void {
  watcher ??= startWatcher();
  const tell = (forget: boolean): void => {
    watcher?.write(`${JSON.stringify({ pids, directories, forget })}\n`);
  };
  tell(false);
  return () => {
    tell(true);
  };
}

function startWatcher(): Writable {
  const program = join(repositoryRoot, 'scripts/lib/clean-up.mjs');
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  // Neither the watcher nor the pipe to it may keep a finished test from ending.
  child.unref();
  (child.stdin as Socket).unref();
  child.stdin.on('error', () => undefined);
  return child.stdin;
}
