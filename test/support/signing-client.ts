import { createHash, KeyObject } from 'node:crypto';
import { createSigner, httpbis } from 'http-message-signatures';
import type { TestKeyPair } from './oauth-client';

/** What a client sends, and how it signs it; what is left out is as a good client does it. */
export interface SignedCall {
  readonly method?: string;
  readonly path: string;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The address that is signed; left out: the one that is called. */
  readonly signedPath?: string;
  readonly fields?: readonly string[];
  readonly created?: Date;
  readonly keyid?: string;
  readonly alg?: string;
}

export interface SignedMessage {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  ES256: 'ecdsa-p256-sha256',
  ES384: 'ecdsa-p384-sha384',
  PS256: 'rsa-pss-sha512',
  Ed25519: 'ed25519',
};

/** A system that signs its requests by a library that is not the hub's. */
export class SigningClient {
  constructor(
    private readonly publicUrl: string,
    private readonly token: string,
    private readonly pair: TestKeyPair,
    private readonly now: () => Date,
  ) {}

  async signed({ path, json, ...call }: SignedCall): Promise<SignedMessage> {
    const { method = json === undefined ? 'GET' : 'POST' } = call;
    const body = json === undefined ? undefined : JSON.stringify(json);
    const headers: Record<string, string> = {
      authorization: `Bearer ${this.token}`,
      ...(body === undefined
        ? {}
        : {
            'content-type': 'application/json',
            'content-digest': `sha-256=:${createHash('sha256').update(body).digest('base64')}:`,
          }),
      ...call.headers,
    };
    const fields = call.fields ?? [
      ...['@method', '@target-uri', 'authorization'],
      ...['content-digest', 'idempotency-key'].filter((name) => name in headers),
    ];
    const { headers: signedHeaders } = await httpbis.signMessage(
      {
        key: createSigner(
          KeyObject.from(this.pair.privateKey),
          ALGORITHMS[this.pair.alg] ?? this.pair.alg,
          call.keyid ?? this.pair.jwk.kid,
        ),
        fields: [...fields],
        params: ['created', 'keyid', 'alg'],
        paramValues: { created: call.created ?? this.now(), ...(call.alg === undefined ? {} : { alg: call.alg }) },
      },
      { method, url: `${this.publicUrl}${call.signedPath ?? path}`, headers },
    );
    return { method, headers: signedHeaders, ...(body === undefined ? {} : { body }) };
  }
}
