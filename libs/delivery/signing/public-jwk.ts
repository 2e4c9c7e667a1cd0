import { createHash } from 'node:crypto';
import { HubError } from '#kernel';
import { keysOf, rawPublicKey } from './secret-keys';

/** An ed25519 public key as a JWK (RFC 8037). `kid` is its RFC 7638 thumbprint, so it names the key itself. */
export interface Ed25519PublicJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly alg: 'EdDSA';
  readonly use: 'sig';
}

/** The public JWK of a `whsk_` or `whpk_` key. Throws HubError `invalid_input` for an HMAC secret. */
export function ed25519PublicJwk(key: string): Ed25519PublicJwk {
  const keys = keysOf(key);
  if (keys.kind === 'hmac') {
    throw new HubError('invalid_input', 'An HMAC secret has no public key to publish. Use a whsk_ or whpk_ key.');
  }
  const x = rawPublicKey(keys.publicKey).toString('base64url');
  const thumbprint = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`);
  return { kty: 'OKP', crv: 'Ed25519', x, kid: thumbprint.digest('base64url'), alg: 'EdDSA', use: 'sig' };
}
