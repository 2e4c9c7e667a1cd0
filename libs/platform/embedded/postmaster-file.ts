import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from './embedded-postgres.error';

/** What a running server says of itself in `postmaster.pid` (PostgreSQL's miscadmin.h, LOCK_FILE_LINE_*). */
export interface PostmasterFile {
  readonly pid: number;
  readonly dataDir: string;
  /** Undefined while it has not got that far. */
  readonly port: number | undefined;
  readonly status: 'starting' | 'stopping' | 'ready' | 'standby' | undefined;
}

const statuses = ['starting', 'stopping', 'ready', 'standby'] as const;

/** Undefined when there is no file, or none that a server could have written. */
export function readPostmasterFile(cluster: string): PostmasterFile | undefined {
  try {
    return parsePostmasterFile(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const [pid, dataDir, , port, , , , status] = text.split('\n').map((line) => line.trim());
  const number = Number(pid);
  if (dataDir === undefined || !Number.isInteger(number) || number <= 0) return undefined;
  return {
    pid: number,
    dataDir,
    port: Number(port) > 0 ? Number(port) : undefined,
    status: statuses.find((known) => known === status),
  };
}
