import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { MovableClock } from '#kernel';
import { openTestVault } from '#test/test-vault';
import { encrypt } from './aes-gcm';
import { parseKeyRing, withNewVersion, withoutVersion, writeKeyRing, type KeyRing } from './keys/key-ring';
import { openVault } from './open-vault';
import { SLOTS } from './store/place';

const place = { table: 'messages', id: '1', field: 'body' };
const erased: unknown = expect.objectContaining({ code: 'erased' });

describe('Vault', () => {
  it('opens what it sealed, under the same key and place only', async () => {
    const { vault } = openTestVault();
    const [dataKey, other] = [await vault.createDataKey(), await vault.createDataKey()];
    const again = await vault.openDataKey(dataKey.reference);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const sealed = vault.sealJson(dataKey, value, place);
        expect(vault.openJson(again, sealed, place)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(() => vault.openJson(other, sealed, place)).toThrow();
        expect(() => vault.openJson(dataKey, sealed, { ...place, id: '2' })).toThrow();
      }),
    );
  });

  it('refuses a value with any byte changed', async () => {
    const { vault } = openTestVault();
    const sealed = await vault.sealAlone({ secret: 'x' }, place);
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      await expect(vault.openAlone(changed, place)).rejects.toThrow();
    }
  });

  it('hands out every key once, over several blocks, also to many at once', async () => {
    const { vault } = openTestVault();
    const keys = await Promise.all(Array.from({ length: 2 * SLOTS + 1 }, () => vault.createDataKey()));
    expect(new Set(keys.map(({ key }) => key.toString('hex'))).size).toBe(keys.length);
    expect(new Set(keys.map(({ reference }) => reference.toString('hex'))).size).toBe(keys.length);
    const last = keys.at(-1)!;
    expect((await vault.openDataKey(last.reference)).key).toEqual(last.key);
  });

  it('is of no use without its key store, nor the key store without the master key', async () => {
    const masterKey = randomBytes(32).toString('base64');
    const { vault, storeDir } = openTestVault({ masterKey });
    const sealed = await vault.sealAlone('x', place);
    expect(await openTestVault({ masterKey, keyStoreDir: storeDir }).vault.openAlone(sealed, place)).toBe('x');
    await expect(openTestVault({ masterKey }).vault.openAlone(sealed, place)).rejects.toThrow('not in the key store');
    await expect(openTestVault({ keyStoreDir: storeDir }).vault.openAlone(sealed, place)).rejects.toThrow();
  });

  it('destroys a key for every process at once, and no other', async () => {
    const masterKey = randomBytes(32).toString('base64');
    const { vault, storeDir } = openTestVault({ masterKey });
    const beside = openTestVault({ masterKey, keyStoreDir: storeDir }).vault;
    const keys = await Promise.all([1, 2, 3].map(() => vault.createDataKey()));
    await beside.openDataKey(keys[1]!.reference);
    await vault.destroy([keys[1]!.reference]);
    await vault.destroy([keys[1]!.reference]);
    for (const one of [vault, beside]) {
      await expect(one.openDataKey(keys[1]!.reference)).rejects.toEqual(erased);
      expect((await one.openDataKey(keys[0]!.reference)).key).toEqual(keys[0]!.key);
      expect((await one.openDataKey(keys[2]!.reference)).key).toEqual(keys[2]!.key);
    }
  });

  it('does not call destroyed what it cannot reach', async () => {
    const { reference } = await openTestVault().vault.createDataKey();
    await expect(openTestVault().vault.destroy([reference])).rejects.toThrow();
  });

  it('seals for days, and forgets days', async () => {
    const { vault, store } = openTestVault();
    const [first, second] = [new Date('2026-11-28T23:59:59Z'), new Date('2026-11-29T00:00:00Z')];
    const places = ['1', '2'].map((id) => ({ ...place, id }));
    const values = places.map((where) => ({ value: { of: where.id }, place: where }));
    const [older, newer] = [await vault.sealForDays(first, values), await vault.sealForDays(second, values)];
    expect(await vault.openAlone(older[1]!, places[1]!)).toEqual({ of: '2' });
    await expect(vault.openAlone(older[1]!, places[0]!)).rejects.toThrow();
    expect(await store.forgetDays(new Date('2026-12-01T23:59:59Z'))).toBe(0);
    expect(await store.forgetDays(new Date('2026-12-02T00:00:00Z'))).toBe(1);
    await expect(vault.openAlone(older[0]!, places[0]!)).rejects.toEqual(erased);
    expect(await vault.openAlone(newer[0]!, places[0]!)).toEqual({ of: '1' });
  });

  it('digests alike for as long as the store lives, and unlike another', async () => {
    const masterKey = randomBytes(32).toString('base64');
    const { vault, storeDir } = openTestVault({ masterKey });
    const secrets = await Promise.all([1, 2, 3].map(() => vault.digestSecret('case codes')));
    expect(new Set(secrets).size).toBe(1);
    expect(await openTestVault({ masterKey, keyStoreDir: storeDir }).vault.digestSecret('case codes')).toBe(secrets[0]);
    expect(await vault.digestSecret('attachments')).not.toBe(secrets[0]);
    expect(await openTestVault().vault.digestSecret('case codes')).not.toBe(secrets[0]);
  });

  it('opens what the master key alone wrapped once, and takes it into the key store', async () => {
    const masterKey = randomBytes(32);
    const { vault } = openTestVault({ masterKey: masterKey.toString('base64') });
    const key = randomBytes(32);
    const wrapped = encrypt(masterKey, key, 'liaison-hub data key v1');
    const sealed = Buffer.concat([wrapped, vault.sealJson({ key, reference: wrapped }, 'before', place)]);
    expect(await vault.openAlone(sealed, place)).toBe('before');
    const adopted = await vault.adopt(sealed);
    expect(await vault.openAlone(adopted!, place)).toBe('before');
    expect(await vault.adopt(adopted!)).toBeUndefined();
    await vault.destroy([adopted!.subarray(0, adopted!.length - (sealed.length - wrapped.length))]);
    await expect(vault.openAlone(adopted!, place)).rejects.toEqual(erased);
  });
});

