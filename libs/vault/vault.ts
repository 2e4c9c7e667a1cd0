import { decrypt, encrypt } from './aes-gcm';
import { newDataKey, type KeyProvider } from './key-provider';

/** A data key in hand, and as the database keeps it. Destroying every kept copy erases what it sealed. */
export interface DataKey {
  readonly key: Buffer;
  readonly wrapped: Buffer;
}

/** What a sealed value belongs to. It is bound to the ciphertext: a value moved to another row does not open. */
export interface SealedPlace {
  readonly table: string;
  readonly id: string;
  readonly field: string;
}

const WRAPPED_LENGTH = 12 + 32 + 16;
const associated = (place: SealedPlace): string => `${place.table}/${place.id}/${place.field}`;

/** Envelope encryption: one data key per record, wrapped by the key provider. */
export class Vault {
  constructor(private readonly provider: KeyProvider) {}

  async createDataKey(): Promise<DataKey> {
    const key = newDataKey();
    return { key, wrapped: await this.provider.wrap(key) };
  }

  async openDataKey(wrapped: Buffer): Promise<DataKey> {
    return { key: await this.provider.unwrap(wrapped), wrapped };
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
    return (await this.provider.derive(purpose)).toString('hex');
  }

  /** Seals a value that has no record's data key: its own key travels wrapped in front of it. */
  async sealAlone(value: unknown, place: SealedPlace): Promise<Buffer> {
    const dataKey = await this.createDataKey();
    return Buffer.concat([dataKey.wrapped, this.sealJson(dataKey, value, place)]);
  }

  /**
   * The same for values that come and go together: one key for all of them, wrapped in front of each, so that each still
   * opens by itself.
   */
  async sealAllAlone(values: readonly { readonly value: unknown; readonly place: SealedPlace }[]): Promise<Buffer[]> {
    const dataKey = await this.createDataKey();
    return values.map(({ value, place }) => Buffer.concat([dataKey.wrapped, this.sealJson(dataKey, value, place)]));
  }

  async openAlone(sealed: Buffer, place: SealedPlace): Promise<unknown> {
    const dataKey = await this.openDataKey(sealed.subarray(0, WRAPPED_LENGTH));
    return this.openJson(dataKey, sealed.subarray(WRAPPED_LENGTH), place);
  }
}
