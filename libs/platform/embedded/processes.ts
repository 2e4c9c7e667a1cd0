import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { codeOf } from './embedded-postgres.error';

/** A live process, told apart from a later one that got the same pid by when it started. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque; equal exactly when it is the same process. */
  readonly startedAt: string;
  /** The command line; empty when the system does not show it. */
  readonly command: string;
}

/** The live process of this pid; undefined when there is none, or only a zombie that nobody has waited for. */
export function identify(pid: number): ProcessIdentity | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform === 'linux') return identifyByProc(pid);
  if (process.platform === 'win32') return exists(pid) ? { pid, startedAt: 'unknown', command: '' } : undefined;
  return identifyByPs(pid);
}

/** This very process. */
export function self(): ProcessIdentity {
  return identify(process.pid) ?? { pid: process.pid, startedAt: 'unknown', command: '' };
}

/** Whether the process that was identified earlier still lives. */
export function isAlive(known: ProcessIdentity): boolean {
  return identify(known.pid)?.startedAt === known.startedAt;
}

/** Waits until the process is gone; false when it outlives the patience (milliseconds). */
export async function waitUntilGone(known: ProcessIdentity, patience: number): Promise<boolean> {
  const deadline = Date.now() + patience;
  while (isAlive(known)) {
    if (Date.now() > deadline) return false;
    await delay(20);
  }
  return true;
}

function identifyByProc(pid: number): ProcessIdentity | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // Without /proc (a hardened container) a live pid is all that can be known.
    return readOptional('/proc/self/stat') === '' && exists(pid)
      ? { pid, startedAt: 'unknown', command: '' }
      : undefined;
  }
  // The program's name (field 2) may hold spaces and parentheses: count fields from the last one on.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  if (state === 'Z' || state === 'X') return undefined;
  const ticksSinceBoot = fields[19] ?? 'unknown';
  const boot = readOptional('/proc/sys/kernel/random/boot_id').trim();
  const command = readOptional(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
  return { pid, startedAt: `${boot}/${pidNamespace()}/${ticksSinceBoot}`, command };
}

function identifyByPs(pid: number): ProcessIdentity | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-o', 'command=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const match = /^(\S+)\s+(\S+\s+\S+\s+\S+\s+[\d:]+\s+\d{4})\s(.*)$/.exec(line.trim());
    if (match === null || match[1]?.startsWith('Z') === true) return undefined;
    return { pid, startedAt: match[2] ?? 'unknown', command: (match[3] ?? '').trim() };
  } catch {
    return undefined;
  }
}

/** Pids of another container say nothing here, even on the same boot. */
function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function readOptional(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
