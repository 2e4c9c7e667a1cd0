import { randomBytes } from 'node:crypto';
import { HubError } from '#kernel';
import { decrypt, encrypt } from './aes-gcm';
import { readReference, writeReference, type KeyReference } from './key-reference';
import type { KeyProvider } from './keys/key-provider';
import { dayOf, type KeyStore } from './store/key-store';

/** A data key in hand, and the reference to it that the database keeps. */
export interface DataKey {
  readonly key: Buffer;
  readonly reference: Buffer;
}

/** What a sealed value belongs to. It is bound to the ciphertext: a value moved to another row does not open. */
export interface SealedPlace {
  readonly table: string;
  readonly id: string;
  readonly field: string;
}

const PURPOSE = 'liaison-hub data key v1';
const associated = (place: SealedPlace): string => `${place.table}/${place.id}/${place.field}`;

/** Envelope encryption: one data key per record, which lies in the key store; the database holds a reference to it. */
export class Vault {
  /** @param provider opens what was wrapped by the master key alone, before there was a key store */
  constructor(
    private readonly store: KeyStore,
    private readonly provider: KeyProvider,
  ) {}

  async createDataKey(): Promise<DataKey> {
    const { key, place } = await this.store.blocks.newKey();
    return { key, reference: writeReference({ kind: 'stored', place }) };
  }

  /** @throws HubError `erased` when the key was destroyed. */
  async openDataKey(reference: Buffer): Promise<DataKey> {
    return { key: await this.keyOf(readReference(reference).reference), reference };
  }

  sealBytes(dataKey: DataKey, bytes: Buffer, place: SealedPlace): Buffer {
    return encrypt(dataKey.key, bytes, associated(place));
  }

  openBytes(dataKey: DataKey, sealed: Buffer, place: SealedPlace): Buffer {
    return decrypt(dataKey.key, sealed, associated(place));
  }

  sealJson(dataKey: DataKey, value: unknown, place: SealedPlace): Buffer {
    return encrypt(dataKey.key, Buffer.from(JSON.stringify(value)), associated(place));
  }

  openJson(dataKey: DataKey, sealed: Buffer, place: SealedPlace): unknown {
    return JSON.parse(decrypt(dataKey.key, sealed, associated(place)).toString('utf8')) as unknown;
  }

  /** A secret for keyed digests of one purpose, hexadecimal: what is digested cannot be guessed without it. */
  async digestSecret(purpose: string): Promise<string> {
    return (await this.store.derive(purpose)).toString('hex');
  }

  /** Seals a value that has no record's data key: the reference to its own key travels in front of it. */
  async sealAlone(value: unknown, place: SealedPlace): Promise<Buffer> {
    const dataKey = await this.createDataKey();
    return Buffer.concat([dataKey.reference, this.sealJson(dataKey, value, place)]);
  }

  /**
   * The same for values that are kept for days only and come together: their key is wrapped by the key of the day, in
   * front of each, and gone when the day is forgotten.
   */
  async sealForDays(
    at: Date,
    values: readonly { readonly value: unknown; readonly place: SealedPlace }[],
  ): Promise<Buffer[]> {
    const day = dayOf(at);
    const key = randomBytes(32);
    const wrapped = encrypt(await this.store.dayKey(day), key, PURPOSE);
    const dataKey = { key, reference: writeReference({ kind: 'daily', day, wrapped }) };
    return values.map(({ value, place }) => Buffer.concat([dataKey.reference, this.sealJson(dataKey, value, place)]));
  }

  /** @throws HubError `erased` when the key was destroyed. */
  async openAlone(sealed: Buffer, place: SealedPlace): Promise<unknown> {
    const { reference, rest } = readReference(sealed);
    return this.openJson({ key: await this.keyOf(reference), reference: sealed }, rest, place);
  }

  /** Destroys data keys in the key store: what they sealed opens nowhere any more. References from before it name none. */
  async destroy(references: readonly Buffer[]): Promise<void> {
    const places = references.map((bytes) => readReference(bytes).reference).filter(hasPlace);
    await this.store.blocks.destroy(places.map(({ place }) => place));
  }

  /**
   * Takes a key that only the master key wraps into the key store. The reference is another, the key and what it sealed
   * stay.
   *
   * @returns undefined when there is nothing to be done
   */
  async adopt(sealed: Buffer): Promise<Buffer | undefined> {
    const { reference, rest } = readReference(sealed);
    if (reference.kind !== 'unmarked') return undefined;
    const [key, stored] = [await this.keyOf(reference), await this.store.blocks.newKey()];
    const wrapped = encrypt(stored.key, key, PURPOSE);
    return Buffer.concat([writeReference({ kind: 'adopted', place: stored.place, wrapped }), rest]);
  }

  private async keyOf(reference: KeyReference): Promise<Buffer> {
    switch (reference.kind) {
      case 'stored':
        return this.store.blocks.keyAt(reference.place);
      case 'adopted':
        return decrypt(await this.store.blocks.keyAt(reference.place), reference.wrapped, PURPOSE);
      case 'daily':
        return decrypt(await this.knownDay(reference.day), reference.wrapped, PURPOSE);
      case 'unmarked':
        return this.provider.unwrap(reference.wrapped);
    }
  }

  private async knownDay(day: number): Promise<Buffer> {
    const key = await this.store.knownDayKey(day);
    if (!key) throw new HubError('erased', 'This was kept for some days only; its key is destroyed.');
    return key;
  }
}

function hasPlace(reference: KeyReference): reference is Extract<KeyReference, { kind: 'stored' | 'adopted' }> {
  return reference.kind === 'stored' || reference.kind === 'adopted';
}
