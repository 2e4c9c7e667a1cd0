import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { mkdir, open as openFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HubError } from '#kernel';
import type { KeyProvider } from '../keys/key-provider';
import { replaceFile } from './durable-file';
import { SLOT, SLOTS, writePlace, type Place } from './place';

/** A key of the store, and where it lies. */
export interface StoredKey {
  readonly place: Place;
  readonly key: Buffer;
}

interface FreshBlock {
  readonly id: string;
  readonly blockKey: Buffer;
  readonly slots: Buffer;
  used: number;
}

/** When so many slots are left the next block is made, so that nobody waits for it. */
const NEXT_AT = SLOTS / 4;
/** Block keys that are remembered: asking a key service for one takes a while. */
const REMEMBERED = 4_096;

/**
 * Keys by the thousand: a block is a file of 1,024 random slots and a small one with the wrapped key of the block. A key is
 * made of both, so it is gone for good when its slot is overwritten, and the slots alone are worth nothing. A block is on
 * disk before its first key is used, and belongs to the process that made it until its slots are used up; what a process
 * leaves unused stays so. Slots are overwritten in place and wrapped keys are replaced, each in a file of its own, so that
 * destroying and re-wrapping never undo one another.
 */
export class KeyBlocks {
  private fresh: FreshBlock | undefined;
  private next: Promise<FreshBlock> | undefined;
  private readonly blockKeys = new Map<string, Promise<Buffer>>();
  /** Slots that were read in this turn of the event loop. */
  private readonly open = new Map<string, number>();

  constructor(
    private readonly directory: string,
    private readonly provider: KeyProvider,
  ) {}

  /** A key that nobody has yet. */
  async newKey(): Promise<StoredKey> {
    while (!this.fresh || this.fresh.used >= SLOTS) {
      const upcoming = this.upcoming();
      const block = await upcoming;
      // Of several that waited for it, the first puts it in use.
      if (this.next !== upcoming) continue;
      this.next = undefined;
      this.fresh = block;
    }
    const { id, blockKey, slots } = this.fresh;
    const place = { block: id, slot: this.fresh.used };
    this.fresh.used += 1;
    // Nobody waits for this one here: whoever needs it meets its error.
    if (SLOTS - this.fresh.used === NEXT_AT) this.upcoming().catch(() => undefined);
    const slot = slots.subarray(place.slot * SLOT, (place.slot + 1) * SLOT);
    const key = keyOf(blockKey, place, slot);
    slot.fill(0);
    return { place, key };
  }

  /**
   * The key at a place, as its slot stands on disk now.
   *
   * @throws HubError `erased` when it was destroyed
   */
  async keyAt(place: Place): Promise<Buffer> {
    const blockKey = await this.blockKey(place.block);
    const slot = this.readSlot(place);
    if (slot.every((byte) => byte === 0))
      throw new HubError('erased', 'This was erased: its key is destroyed, and nobody can read it any more.');
    return keyOf(blockKey, place, slot);
  }

  /** Overwrites the slots; done again, it changes nothing. @throws Error when a block is not there: nothing can be said of it. */
  async destroy(places: readonly Place[]): Promise<void> {
    const blocks = new Map<string, number[]>();
    for (const { block, slot } of places) blocks.set(block, [...(blocks.get(block) ?? []), slot]);
    for (const [block, slots] of blocks) {
      const file = await openFile(this.slotsFile(block), 'r+');
      try {
        for (const slot of slots) await file.write(Buffer.alloc(SLOT), 0, SLOT, slot * SLOT);
        await file.sync();
      } finally {
        await file.close();
      }
    }
  }

  private upcoming(): Promise<FreshBlock> {
    this.next ??= this.makeBlock().catch((error: unknown) => {
      this.next = undefined;
      throw error;
    });
    return this.next;
  }

  private async makeBlock(): Promise<FreshBlock> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const id = randomBytes(8).toString('hex');
    const [blockKey, slots] = [randomBytes(SLOT), randomBytes(SLOT * SLOTS)];
    await replaceFile(this.slotsFile(id), slots);
    await replaceFile(this.keyFile(id), await this.provider.wrap(blockKey));
    return { id, blockKey, slots, used: 0 };
  }

  private blockKey(block: string): Promise<Buffer> {
    const known = this.blockKeys.get(block);
    if (known) return known;
    const reading = readFile(this.keyFile(block))
      .then((wrapped) => this.provider.unwrap(wrapped))
      .catch((error: unknown) => {
        this.blockKeys.delete(block);
        throw missing(error) ? new Error(`block ${block} is not in the key store`, { cause: error }) : error;
      });
    this.blockKeys.set(block, reading);
    const [oldest] = this.blockKeys.keys();
    if (this.blockKeys.size > REMEMBERED && oldest !== undefined) this.blockKeys.delete(oldest);
    return reading;
  }

  /** 32 bytes of a file that the system has in memory: a thread for each would cost more than the reading. */
  private readSlot({ block, slot }: Place): Buffer {
    const bytes = Buffer.alloc(SLOT);
    if (readSync(this.opened(block), bytes, 0, SLOT, slot * SLOT) !== SLOT)
      throw new Error(`block ${block} is cut short`);
    return bytes;
  }

  /**
   * The slots of a block, open until the event loop's turn is over: keys that are asked for together lie in few blocks. Not
   * longer, so that a store that several machines share is looked at as it stands now.
   */
  private opened(block: string): number {
    const known = this.open.get(block);
    if (known !== undefined) return known;
    if (this.open.size === 0)
      setImmediate(() => {
        this.closeAll();
      });
    const file = openSync(this.slotsFile(block), 'r');
    this.open.set(block, file);
    return file;
  }

  private closeAll(): void {
    const files = [...this.open.values()];
    this.open.clear();
    for (const file of files) closeSync(file);
  }

  private slotsFile(block: string): string {
    return join(this.directory, `${block}.slots`);
  }

  private keyFile(block: string): string {
    return join(this.directory, `${block}.key`);
  }
}

function keyOf(blockKey: Buffer, place: Place, slot: Buffer): Buffer {
  return createHmac('sha256', blockKey)
    .update('liaison-hub stored key v1')
    .update(writePlace(place))
    .update(slot)
    .digest();
}

function missing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
