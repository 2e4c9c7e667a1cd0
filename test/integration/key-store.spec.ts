import { createCipheriv, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { adoptKeys, keysToAdopt, readReferral } from '#referrals';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { SENDER, fictitiousBody, routed } from '#test/referral-flow';
import { openTestVault } from '#test/test-vault';
import { openVault } from '#vault';
import { keyringStatus, retireVersion, rotateKeyring } from '../../apps/cli/keyring/keyring.command';

jest.setTimeout(120_000);

const HOUR = 3_600_000;

/** As versions before the key store did it: the data key under the master key alone. */
function wrapAlone(masterKey: string, key: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(masterKey, 'base64'), nonce);
  cipher.setAAD(Buffer.from('liaison-hub data key v1'));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

describe('the key store', () => {
  let hub: HubDatabase;

  beforeEach(async () => {
    hub = await openHubDatabase();
  });

  afterEach(() => hub.close());

  const references = (table: string) =>
    hub.superuser<{ id: string; reference: Buffer }>(
      `SELECT id, data_key AS reference FROM ${table} WHERE data_key IS NOT NULL ORDER BY id`,
    );
  /** Everything on record as a version before the key store would have left it. */
  async function makeOld(): Promise<number> {
    let made = 0;
    for (const table of ['messages', 'recipients', 'consents'])
      for (const { id, reference } of await references(table)) {
        const { key } = await hub.vault.openDataKey(reference);
        await hub.superuser(`UPDATE ${table} SET data_key = $2 WHERE id = $1`, [
          id,
          wrapAlone(hub.testVault.keyRing, key),
        ]);
        made += 1;
      }
    return made;
  }
  const read = (id: string) => hub.as(SENDER, (tools) => readReferral(tools, id as never));

  it('takes keys along that the master key alone wrapped, also when it was stopped or two do it at once', async () => {
    const sent = await Promise.all([1, 2, 3].map(() => routed(hub)));
    const made = await makeOld();
    expect(made).toBeGreaterThanOrEqual(9);
    expect((await read(sent[0]!.id)).body).toMatchObject({ person: fictitiousBody.person });
    const stopped = new AbortController();
    stopped.abort();
    expect(await adoptKeys(hub.worker, hub.vault, stopped.signal)).toBe(0);
    const taken = await Promise.all([1, 2].map(() => adoptKeys(hub.worker, hub.vault)));
    expect(taken[0]! + taken[1]!).toBe(made);
    expect(await keysToAdopt(hub.worker)).toEqual({});
    expect(await adoptKeys(hub.worker, hub.vault)).toBe(0);
    for (const { id } of sent) expect((await read(id)).body).toMatchObject({ person: fictitiousBody.person });
    for (const table of ['messages', 'recipients', 'consents'])
      for (const { reference } of await references(table)) {
        await hub.vault.destroy([reference]);
        await expect(hub.vault.openDataKey(reference)).rejects.toMatchObject({ code: 'erased' });
      }
  });

  it('leaves alone what no key opens, and takes what comes after it', async () => {
    await routed(hub);
    const made = await makeOld();
    await hub.superuser(`UPDATE consents SET data_key = $1`, [randomBytes(60)]);
    const [consents] = await hub.superuser<{ count: number }>('SELECT count(*)::int AS count FROM consents');
    expect(await adoptKeys(hub.worker, hub.vault)).toBe(made - consents!.count);
    expect(await keysToAdopt(hub.worker)).toEqual({ consents: consents!.count });
  });

  it('is rotated by hand and followed by status; a version that is needed is not given up', async () => {
    const { storeDir, keyRing } = hub.testVault;
    const file = join(openTestVault().storeDir, 'master-key');
    writeFileSync(file, keyRing, { mode: 0o400 });
    const environment = {
      HUB_MASTER_KEY_FILE: file,
      KEY_STORE_DIR: storeDir,
      DATABASE_WORKER_URL: hub.workerUrl,
    };
    await routed(hub);
    await makeOld();
    const said: string[] = [];
    const status = async (): Promise<string> => {
      said.length = 0;
      await keyringStatus(environment, (line) => said.push(line));
      return said.join('\n');
    };
    expect(await status()).toMatch(
      /^Current: file:1\nfile:1 {2}[1-9]\d* wrapped keys\n.*messages {2}1 keys are not in/s,
    );

    await rotateKeyring(environment, { after: 0 }, (line) => said.push(line));
    expect(await status()).toMatch(/^Current: file:2\nfile:1 {2}[1-9]\d* wrapped keys, to be wrapped again/);
    await expect(retireVersion(environment, 1, undefined, () => undefined)).rejects.toThrow('version 1 still wraps');
    const next = openVault(
      { storeDir, keyRing: readFileSync(file, 'utf8') },
      { now: () => new Date(Date.now() + HOUR) },
    );
    await next.store.rewrap(new Date());
    await expect(retireVersion(environment, 1, undefined, () => undefined)).rejects.toThrow('outside of the key store');
    await adoptKeys(hub.worker, next.vault);
    await next.store.rewrap(new Date());
    await retireVersion(environment, 1, undefined, () => undefined);
    expect(await status()).toMatch(/^Current: file:2\nfile:2 {2}[1-9]\d* wrapped keys$/);
    const alone = openVault({ storeDir, keyRing: readFileSync(file, 'utf8') }, hub.clock).vault;
    const [message] = await references('messages');
    expect((await alone.openDataKey(message!.reference)).key).toHaveLength(32);
  });
});
