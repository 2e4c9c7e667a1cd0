import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { systemClock } from '#kernel';
import { KeyFinder, authenticate, scopes } from '#identity';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { credentialsFile, demoCredentials, type DemoCredentials } from '../../apps/hub/demo-credentials';

jest.setTimeout(60_000);

const API = 'http://127.0.0.1:3000';

/** The keys that `npm start` leaves for whoever tries the hub, over starts, upgrades and kills. */
describe('the keys of the demo', () => {
  let hub: HubDatabase;
  let dataDir: string;

  beforeEach(async () => {
    hub = await openHubDatabase({ poolSize: 2 });
    dataDir = mkdtempSync(`${tmpdir()}/demo-keys-`);
  });

  afterEach(async () => {
    rmSync(dataDir, { recursive: true });
    await hub.close();
  });

  const start = () => demoCredentials(hub.apiUrl, dataDir, API);
  const kept = () => JSON.parse(readFileSync(credentialsFile(dataDir), 'utf8')) as DemoCredentials;
  const callerOf = (key: string | undefined) =>
    authenticate(new KeyFinder(hub.api), systemClock, `Bearer ${key ?? ''}`).catch(() => undefined);
  const live = async (): Promise<number> => {
    const [row] = await hub.superuser<{ count: number }>(
      'SELECT count(*)::int AS count FROM api_keys WHERE revoked_at IS NULL',
    );
    return row?.count ?? 0;
  };

  it('are two for each body, of different officers, with every scope, in a file of its own', async () => {
    const { credentials, renewed } = await start();
    expect(kept()).toEqual(credentials);
    expect(renewed).toEqual([]);
    expect(statSync(credentialsFile(dataDir)).mode & 0o777).toBe(0o600);
    for (const [slug, { apiKey, secondApiKey }] of Object.entries(credentials.bodies)) {
      const [one, another] = [await callerOf(apiKey), await callerOf(secondApiKey)];
      expect([one, another]).toMatchObject([
        { slug, scopes },
        { slug, scopes },
      ]);
      expect(one?.keyId).not.toBe(another?.keyId);
    }
    expect(await live()).toBe(2 * Object.keys(credentials.bodies).length);
  });

  it('stay from one start to the next', async () => {
    const first = await start();
    expect(await start()).toEqual({ ...first, renewed: [] });
  });

  it('are replaced where those of a former version may do less, and nowhere else', async () => {
    const { credentials: before } = await start();
    const { organisationId } = await hub.caller('iom');
    await hub.superuser(
      `UPDATE api_keys SET scopes = array_remove(scopes, 'messages:write') WHERE organisation_id = $1 AND name = 'demo'`,
      [organisationId],
    );
    const { credentials: after, renewed } = await start();
    expect(renewed).toEqual(['iom']);
    expect(after.bodies).toEqual({
      ...before.bodies,
      iom: { apiKey: expect.any(String) as string, secondApiKey: before.bodies['iom']?.secondApiKey },
    });
    expect(await callerOf(before.bodies['iom']?.apiKey)).toBeUndefined();
    expect(await callerOf(after.bodies['iom']?.apiKey)).toMatchObject({ slug: 'iom', scopes });
    expect(await live()).toBe(2 * Object.keys(after.bodies).length);
    expect((await start()).renewed).toEqual([]);
  });

  it('leave none behind that nobody knows when a start is killed before the file is written', async () => {
    await start();
    rmSync(credentialsFile(dataDir));
    const { credentials } = await start();
    expect(await live()).toBe(2 * Object.keys(credentials.bodies).length);
    expect(await callerOf(credentials.bodies['unhcr']?.secondApiKey)).toMatchObject({ slug: 'unhcr' });
  });

  it('get a second one beside that of a version that made one only', async () => {
    const { credentials: before } = await start();
    const bodies = Object.fromEntries(Object.entries(before.bodies).map(([slug, { apiKey }]) => [slug, { apiKey }]));
    writeFileSync(credentialsFile(dataDir), JSON.stringify({ api: API, bodies }));
    const { credentials: after, renewed } = await start();
    expect(renewed).toEqual([]);
    expect(await live()).toBe(2 * Object.keys(after.bodies).length);
    for (const [slug, { apiKey, secondApiKey }] of Object.entries(after.bodies)) {
      expect(apiKey).toBe(before.bodies[slug]?.apiKey);
      expect(await callerOf(secondApiKey)).toMatchObject({ slug });
    }
  });
});
