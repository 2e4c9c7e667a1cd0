import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A fresh directory under the system's temporary one, which other accounts may pass through (PostgreSQL under root). */
export function temporaryDirectory(purpose: string): string {
  const dir = mkdtempSync(join(tmpdir(), `liaison-hub-${purpose}-`));
  chmodSync(dir, 0o711);
  return dir;
}

/** A TCP port on 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('No free TCP port on 127.0.0.1.'));
      });
    });
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

/**
 * When this process ends, however it ends, kills the pids and removes the directories. A small process watches for it
 * and so works after SIGKILL too; one call for many leftovers is cheaper than many calls.
 */
export function cleanUpAfterwards(leftovers: { pids: readonly number[]; directories: readonly string[] }): void {
  const script = `
    const { rmSync } = require('node:fs');
    const { pids, directories, parent } = JSON.parse(process.argv[1]);
    const poll = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(poll);
      for (const pid of pids) try { process.kill(pid, 'SIGQUIT'); } catch {}
      setTimeout(() => {
        for (const dir of directories) rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      }, pids.length > 0 ? 1000 : 0);
    }, 250);`;
  const order = JSON.stringify({ ...leftovers, parent: process.pid });
  spawn(process.execPath, ['-e', script, order], { stdio: 'ignore', detached: true }).unref();
}
