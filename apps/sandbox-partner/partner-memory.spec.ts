import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidv7 } from '#kernel';
import { Ledger } from './ledger';
import { PartnerMemory } from './partner-memory';

describe('ledger', () => {
  it('lets an id be taken once', () => {
    const ledger = new Ledger();
    expect([ledger.take('a'), ledger.take('a')]).toEqual([true, false]);
    ledger.finish('a');
    expect(ledger.take('a')).toBe(false);
  });

  it('lets a dropped id be taken again', () => {
    const ledger = new Ledger();
    ledger.take('a');
    ledger.drop('a');
    expect(ledger.take('a')).toBe(true);
  });

  it('forgets the oldest beyond its bound', () => {
    const ledger = new Ledger([], 2);
    for (const id of ['a', 'b', 'c']) ledger.finish(id);
    expect(ledger.remembered()).toEqual(['b', 'c']);
  });
});

describe('partner memory', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'partner-memory-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('remembers after a restart what was finished, and takes up again what was in hand', async () => {
    const file = join(folder, 'state', 'iom.json');
    const before = await PartnerMemory.open(file);
    before.webhooks.take('done');
    before.webhooks.take('in-hand');
    before.webhooks.finish('done');
    await before.save();

    const after = await PartnerMemory.open(file);
    expect([after.webhooks.take('done'), after.webhooks.take('in-hand')]).toEqual([false, true]);
  });

  it('keeps its endpoint, closed to other users', async () => {
    const file = join(folder, 'iom.json');
    const endpoint = { id: uuidv7(), secret: 'whsec_AAAA' };
    await (await PartnerMemory.open(file)).keepEndpoint(endpoint);
    expect((await PartnerMemory.open(file)).endpoint).toEqual(endpoint);
    expect((await stat(file)).mode & 0o077).toBe(0);
  });

  it('refuses a damaged file rather than act twice', async () => {
    const file = join(folder, 'iom.json');
    await writeFile(file, '{"webhooks":');
    await expect(PartnerMemory.open(file)).rejects.toThrow(/damaged/);
  });
});
