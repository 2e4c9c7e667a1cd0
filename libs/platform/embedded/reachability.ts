import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ServiceAccount } from './service-account';

const execute = 1;

/** The first directory on the way to `path` (itself included) that the account may not enter; undefined if none. */
export function firstClosedDirectory(path: string, account: ServiceAccount): string | undefined {
  return lineage(realpathSync(path)).find((dir) => !mayEnter(dir, account));
}

function lineage(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [...lineage(parent), path];
}

function mayEnter(dir: string, account: ServiceAccount): boolean {
  const { mode, uid, gid } = statSync(dir);
  if (uid === account.uid) return (mode & (execute << 6)) !== 0;
  if (gid === account.gid) return (mode & (execute << 3)) !== 0;
  return (mode & execute) !== 0;
}
