import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompactEncrypt, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { decryptContent, type DecryptionKey } from './decrypt';

interface Vector {
  readonly kid: string;
  readonly key: DecryptionKey;
  readonly jwe: string;
  readonly plaintext: { readonly messageId: string };
}
/** Made by vectors/make_jwe.py: not by jose, which the SDK reads them with. */
const vectors = JSON.parse(readFileSync(join(__dirname, '../vectors/jwe.json'), 'utf8')) as Vector[];

const MESSAGE = '01980000-0000-7000-8000-000000000001';
const CONTENT = { messageId: MESSAGE, kind: 'referral', body: { person: { caseCode: 'FICTION-1' } } };
const event = (encrypted?: string, messageId = MESSAGE): Parameters<typeof decryptContent>[0] => ({
  data: {
    ...{ messageId, reference: 'AFG-2026-000001', kind: 'referral', operation: 'afghanistan', sequence: 1 },
    ...{ thread: messageId, status: 'test', dueAt: null, overdue: false, href: 'https://hub.example.org' },
    ...(encrypted === undefined ? {} : { encrypted }),
  },
});
const made = async (crv: 'P-256' | 'X25519', kid: string): Promise<DecryptionKey> => {
  const { privateKey } = await generateKeyPair('ECDH-ES+A256KW', { crv, extractable: true });
  return { ...(await exportJWK(privateKey)), kid } as DecryptionKey;
};
const encrypted = async (key: DecryptionKey, content: unknown = CONTENT, over: object = {}): Promise<string> => {
  const publicHalf = { ...key, d: undefined };
  return new CompactEncrypt(Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)))
    .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: key.kid ?? '', ...over })
    .encrypt(await importJWK(publicHalf as unknown as JWK, 'ECDH-ES+A256KW'));
};

describe('encrypted content', () => {
  it.each(vectors)('made by other code is read: $kid', async ({ key, jwe, plaintext }) => {
    expect(await decryptContent(event(jwe), key)).toEqual(plaintext);
  });

  it.each(['P-256', 'X25519'] as const)('made by jose is read: %s', async (crv) => {
    const key = await made(crv, 'one');
    expect(await decryptContent(event(await encrypted(key)), key)).toEqual(CONTENT);
  });

  it('is opened with the key that it names, of several, or by trying where none is named', async () => {
    const keys = await Promise.all([made('P-256', 'old'), made('P-256', 'new'), made('X25519', 'other')]);
    for (const key of keys) expect(await decryptContent(event(await encrypted(key)), keys)).toEqual(CONTENT);
    const unnamed = await encrypted(keys[1], CONTENT, { kid: undefined });
    expect(await decryptContent(event(unnamed), keys)).toEqual(CONTENT);
    await expect(decryptContent(event(await encrypted(keys[0])), keys.slice(1))).rejects.toMatchObject({
      code: 'no_key',
    });
  });

  it('is refused when it was changed in any of its parts', async () => {
    const key = await made('P-256', 'one');
    const parts = (await encrypted(key)).split('.');
    for (const index of [1, 2, 3, 4]) {
      const bytes = Buffer.from(parts[index] ?? '', 'base64url');
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      const changed = parts.map((part, at) => (at === index ? bytes.toString('base64url') : part)).join('.');
      await expect(decryptContent(event(changed), key)).rejects.toMatchObject({ code: 'decryption_failed' });
    }
    const header = JSON.parse(Buffer.from(parts[0] ?? '', 'base64url').toString()) as object;
    const renamed = Buffer.from(JSON.stringify({ ...header, extra: 1 })).toString('base64url');
    await expect(decryptContent(event([renamed, ...parts.slice(1)].join('.')), key)).rejects.toMatchObject({
      code: 'decryption_failed',
    });
  });

  it('is refused for another key of the same name, and says nothing of the content', async () => {
    const [key, other] = [await made('P-256', 'one'), await made('P-256', 'one')];
    await expect(decryptContent(event(await encrypted(key)), other)).rejects.toMatchObject({
      code: 'decryption_failed',
    });
  });

  it.each([
    [{ alg: 'ECDH-ES' }, 'unsupported_algorithm'],
    [{ alg: 'ECDH-ES+A128KW' }, 'unsupported_algorithm'],
    [{ enc: 'A128CBC-HS256' }, 'unsupported_algorithm'],
    [{ zip: 'DEF' }, 'decryption_failed'],
  ])('is refused with %j', async (over, code) => {
    const key = await made('P-256', 'one');
    const [head = '', ...rest] = (await encrypted(key)).split('.');
    const header = { ...(JSON.parse(Buffer.from(head, 'base64url').toString()) as object), ...over };
    const jwe = [Buffer.from(JSON.stringify(header)).toString('base64url'), ...rest].join('.');
    await expect(decryptContent(event(jwe), key)).rejects.toMatchObject({ code });
  });

  it.each(['', 'x', 'a.b.c', 'e30.a.b.c.d.e', 'bnVsbA.a.b.c.d'])('is refused when it is %j', async (jwe) => {
    const key = await made('X25519', 'one');
    await expect(decryptContent(event(jwe), key)).rejects.toMatchObject({ code: 'malformed' });
  });

  it('is refused when it is of another message than the event, or of none', async () => {
    const key = await made('X25519', 'one');
    const jwe = await encrypted(key);
    await expect(decryptContent(event(jwe, 'another'), key)).rejects.toMatchObject({ code: 'another_message' });
    for (const content of ['text', '[]', '{}'])
      await expect(decryptContent(event(await encrypted(key, content)), key)).rejects.toMatchObject({
        code: 'invalid_content',
      });
  });

  it('is not there in a thin webhook', async () => {
    await expect(decryptContent(event(), await made('X25519', 'one'))).rejects.toMatchObject({ code: 'not_encrypted' });
  });
});
