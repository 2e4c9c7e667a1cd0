import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentialsFile, keyOf, readCredentials } from './demo-credentials';
import { Limit } from './limit';

describe('demo credentials', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demo-credentials-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('reads the address and a key per body', async () => {
    const file = credentialsFile({ HUB_DATA_DIR: folder });
    await writeFile(file, '{"api":"http://127.0.0.1:3000","bodies":{"iom":{"apiKey":"lh_1"}}}');
    const credentials = await readCredentials(file);
    expect([credentials.api, keyOf(credentials, 'iom')]).toEqual(['http://127.0.0.1:3000', 'lh_1']);
    expect(() => keyOf(credentials, 'unhcr')).toThrow('They have: iom.');
  });

  it.each(['', '{}', '{"api":1,"bodies":{}}', 'null', '{"api":"http://x"}'])('refuses %j', async (content) => {
    const file = join(folder, 'file.json');
    await writeFile(file, content);
    await expect(readCredentials(file)).rejects.toThrow(/not one of a hub/);
  });

  it('says what to do when there is no file', async () => {
    await expect(readCredentials(join(folder, 'none.json'))).rejects.toThrow(/ENOENT.*npm start/s);
  });
});

describe('limit', () => {
  it('never has more at work than it allows, and gets all of it done', async () => {
    const limit = new Limit(3);
    let running = 0;
    let most = 0;
    const done = await limit.all([...Array(20).keys()], async (item) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      return item;
    });
    expect(most).toBe(3);
    expect(done).toEqual([...Array(20).keys()]);
  });

  it('gives its place back after a failure', async () => {
    const limit = new Limit(1);
    await expect(limit.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await limit.run(() => Promise.resolve('yes'))).toBe('yes');
  });
});
