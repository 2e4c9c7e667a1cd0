import { createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import { ed25519PublicJwk } from './public-jwk';
import { parseSecret } from './secret-format';
import { generateEd25519KeyPair, generateHmacSecret, publicKeyOf } from './secret-generator';
import { keysOf } from './secret-keys';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (minLength: number, maxLength = minLength) => fc.uint8Array({ minLength, maxLength });

describe('a webhook secret', () => {
  it('is read back as the bytes it was made of', () => {
    fc.assert(
      fc.property(bytesOf(24, 64), (bytes) => {
        expect(parseSecret(`whsec_${base64(bytes)}`)).toEqual({ kind: 'hmac', key: Buffer.from(bytes) });
      }),
    );
  });

  it('is refused when too short or too long', () => {
    fc.assert(
      fc.property(fc.oneof(bytesOf(0, 23), bytesOf(65, 100)), (bytes) => {
        expect(() => parseSecret(`whsec_${base64(bytes)}`)).toThrow(/24 to 64 bytes/);
      }),
    );
  });

  it.each([
    ['no prefix', base64(Buffer.alloc(32, 1))],
    ['an unknown prefix', `whxx_${base64(Buffer.alloc(32, 1))}`],
    ['base64url', `whsec_${Buffer.alloc(32, 255).toString('base64url')}`],
    ['no padding', `whsec_${base64(Buffer.alloc(32, 1)).replace('=', '')}`],
    ['a line break', `whsec_${base64(Buffer.alloc(32, 1))}\n`],
    ['a private key of 33 bytes', `whsk_${base64(Buffer.alloc(33, 1))}`],
    ['a public key of 31 bytes', `whpk_${base64(Buffer.alloc(31, 1))}`],
    ['nothing', ''],
  ])('is refused with %s, and not repeated', (_name, secret) => {
    expect(() => parseSecret(secret)).toThrow(/invalid_input/);
    expect(() => parseSecret(secret)).not.toThrow(/AQEB|____/);
  });

  it('of ed25519 is refused when its halves do not belong together', () => {
    const mixed = Buffer.concat([Buffer.alloc(32, 1), Buffer.alloc(32, 2)]);
    expect(() => keysOf(`whsk_${base64(mixed)}`)).toThrow(/do not belong together/);
  });

  it('is generated fresh, with its prefix and full length', () => {
    const pair = generateEd25519KeyPair();
    expect(parseSecret(generateHmacSecret())).toMatchObject({ kind: 'hmac', key: { length: 32 } });
    expect(parseSecret(pair.privateKey)).toMatchObject({ kind: 'ed25519-private', publicKey: { length: 32 } });
    expect(publicKeyOf(pair.privateKey)).toBe(pair.publicKey);
    expect(publicKeyOf(pair.publicKey)).toBe(pair.publicKey);
    expect(publicKeyOf(generateHmacSecret())).toBeUndefined();
    expect(generateHmacSecret()).not.toBe(generateHmacSecret());
  });

  it('is imported once', () => {
    const { privateKey } = generateEd25519KeyPair();
    expect(keysOf(privateKey)).toBe(keysOf(privateKey));
  });
});

describe('the JWK of an ed25519 key', () => {
  it('has the thumbprint of RFC 8037, appendix A.3', () => {
    const publicKey = Buffer.from('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', 'base64url');
    expect(ed25519PublicJwk(`whpk_${base64(publicKey)}`)).toEqual({
      kty: 'OKP',
      crv: 'Ed25519',
      x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
      kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
      alg: 'EdDSA',
      use: 'sig',
    });
  });

  it('never holds the private half, and is read by others as the same key', () => {
    const pair = generateEd25519KeyPair();
    const jwk = ed25519PublicJwk(pair.privateKey);
    expect(jwk).toEqual(ed25519PublicJwk(pair.publicKey));
    expect(jwk).not.toHaveProperty('d');
    const imported = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    expect(imported.equals((keysOf(pair.publicKey) as { publicKey: typeof imported }).publicKey)).toBe(true);
  });

  it('does not exist for an HMAC secret', () => {
    expect(() => ed25519PublicJwk(generateHmacSecret())).toThrow(/no public key/);
  });
});
