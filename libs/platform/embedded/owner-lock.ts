import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, EmbeddedPostgresError } from './embedded-postgres.error';
import { identify, self } from './processes';

/** The right of one hub process to a data directory. */
export interface OwnerLock {
  readonly release: () => void;
}

interface Holder {
  readonly pid: number;
  readonly startedAt: string;
  /** Two locks of one process differ. */
  readonly token: string;
}

const attempts = 20;

/**
 * Takes `<dataDir>/hub.lock` for this process. A lock whose process is gone, or whose pid now belongs to another
 * process, is taken over.
 * @throws EmbeddedPostgresError `already_running` while another hub lives on the directory.
 */
export function acquireOwnerLock(dataDir: string): OwnerLock {
  const file = join(dataDir, 'hub.lock');
  const mine: Holder = { pid: self().pid, startedAt: self().startedAt, token: randomUUID() };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (publish(file, mine)) {
      return {
        release: () => {
          if (readHolder(file)?.token === mine.token) rmSync(file, { force: true });
        },
      };
    }
    const holder = readHolder(file);
    if (holder !== undefined && lives(holder)) throw refusal(dataDir, holder);
    setAside(file, holder);
  }
  throw new EmbeddedPostgresError(
    'already_running',
    `Several hubs are starting on ${dataDir} at once. Start one only, or give each its own --data-dir.`,
  );
}

/** A link appears whole or not at all, so nobody reads a half-written lock. */
function publish(file: string, holder: Holder): boolean {
  const draft = `${file}.${holder.token}`;
  writeFileSync(draft, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes a dead holder's lock; a lock that someone else took meanwhile is put back. */
function setAside(file: string, dead: Holder | undefined): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = readHolder(aside);
  try {
    if (moved !== undefined && moved.token !== dead?.token) linkSync(aside, file);
  } finally {
    rmSync(aside, { force: true });
  }
}

function lives(holder: Holder): boolean {
  return identify(holder.pid)?.startedAt === holder.startedAt;
}

function readHolder(file: string): Holder | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const value: unknown = JSON.parse(text);
    return isHolder(value) ? value : undefined;
  } catch {
    // Cut short by a full disk or a power failure: nobody holds it.
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, startedAt, token } = value as Record<string, unknown>;
  return typeof pid === 'number' && typeof startedAt === 'string' && typeof token === 'string';
}

function refusal(dataDir: string, holder: Holder): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'already_running',
    `Another hub (process ${holder.pid}) runs on the data directory ${dataDir}. ` +
      'Stop it first, or give this one its own directory with --data-dir.',
  );
}
