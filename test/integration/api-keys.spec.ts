import {
  KeyFinder,
  MOST_KEYS,
  areTwoPersons,
  authenticate,
  createApiKey,
  listApiKeys,
  permissionsOf,
  revokeApiKey,
  rotateApiKey,
  type Caller,
  type KeyTools,
  type Scope,
} from '#identity';
import { uuidv7, type Uuid } from '#kernel';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { SENDER, draft } from '#test/referral-flow';
import { issueKey, listKeys, revokeKeys, rotateKey } from '../../apps/cli/keys.command';

jest.setTimeout(60_000);

const HOUR = 3_600_000;
const HERE = '203.0.113.7';

describe('API keys', () => {
  let hub: HubDatabase;
  let finder: KeyFinder;
  let focalPoint: Caller;

  beforeAll(async () => {
    hub = await openHubDatabase({ poolSize: 4 });
    finder = new KeyFinder(hub.api);
    focalPoint = await personOf(SENDER, 'all');
  });
  afterAll(() => hub.close());

  /** A focal point who may also decide on exceptions, in all or some of the body's operations. */
  const personOf = async (slug: string, operations: 'all' | readonly string[]): Promise<Caller> => {
    const { organisationId } = await hub.caller(slug);
    const person = { id: uuidv7(), sessionId: uuidv7(), operations, provedAt: hub.clock.now(), secondFactorAt: null };
    return { organisationId, slug, keyId: person.sessionId, scopes: permissionsOf(['focal-point']), person };
  };
  const by = <T>(caller: Caller, work: (tools: KeyTools) => Promise<T>): Promise<T> =>
    hub.api.transaction({ kind: 'body', organisationId: caller.organisationId }, (tx) =>
      work({ tx, clock: hub.clock, caller }),
    );
  const create = async (caller: Caller, wish: Partial<Parameters<typeof createApiKey>[1]> = {}) => {
    const taking = await hub.directory.operationsOf(caller.slug);
    const scopes: Scope[] = ['referrals:read', 'referrals:write'];
    return by(caller, (tools) => createApiKey(tools, { name: 'case-system', scopes, ...wish }, taking));
  };
  const use = (apiKey: string, from = HERE): Promise<Caller> =>
    authenticate(finder, hub.clock, `Bearer ${apiKey}`, from);
  const evidenceAbout = (id: Uuid): Promise<{ action: string; detail: Record<string, unknown> }[]> =>
    hub.superuser(`SELECT action, detail FROM evidence_entries WHERE subject_id = $1 ORDER BY id`, [id]);

  it('are one person where one person made them, also one by the other', async () => {
    const other = await personOf(SENDER, 'all');
    const [first, second, others] = [await create(focalPoint), await create(focalPoint), await create(other)];
    const rotated = await by(focalPoint, (tools) => rotateApiKey(tools, second.id, 1));
    const asKey = { ...(await hub.caller(SENDER)), keyId: first.id, scopes: focalPoint.scopes };
    const grandchild = await create(asKey);
    const two = (one: Uuid, another: Uuid) => by(focalPoint, ({ tx }) => areTwoPersons(tx, one, another));
    const maker = focalPoint.person?.id ?? '';
    for (const id of [second.id, rotated.id, grandchild.id, maker]) expect(await two(first.id, id)).toBe(false);
    expect(await two(first.id, others.id)).toBe(true);
    expect(await two(maker, others.id)).toBe(true);
    expect(await two(uuidv7(), uuidv7())).toBe(true);
  });

  it('are made with what was asked for, end after a year, and are kept as a hash', async () => {
    const key = await create(focalPoint, { allowedAddresses: ['203.0.113.9/24'] });
    expect(key).toMatchObject({ operations: null, allowedAddresses: ['203.0.113.0/24'], replacedBy: null });
    expect(key.expiresAt?.getTime()).toBe(hub.clock.now().getTime() + 365 * 24 * HOUR);
    expect(await use(key.apiKey)).toMatchObject({ slug: SENDER, keyId: key.id, scopes: key.scopes });
    const [{ row } = { row: '' }] = await hub.superuser<{ row: string }>(
      'SELECT api_keys::text AS row FROM api_keys WHERE id = $1',
      [key.id],
    );
    expect(row).not.toContain(key.apiKey.slice(-43));
    expect(await evidenceAbout(key.id)).toEqual([
      { action: 'key.issued', detail: expect.objectContaining({ by: focalPoint.person?.id, networks: 1 }) as object },
    ]);
  });

  it('are refused on the next request once they are revoked, and revoking again changes nothing', async () => {
    const key = await create(focalPoint);
    await use(key.apiKey);
    const revoked = await by(focalPoint, (tools) => revokeApiKey(tools, key.id));
    await expect(use(key.apiKey)).rejects.toMatchObject({ code: 'credential_revoked' });
    hub.clock.advance(HOUR);
    expect(await by(focalPoint, (tools) => revokeApiKey(tools, key.id))).toEqual(revoked);
    expect((await evidenceAbout(key.id)).map(({ action }) => action)).toEqual(['key.issued', 'key.revoked']);
  });

  it('tell why only to who holds the secret', async () => {
    const key = await create(focalPoint);
    await by(focalPoint, (tools) => revokeApiKey(tools, key.id));
    const other = `${key.apiKey.slice(0, -43)}${'A'.repeat(43)}`;
    await expect(use(other)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('are both good while they overlap, and the old one says that another took its place', async () => {
    const old = await create(focalPoint, { expiresAt: new Date(hub.clock.now().getTime() + 48 * HOUR) });
    hub.clock.advance(HOUR);
    const fresh = await by(focalPoint, (tools) => rotateApiKey(tools, old.id, 24));
    expect(fresh).toMatchObject({ name: old.name, scopes: old.scopes });
    expect(fresh.expiresAt?.getTime()).toBe(hub.clock.now().getTime() + 48 * HOUR);
    for (const key of [old.apiKey, fresh.apiKey]) await use(key);
    await expect(by(focalPoint, (tools) => rotateApiKey(tools, old.id, 24))).rejects.toMatchObject({
      code: 'illegal_transition',
    });
    hub.clock.advance(24 * HOUR);
    await expect(use(old.apiKey)).rejects.toMatchObject({ code: 'credential_replaced' });
    await use(fresh.apiKey);
    hub.clock.advance(24 * HOUR);
    await expect(use(fresh.apiKey)).rejects.toMatchObject({ code: 'credential_expired' });
    expect((await evidenceAbout(old.id)).map(({ action }) => action)).toEqual(['key.issued', 'key.rotated']);
  });

  it('never live longer by an overlap', async () => {
    const end = new Date(hub.clock.now().getTime() + HOUR);
    const old = await create(focalPoint, { expiresAt: end });
    expect((await by(focalPoint, (tools) => rotateApiKey(tools, old.id, 168))).previousExpiresAt).toEqual(end);
  });

  it('work from their addresses only', async () => {
    const key = await create(focalPoint, { allowedAddresses: ['203.0.113.0/24', '2001:db8::/32'] });
    for (const from of [HERE, `::ffff:${HERE}`, '2001:db8:1::9']) await use(key.apiKey, from);
    for (const from of ['198.51.100.7', '2001:db9::1', '', 'nowhere'])
      await expect(use(key.apiKey, from)).rejects.toMatchObject({ code: 'address_not_allowed' });
  });

  it('are held to their operations by the database', async () => {
    const key = await create(focalPoint, { operations: ['afghanistan'] });
    expect(await use(key.apiKey)).toMatchObject({ operations: ['afghanistan'] });
    const { id } = await draft(hub);
    const seenIn = (operations: string[]): Promise<object[]> =>
      hub.api.transaction({ kind: 'body', organisationId: focalPoint.organisationId, key: key.id, operations }, (tx) =>
        tx.rows('SELECT id FROM messages WHERE id = $1', [id]),
      );
    expect(await seenIn(['afghanistan'])).toHaveLength(1);
    expect(await seenIn(['kosovo'])).toHaveLength(0);
  });

  it.each([
    ['a scope that the maker lacks', { scopes: ['release:approve'] as Scope[] }, '/scopes/0'],
    ['an operation that the body takes no part in', { operations: ['atlantis'] }, '/operations/0'],
    ['every address', { allowedAddresses: ['0.0.0.0/0'] }, '/allowedAddresses/0'],
    ['a past end', { expiresAt: new Date(0) }, '/expiresAt'],
    ['an end in three years', { expiresAt: new Date(Date.now() + 3 * 366 * 24 * HOUR) }, '/expiresAt'],
  ])('are not made with %s', async (_, wish, pointer) => {
    await expect(create(focalPoint, wish)).rejects.toMatchObject({ code: 'invalid_input', errors: [{ pointer }] });
  });

  it('of a focal point of one operation reach no further than that, nor do keys that they rotate', async () => {
    const narrow = await personOf(SENDER, ['afghanistan']);
    expect(await create(narrow)).toMatchObject({ operations: ['afghanistan'] });
    await expect(create(narrow, { operations: ['kosovo'] })).rejects.toMatchObject({ code: 'invalid_input' });
    const wide = await create(focalPoint);
    await expect(by(narrow, (tools) => rotateApiKey(tools, wide.id, 1))).rejects.toMatchObject({ code: 'forbidden' });
    await by(narrow, (tools) => revokeApiKey(tools, wide.id));
    await expect(use(wide.apiKey)).rejects.toMatchObject({ code: 'credential_revoked' });
  });

  it('of another body are not found, be it to read, rotate or revoke', async () => {
    const key = await create(focalPoint);
    const stranger = await personOf('unhcr', 'all');
    await expect(by(stranger, (tools) => rotateApiKey(tools, key.id, 1))).rejects.toMatchObject({ code: 'not_found' });
    await expect(by(stranger, (tools) => revokeApiKey(tools, key.id))).rejects.toMatchObject({ code: 'not_found' });
    const listed = await by(stranger, ({ tx }) => listApiKeys(tx, focalPoint.organisationId, { limit: 200 }));
    expect(listed).toEqual([]);
    await use(key.apiKey);
  });

  it('are as many as a body needs, and no more', async () => {
    const crowded = await personOf('unhcr', 'all');
    for (let made = 0; made < MOST_KEYS; made += 1) await create(crowded);
    await expect(create(crowded)).rejects.toMatchObject({ code: 'illegal_transition' });
    const [one] = await by(crowded, ({ tx }) => listApiKeys(tx, crowded.organisationId, { limit: 1 }));
    await by(crowded, (tools) => revokeApiKey(tools, one!.id));
    await create(crowded);
  });

  it('are issued, rotated, listed and revoked by the operator', async () => {
    const environment = { DATABASE_URL: hub.apiUrl };
    const said: string[] = [];
    const shown: string[] = [];
    const print = (line: string): unknown => said.push(line);
    const outlets = { print, show: (line: string): unknown => shown.push(line) };
    const scopes: Scope[] = ['inbox:read'];
    await issueKey(environment, 'iom', { name: 'gateway', scopes, addresses: ['203.0.113.7/32'] }, outlets);
    await rotateKey(environment, 'iom', { name: 'gateway', overlap: 0 }, outlets);
    const [old, fresh] = shown as [string, string];
    // The operator's command goes by the machine's clock.
    hub.clock.advance(Math.max(0, Date.now() - hub.clock.now().getTime()));
    await expect(use(old)).rejects.toMatchObject({ code: 'credential_replaced' });
    expect(await use(fresh)).toMatchObject({ slug: 'iom', scopes });
    await listKeys(environment, 'iom', print);
    expect(
      said.filter((line) => line.startsWith('gateway')).map((line) => line.replaceAll(/\d{4}-\S+Z/g, 'T')),
    ).toEqual([
      `gateway  ${old.slice(0, 15)}_…  T  rotated, expired T  used never  inbox:read  from 203.0.113.7/32`,
      `gateway  ${fresh.slice(0, 15)}_…  T  no end  used never  inbox:read  from 203.0.113.7/32`,
    ]);
    await revokeKeys(environment, 'iom', 'gateway', print);
    await expect(use(fresh)).rejects.toMatchObject({ code: 'credential_revoked' });
    expect([...said, ...shown].filter((line) => line.includes(fresh))).toEqual([fresh]);
    await expect(rotateKey(environment, 'iom', { name: 'gateway', overlap: 0 }, outlets)).rejects.toThrow(
      /no valid key/,
    );
  });
});
