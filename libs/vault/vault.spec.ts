import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { localKeyProvider } from './key-provider';
import { Vault } from './vault';

const place = { table: 'messages', id: '1', field: 'body' };
const newVault = () => new Vault(localKeyProvider(randomBytes(32).toString('base64')));

describe('Vault', () => {
  it('opens what it sealed, under the same key and place only', async () => {
    const vault = newVault();
    const dataKey = await vault.createDataKey();
    const again = await vault.openDataKey(dataKey.wrapped);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const sealed = vault.sealJson(dataKey, value, place);
        expect(vault.openJson(again, sealed, place)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(() => vault.openJson(dataKey, sealed, { ...place, id: '2' })).toThrow();
      }),
    );
  });

  it('refuses a value with any byte changed', async () => {
    const vault = newVault();
    const sealed = await vault.sealAlone({ secret: 'x' }, place);
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      await expect(vault.openAlone(changed, place)).rejects.toThrow();
    }
  });

  it('seals values together that open one by one, each in its place only', async () => {
    const vault = newVault();
    const places = ['1', '2', '3'].map((id) => ({ ...place, id }));
    const sealed = await vault.sealAllAlone(places.map((where) => ({ value: { of: where.id }, place: where })));
    for (const [index, where] of places.entries()) {
      expect(await vault.openAlone(sealed[index]!, where)).toEqual({ of: where.id });
      await expect(vault.openAlone(sealed[index]!, places[(index + 1) % 3]!)).rejects.toThrow();
    }
  });

  it('does not open under another master key', async () => {
    const sealed = await newVault().sealAlone('x', place);
    await expect(newVault().openAlone(sealed, place)).rejects.toThrow();
  });
});
