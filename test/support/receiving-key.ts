import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { compactDecrypt } from 'jose';

/** A receiver's key pair: content is encrypted to the public part and opened by the private one. */
export interface ReceivingKey {
  readonly publicJwk: JsonWebKey;
  readonly privateJwk: JsonWebKey;
  /** The content of a webhook's raw body; undefined when it carries none. @throws Error when it is for another key. */
  open(raw: string): Promise<unknown>;
}

export function receivingKey(namedCurve = 'P-256'): ReceivingKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve });
  return {
    publicJwk: publicKey.export({ format: 'jwk' }),
    privateJwk: privateKey.export({ format: 'jwk' }),
    open: async (raw) => {
      const { encrypted } = (JSON.parse(raw) as { data: { encrypted?: string } }).data;
      if (encrypted === undefined) return undefined;
      const { plaintext } = await compactDecrypt(encrypted, privateKey);
      return JSON.parse(Buffer.from(plaintext).toString('utf8')) as unknown;
    },
  };
}
