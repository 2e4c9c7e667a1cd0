import { invalidInput } from '#kernel';
import { encryptionKeyOf, thumbprintOf, type EncryptionKey } from './encryption-key';

/** `thin`: ids and times only. `encrypted`: what the body may read as well, encrypted to its key. */
export const payloads = ['thin', 'encrypted'] as const;
export type Payload = (typeof payloads)[number];

/** What an endpoint is sent. */
export interface PayloadChoice {
  readonly payload: Payload;
  readonly encryptionKey: EncryptionKey | null;
}

/** What its body asks for. A member that is left out stays. */
export interface PayloadWish {
  readonly payload?: Payload | undefined;
  /** A public JWK. */
  readonly encryptionKey?: Readonly<Record<string, unknown>> | undefined;
}

export const THIN: PayloadChoice = { payload: 'thin', encryptionKey: null };

/** @throws HubError `invalid_input` for a key that cannot be used, and for `encrypted` without a key. */
export async function choosePayload(before: PayloadChoice, wish: PayloadWish): Promise<PayloadChoice> {
  const encryptionKey =
    wish.encryptionKey === undefined ? before.encryptionKey : await encryptionKeyOf(wish.encryptionKey);
  const payload = wish.payload ?? before.payload;
  if (payload === 'encrypted' && encryptionKey === null)
    throw invalidInput([
      {
        pointer: '/encryptionKey',
        code: 'required',
        message: 'is needed for encrypted content: send your public key as a JWK, or "payload": "thin"',
      },
    ]);
  return { payload, encryptionKey };
}

/** What the evidence says of a choice: the key by its thumbprint, since a `kid` is the partner's own words. */
export async function payloadDetail({ payload, encryptionKey }: PayloadChoice): Promise<Record<string, unknown>> {
  return { payload, ...(encryptionKey ? { key: await thumbprintOf(encryptionKey) } : {}) };
}
