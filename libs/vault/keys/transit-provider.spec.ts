import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { systemClock } from '#kernel';
import { openTestVault } from '#test/test-vault';
import { startVaultServer, type VaultServer } from '#test/vault-server';
import { openVault } from '../open-vault';
import { transitProvider, type TransitOptions } from './transit-provider';

const place = { table: 'messages', id: '1', field: 'body' };

describe('the transit provider', () => {
  let server: VaultServer;
  let options: TransitOptions;
  const storeDir = openTestVault().storeDir;
  const tokenPath = join(storeDir, 'token');

  beforeEach(async () => {
    server = await startVaultServer('liaison-hub');
    writeFileSync(tokenPath, `${server.token}\n`);
    options = { url: server.url, mount: 'transit', key: 'liaison-hub', tokenPath, deadlineMs: 300 };
  });

  afterEach(() => server.stop());

  it('unwraps what it wrapped, before and after the key was rotated, and no changed byte', async () => {
    const provider = transitProvider(options);
    const key = randomBytes(32);
    const first = await provider.wrap(key);
    await provider.rotate();
    const second = await provider.wrap(key);
    expect([first, second].map((wrapped) => provider.versionOf(wrapped))).toEqual(['vault:1', 'vault:2']);
    expect(await provider.current()).toBe('vault:2');
    expect(await provider.unwrap(first)).toEqual(key);
    expect(await provider.unwrap(second)).toEqual(key);
    const changed = Buffer.from(second);
    changed[20] = changed[20] === 65 ? 66 : 65;
    await expect(provider.unwrap(changed)).rejects.toThrow('Vault answered 400 to transit/decrypt/liaison-hub');
  });

  it('takes the token that the agent renewed', async () => {
    const provider = transitProvider(options);
    await provider.current();
    server.token = 'hvs.renewed';
    await expect(provider.current()).rejects.toThrow('Vault answered 403');
    writeFileSync(tokenPath, 'hvs.renewed');
    expect(await provider.current()).toBe('vault:1');
  });

  it.each([
    ['silent', 'no answer within 300 ms'],
    ['sealed', 'Vault answered 503'],
    ['moved', 'cannot be reached'],
  ] as const)('says so when Vault is %s, and quotes neither key nor token', async (fault, words) => {
    server.fault = fault;
    const key = randomBytes(32);
    const error = await transitProvider(options)
      .wrap(key)
      .catch((thrown: unknown) => String(thrown));
    expect(error).toContain(words);
    expect(error).not.toContain(server.token);
    expect(error).not.toContain(key.toString('base64'));
  });

  it('takes over from a key ring, asks once a block, and re-wraps what the ring wrapped', async () => {
    const keyRing = randomBytes(32).toString('base64');
    const before = await openVault({ storeDir, keyRing }, systemClock).vault.sealAlone('before', place);
    const { vault, store } = openVault({ storeDir, keyRing, transit: options }, systemClock);
    expect(await vault.openAlone(before, place)).toBe('before');
    const sealed = await Promise.all([1, 2, 3].map((value) => vault.sealAlone(value, place)));
    expect(server.asked).toEqual(['POST /v1/transit/encrypt/liaison-hub']);
    expect((await store.standing()).versions).toEqual({ 'file:1': 1, 'vault:1': 1 });
    await transitProvider(options).rotate();
    expect(await store.rewrap(systemClock.now())).toBe(2);
    expect(await store.standing()).toEqual({ current: 'vault:2', versions: { 'vault:2': 2 } });

    const alone = openVault({ storeDir, transit: options }, systemClock).vault;
    server.asked.length = 0;
    expect(await Promise.all(sealed.map((value) => alone.openAlone(value, place)))).toEqual([1, 2, 3]);
    expect(server.asked).toEqual(['POST /v1/transit/decrypt/liaison-hub']);
    expect(await alone.openAlone(before, place)).toBe('before');
  });
});
