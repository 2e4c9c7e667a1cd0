import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { KeyProvider } from '../keys/key-provider';
import { DRAFT, overwrite, replaceFile, writeOnce } from './durable-file';
import { KeyBlocks } from './key-blocks';

const DAY = 86_400_000;
/** What is sealed by the key of a day may be asked for so many days later at most. */
const DAYS_KEPT = 3;
/** A draft that nobody finished for so long was left by a kill, milliseconds. */
const LEFT_OVER = 3_600_000;
const ROOT_FILE = 'digest.key';
const DAY_FILE = /^(\d{1,6})\.key$/;

/** How far the wrapped keys of the store follow the current version. */
export interface KeyringStanding {
  readonly current: string;
  /** Wrapped keys by the version that wrapped them. */
  readonly versions: Readonly<Record<string, number>>;
}

/**
 * The keys of what the database holds, in files beside it: a copy of the database opens nothing without the store, and
 * nothing at all that was erased from the store. Every file of keys is wrapped by the provider.
 */
export class KeyStore {
  readonly blocks: KeyBlocks;
  private readonly days = new Map<number, Promise<Buffer>>();
  private root: Promise<Buffer> | undefined;
  /** One purpose per body and use: so few that they are kept for as long as the process lives. */
  private readonly derived = new Map<string, Buffer>();

  /** @param firstRoot what digests were keyed by before there was a store, where that is so */
  constructor(
    private readonly directory: string,
    private readonly provider: KeyProvider,
    private readonly firstRoot?: Buffer,
  ) {
    this.blocks = new KeyBlocks(join(directory, 'blocks'), provider);
  }

  /** The key of a day (days since 1970, UTC), made when it is first asked for. For what is kept for days only. */
  dayKey(day: number): Promise<Buffer> {
    return remember(this.days, day, () =>
      this.keyFile(join(this.directory, 'days', `${day}.key`), () => randomBytes(32)),
    );
  }

  /** The key of a day, or undefined when it is forgotten. */
  async knownDayKey(day: number): Promise<Buffer | undefined> {
    const wrapped = await contentOf(join(this.directory, 'days', `${day}.key`));
    return wrapped && this.provider.unwrap(wrapped);
  }

  /** Destroys the keys of days that are three days old: what was sealed on them is gone, in every copy of the database. */
  async forgetDays(now: Date): Promise<number> {
    const kept = dayOf(now) - DAYS_KEPT;
    const names = await listed(join(this.directory, 'days'));
    let forgotten = 0;
    for (const name of names) {
      const day = Number(DAY_FILE.exec(name)?.[1]);
      if (!(day < kept)) continue;
      this.days.delete(day);
      await overwrite(join(this.directory, 'days', name));
      await rm(join(this.directory, 'days', name), { force: true });
      forgotten += 1;
    }
    return forgotten;
  }

  /** 32 bytes for keyed digests of a purpose; the same for as long as the store lives, whatever wraps it. */
  async derive(purpose: string): Promise<Buffer> {
    this.root ??= this.keyFile(join(this.directory, ROOT_FILE), () => this.firstRoot ?? randomBytes(32)).catch(
      (error: unknown) => {
        this.root = undefined;
        throw error;
      },
    );
    const root = await this.root;
    const known = this.derived.get(purpose);
    if (known) return known;
    const secret = Buffer.from(hkdfSync('sha256', root, '', `liaison-hub ${purpose}`, 32));
    this.derived.set(purpose, secret);
    return secret;
  }

  /** Which versions wrap what is in the store. */
  async standing(): Promise<KeyringStanding> {
    const versions: Record<string, number> = {};
    for (const file of await this.keyFiles()) {
      const wrapped = await contentOf(file);
      if (!wrapped) continue;
      const version = this.provider.versionOf(wrapped) ?? 'unknown';
      versions[version] = (versions[version] ?? 0) + 1;
    }
    return { current: await this.provider.current(), versions };
  }

  /**
   * Wraps again what the current version did not wrap. A kill in the middle leaves each file as it was or as it is to be;
   * the next run goes on with the rest, and two at once do the same work twice.
   *
   * @returns how many were wrapped again
   */
  async rewrap(now: Date, stopping?: AbortSignal): Promise<number> {
    const current = await this.provider.current();
    let rewrapped = 0;
    // A day that may be forgotten meanwhile is left out: it would come back.
    for (const file of await this.keyFiles(dayOf(now) - DAYS_KEPT)) {
      if (stopping?.aborted === true) break;
      const wrapped = await contentOf(file);
      if (!wrapped || this.provider.versionOf(wrapped) === current) continue;
      await replaceFile(file, await this.provider.wrap(await this.provider.unwrap(wrapped)));
      rewrapped += 1;
    }
    return rewrapped;
  }

  /** Removes what a kill left half-written. */
  async clearDrafts(now: Date): Promise<void> {
    for (const folder of ['', 'blocks', 'days'])
      for (const name of await listed(join(this.directory, folder))) {
        if (!name.endsWith(DRAFT)) continue;
        const path = join(this.directory, folder, name);
        const at = await stat(path).catch(() => undefined);
        if (at && now.getTime() - at.mtimeMs > LEFT_OVER) await rm(path, { force: true });
      }
  }

  private async keyFiles(afterDay = -1): Promise<string[]> {
    const files: string[] = [];
    for (const folder of ['', 'days', 'blocks'])
      for (const name of await listed(join(this.directory, folder)))
        if (name.endsWith('.key') && !(Number(DAY_FILE.exec(name)?.[1]) <= afterDay))
          files.push(join(this.directory, folder, name));
    return files;
  }

  /** The key in a file, which one of those that ask at once makes. */
  private async keyFile(path: string, make: () => Buffer): Promise<Buffer> {
    const kept = await contentOf(path);
    if (kept) return this.provider.unwrap(kept);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const key = make();
    if (await writeOnce(path, await this.provider.wrap(key))) return key;
    return this.provider.unwrap(await readFile(path));
  }
}

/** Days since 1970, UTC. */
export function dayOf(at: Date): number {
  return Math.floor(at.getTime() / DAY);
}

async function contentOf(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
}

async function listed(directory: string): Promise<string[]> {
  return readdir(directory).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
}

function remember<Key, Value>(known: Map<Key, Promise<Value>>, key: Key, make: () => Promise<Value>): Promise<Value> {
  const kept = known.get(key);
  if (kept) return kept;
  const making = make().catch((error: unknown) => {
    known.delete(key);
    throw error;
  });
  known.set(key, making);
  return making;
}