describe('the key ring', () => {
  const start = new Date('2026-11-29T08:00:00Z');
  const hour = 3_600_000;
  const ring = (): KeyRing => parseKeyRing(randomBytes(32).toString('base64'));
  const opened = (keys: KeyRing, storeDir: string, clock: MovableClock) =>
    openVault({ storeDir, keyRing: writeKeyRing(keys) }, clock);

  it('wraps by a new version from its time on, and re-wraps the rest, which opens throughout', async () => {
    const clock = new MovableClock(start);
    const { storeDir } = openTestVault();
    const first = ring();
    const second = withNewVersion(first, new Date(start.getTime() + hour));
    const { vault, store } = opened(second, storeDir, clock);
    const before = await vault.sealAlone('before', place);
    await vault.digestSecret('x');
    expect(await store.standing()).toEqual({ current: 'file:1', versions: { 'file:1': 2 } });
    expect(await store.rewrap(start)).toBe(0);
    clock.advance(hour);
    const after = opened(second, storeDir, clock);
    const fresh = await after.vault.sealAlone('after', place);
    expect(await after.store.standing()).toEqual({ current: 'file:2', versions: { 'file:1': 2, 'file:2': 1 } });
    expect(await after.store.rewrap(clock.now())).toBe(2);
    expect(await after.store.rewrap(clock.now())).toBe(0);
    expect(await after.store.standing()).toEqual({ current: 'file:2', versions: { 'file:2': 3 } });

    const later = opened(withoutVersion(second, 1, clock.now()), storeDir, clock).vault;
    expect(await later.openAlone(before, place)).toBe('before');
    expect(await later.openAlone(fresh, place)).toBe('after');
    await expect(opened(first, storeDir, clock).vault.openAlone(fresh, place)).rejects.toThrow(
      'version 2 of the master key is not in this process',
    );
  });

  it('goes on with re-wrapping where it was stopped, and clears what a kill left', async () => {
    const clock = new MovableClock(start);
    const { storeDir } = openTestVault();
    const first = ring();
    const old = opened(first, storeDir, clock).vault;
    const keys = await Promise.all(Array.from({ length: 2 * SLOTS + 10 }, () => old.createDataKey()));
    const { store, vault } = opened(withNewVersion(first, start), storeDir, clock);
    const stopping = new AbortController();
    const blocks = join(storeDir, 'blocks');
    const name = readdirSync(blocks).find((file) => file.endsWith('.key'))!;
    writeFileSync(join(blocks, `${name}.0123456789ab.new`), 'half');
    const running = store.rewrap(start, stopping.signal);
    stopping.abort();
    expect(await running).toBe(0);
    expect(await store.rewrap(start)).toBe(3);
    expect((await store.standing()).versions['file:1']).toBeUndefined();
    for (const { key, reference } of [keys[0]!, keys[2_000]!, keys.at(-1)!])
      expect((await vault.openDataKey(reference)).key).toEqual(key);
    await store.clearDrafts(new Date());
    expect(readdirSync(blocks).filter((file) => file.endsWith('.new'))).toHaveLength(1);
    await store.clearDrafts(new Date(Date.now() + 2 * hour));
    expect(readdirSync(blocks).filter((file) => file.endsWith('.new'))).toEqual([]);
  });

  it('never brings back a destroyed key by re-wrapping', async () => {
    const clock = new MovableClock(start);
    const { storeDir } = openTestVault();
    const first = ring();
    const { vault } = opened(first, storeDir, clock);
    const keys = await Promise.all([1, 2].map(() => vault.createDataKey()));
    const { store, vault: next } = opened(withNewVersion(first, start), storeDir, clock);
    await Promise.all([store.rewrap(start), vault.destroy([keys[0]!.reference])]);
    await expect(next.openDataKey(keys[0]!.reference)).rejects.toEqual(erased);
    expect((await next.openDataKey(keys[1]!.reference)).key).toEqual(keys[1]!.key);
  });

  it('keeps no key in clear in the store', async () => {
    const masterKey = randomBytes(32).toString('base64');
    const { vault, storeDir } = openTestVault({ masterKey });
    const { key } = await vault.createDataKey();
    for (const name of readdirSync(join(storeDir, 'blocks'))) {
      const bytes = readFileSync(join(storeDir, 'blocks', name));
      expect(bytes.includes(key)).toBe(false);
      expect(bytes.includes(Buffer.from(masterKey, 'base64'))).toBe(false);
    }
  });

  it.each([
    ['nothing', '', 'neither 32 bytes'],
    ['half a key', 'c2hvcnQ=', 'neither 32 bytes'],
    ['no versions', '{}', 'has no "versions"'],
    ['a version that is none', '{"versions":[{"version":0}]}', 'not a positive whole number'],
    ['a key that is too short', '{"versions":[{"version":1,"key":"c2hvcnQ="}]}', 'version 1 of the key ring must be'],
    [
      'a version twice',
      `{"versions":[${[1, 1].map((version) => JSON.stringify({ version, key: Buffer.alloc(32).toString('base64'), from: '2026-01-01' })).join()}]}`,
      'twice',
    ],
  ])('refuses %s, and quotes no key', (_, text, words) => {
    expect(() => parseKeyRing(text)).toThrow(words);
  });

  it('gives up only what is no longer in use', () => {
    const two = withNewVersion(ring(), new Date(start.getTime() + hour));
    expect(() => withoutVersion(two, 1, start)).toThrow('in use');
    expect(() => withoutVersion(two, 2, new Date(start.getTime() + hour))).toThrow('in use');
    expect(() => withoutVersion(two, 3, start)).toThrow('no version 3');
    expect(withoutVersion(two, 1, new Date(start.getTime() + hour)).map(({ version }) => version)).toEqual([2]);
  });
});
