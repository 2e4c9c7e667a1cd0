import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCodeOf } from '#hub-client';
import { isUuid, type Uuid } from '#kernel';
import { Ledger } from './ledger';

/** The endpoint that the partner registered, with the secret that was shown once. */
export interface OwnEndpoint {
  readonly id: Uuid;
  readonly secret: string;
}

interface Kept {
  readonly endpoint?: OwnEndpoint;
  readonly webhooks: readonly string[];
  readonly messages: readonly string[];
}

/**
 * What a partner's system has to know after a restart: its endpoint, and what it has acted upon. Kept in one small file,
 * replaced as a whole on every change and closed to other users; without a file it lasts as long as the process.
 */
export class PartnerMemory {
  readonly webhooks: Ledger;
  readonly messages: Ledger;
  private ownEndpoint: OwnEndpoint | undefined;
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: string | undefined,
    kept: Kept,
  ) {
    this.webhooks = new Ledger(kept.webhooks);
    this.messages = new Ledger(kept.messages);
    this.ownEndpoint = kept.endpoint;
  }

  /** @throws Error when the file is there and cannot be read as what it should be. */
  static async open(file?: string): Promise<PartnerMemory> {
    if (file === undefined) return new PartnerMemory(undefined, { webhooks: [], messages: [] });
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    return new PartnerMemory(file, await keptIn(file));
  }

  get endpoint(): OwnEndpoint | undefined {
    return this.ownEndpoint;
  }

  async keepEndpoint(endpoint: OwnEndpoint): Promise<void> {
    this.ownEndpoint = endpoint;
    await this.save();
  }

  /** Returns once everything finished until now is on disk. */
  async save(): Promise<void> {
    const write = this.writing.then(() => this.write());
    // One failed write must not fail all later ones.
    this.writing = write.catch(() => undefined);
    await write;
  }

  private async write(): Promise<void> {
    if (this.file === undefined) return;
    const kept: Kept = {
      ...(this.ownEndpoint ? { endpoint: this.ownEndpoint } : {}),
      webhooks: this.webhooks.remembered(),
      messages: this.messages.remembered(),
    };
    await writeFile(`${this.file}.new`, JSON.stringify(kept), { mode: 0o600 });
    await rename(`${this.file}.new`, this.file);
  }
}

async function keptIn(file: string): Promise<Kept> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return { webhooks: [], messages: [] };
    throw error;
  }
  const kept = keptFrom(text);
  if (!kept) throw new Error(`The state file ${file} is damaged. Delete it: the partner then registers anew.`);
  return kept;
}

function keptFrom(text: string): Kept | undefined {
  try {
    const { endpoint, webhooks, messages } = JSON.parse(text) as Partial<Record<keyof Kept, unknown>>;
    if (!isTextList(webhooks) || !isTextList(messages)) return undefined;
    return { webhooks, messages, ...(isEndpoint(endpoint) ? { endpoint } : {}) };
  } catch {
    return undefined;
  }
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isEndpoint(value: unknown): value is OwnEndpoint {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('secret' in value)) return false;
  return typeof value.id === 'string' && isUuid(value.id) && typeof value.secret === 'string';
}
