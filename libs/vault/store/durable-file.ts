import { randomBytes } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Written beside its place first, so that a kill leaves the old file, the new one, or nothing. */
export const DRAFT = '.new';

/** Writes a file that only this user reads; whoever has it under its name has all of it, also after a power cut. */
export async function replaceFile(path: string, bytes: Buffer): Promise<void> {
  const draft = await writeDraft(path, bytes);
  await rename(draft, path);
  await syncDirectory(dirname(path));
}

/** The same for a file that must not be there yet: of several that write it at once, one does. @returns whether it was this one */
export async function writeOnce(path: string, bytes: Buffer): Promise<boolean> {
  const draft = await writeDraft(path, bytes);
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  await syncDirectory(dirname(path));
  return true;
}

/** Puts zeros in the place of what a file holds. */
export async function overwrite(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    await file.write(Buffer.alloc(size), 0, size, 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writeDraft(path: string, bytes: Buffer): Promise<string> {
  const draft = `${path}.${randomBytes(6).toString('hex')}${DRAFT}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  return draft;
}

/** A name is as durable as its directory. Windows keeps names by itself, and opens no directories. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
