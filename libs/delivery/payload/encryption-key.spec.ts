import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { compactDecrypt } from 'jose';
import { HubError } from '#kernel';
import { encryptTo } from './encrypt';
import { encryptionKeyOf } from './encryption-key';
import { THIN, choosePayload } from './payload-choice';

type Jwk = Record<string, string>;

function pairOn(curve: string): { readonly publicJwk: Jwk; readonly privateJwk: Jwk; readonly privateKey: KeyObject } {
  const pair = curve === 'X25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('ec', { namedCurve: curve });
  const jwk = (key: KeyObject) => key.export({ format: 'jwk' }) as Jwk;
  return { publicJwk: jwk(pair.publicKey), privateJwk: jwk(pair.privateKey), privateKey: pair.privateKey };
}

const pairs = ['P-256', 'P-384', 'P-521', 'X25519'].map((curve) => [curve, pairOn(curve)] as const);
const { publicJwk, privateJwk } = pairs[0]![1];

/** What a key is refused for. */
async function refusal(given: Record<string, unknown>): Promise<HubError> {
  return encryptionKeyOf(given).then(
    () => {
      throw new Error('the key was taken');
    },
    (error: unknown) => error as HubError,
  );
}

describe.each(pairs)('a public key on %s', (_, pair) => {
  it('opens what is encrypted to it, and the header says how', async () => {
    const key = await encryptionKeyOf(pair.publicJwk);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (value) => {
        const jwe = await encryptTo(key, value);
        const { plaintext, protectedHeader } = await compactDecrypt(jwe, pair.privateKey);
        expect(Buffer.from(plaintext).toString()).toBe(JSON.stringify(value));
        expect(protectedHeader).toEqual({
          ...{ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', typ: 'JOSE', cty: 'json', kid: key.kid },
          epk: expect.objectContaining({ kty: key.kty, crv: key.crv }) as unknown,
        });
      }),
      { numRuns: 10 },
    );
  });

  it('never makes the same twice, and is opened by no other', async () => {
    const key = await encryptionKeyOf(pair.publicJwk);
    const [one, two] = [await encryptTo(key, {}), await encryptTo(key, {})];
    expect(one).not.toBe(two);
    await expect(compactDecrypt(one, pairOn(key.crv).privateKey)).rejects.toThrow();
  });

  it('is kept with its thumbprint for a name when it has none', async () => {
    const { kty, crv, x, y } = pair.publicJwk;
    const members = JSON.stringify(y === undefined ? { crv, kty, x } : { crv, kty, x, y });
    const kid = createHash('sha256').update(members).digest('base64url');
    const expected = { ...pair.publicJwk, kid, use: 'enc', alg: 'ECDH-ES+A256KW' };
    expect(await encryptionKeyOf(pair.publicJwk)).toEqual(expected);
    expect(await encryptionKeyOf({ ...pair.publicJwk, kid: 'mine-2026' })).toEqual({ ...expected, kid: 'mine-2026' });
  });

  it('is refused with its private part, of which nothing is repeated', async () => {
    const error = await refusal(pair.privateJwk);
    expect(error.errors).toMatchObject([{ pointer: '/encryptionKey/d', code: 'private_key' }]);
    expect(error.detail).toContain('make a new pair');
    expect(JSON.stringify([error, error.detail, error.message, error.stack])).not.toContain(pair.privateJwk['d']);
  });

  it('is refused when it is too short, or padded', async () => {
    const { x = '' } = pair.publicJwk;
    for (const wrong of [x.slice(0, -4), `${x}=`, `${x}AAAA`, '', 7])
      expect((await refusal({ ...pair.publicJwk, x: wrong })).errors).toMatchObject([
        { pointer: '/encryptionKey/x', code: 'no_coordinate' },
      ]);
  });
});

describe('a key', () => {
  it('may come as Web Crypto exports it', async () => {
    const exported = { ...publicJwk, ext: true, key_ops: [] };
    expect(Object.keys(await encryptionKeyOf(exported)).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  it.each([
    [{ crv: 'secp256k1' }, 'crv', 'unknown_curve'],
    [{ crv: 'toString' }, 'crv', 'unknown_curve'],
    [{ crv: undefined }, 'crv', 'unknown_curve'],
    [{ kty: 'OKP' }, 'kty', 'wrong_type'],
    [{ y: undefined }, 'y', 'no_coordinate'],
    [{ use: 'sig' }, 'use', 'wrong_use'],
    [{ alg: 'ES256' }, 'alg', 'wrong_algorithm'],
    [{ alg: 'ECDH-ES' }, 'alg', 'wrong_algorithm'],
    [{ key_ops: ['verify'] }, 'key_ops', 'wrong_use'],
    [{ key_ops: 'deriveBits' }, 'key_ops', 'wrong_use'],
    [{ kid: '' }, 'kid', 'no_key_id'],
    [{ kid: 'two words' }, 'kid', 'no_key_id'],
    [{ kid: 'x'.repeat(129) }, 'kid', 'no_key_id'],
  ])('with %j is refused, and is told why', async (over, member, code) => {
    const { errors } = await refusal({ ...publicJwk, ...over });
    expect(errors).toMatchObject([{ pointer: `/encryptionKey/${member}`, code }]);
  });

  it.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])('with the private member %s is refused', async (member) => {
    expect((await refusal({ ...publicJwk, [member]: null })).errors).toMatchObject([{ code: 'private_key' }]);
  });

  it('on X25519 has no second coordinate', async () => {
    const { errors } = await refusal({ ...pairs[3]![1].publicJwk, y: publicJwk['y'] });
    expect(errors).toMatchObject([{ pointer: '/encryptionKey/y', code: 'no_coordinate' }]);
  });

  it('that is no point of its curve, or one that gives away every secret, is refused', async () => {
    const zero = Buffer.alloc(32).toString('base64url');
    for (const wrong of [
      { ...publicJwk, y: publicJwk['x'] },
      { kty: 'OKP', crv: 'X25519', x: zero },
    ])
      expect((await refusal(wrong)).errors).toMatchObject([{ pointer: '/encryptionKey', code: 'unusable_key' }]);
  });

  it('is needed for encrypted content, and stays when it is not given again', async () => {
    await expect(choosePayload(THIN, { payload: 'encrypted' })).rejects.toMatchObject({
      code: 'invalid_input',
      errors: [{ pointer: '/encryptionKey', code: 'required' }],
    });
    await expect(choosePayload(THIN, { payload: 'encrypted', encryptionKey: privateJwk })).rejects.toThrow(HubError);
    const chosen = await choosePayload(THIN, { payload: 'encrypted', encryptionKey: publicJwk });
    expect(await choosePayload(chosen, {})).toEqual(chosen);
    expect(await choosePayload(chosen, { payload: 'thin' })).toEqual({ ...chosen, payload: 'thin' });
  });
});
