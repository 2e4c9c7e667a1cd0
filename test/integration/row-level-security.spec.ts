import { openHubDatabase, withClient, type HubDatabase } from '#test/hub-database';

jest.setTimeout(60_000);

describe('row-level security', () => {
  let hub: HubDatabase;

  beforeAll(async () => {
    hub = await openHubDatabase();
  });
  afterAll(() => hub.close());

  it('holds for the login users: no superuser, no bypass, no ownership, one group each', async () => {
    const users = await hub.superuser(
      `SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb, r.rolreplication,
              (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owned,
              ARRAY(SELECT m.roleid::regrole::text FROM pg_auth_members m WHERE m.member = r.oid) AS groups
       FROM pg_roles r WHERE r.rolname = ANY ($1) ORDER BY r.rolname`,
      [[new URL(hub.apiUrl).username, new URL(hub.workerUrl).username]],
    );
    const plain = {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      owned: 0,
    };
    expect(users).toEqual([
      { ...plain, groups: ['liaison_api'] },
      { ...plain, groups: ['liaison_worker'] },
    ]);
  });

  // Of "unlimited OR within" the planner expects one row in two hundred, and sorts all of a sender's rows for one page.
  it('asks for the operations that a person is held to in a way of which the planner expects many rows', async () => {
    const policies = await hub.superuser<{ table: string; qual: string }>(
      `SELECT tablename AS "table", qual FROM pg_policies WHERE qual LIKE '%(operation_id = ANY (app_operations()))%'`,
    );
    expect(policies.length).toBeGreaterThan(10);
    for (const { table, qual } of policies) expect([table, qual]).toEqual([table, expect.stringMatching(/^\s*CASE\s/)]);
  });

  it('lets neither login user create anything in "public"', async () => {
    for (const url of [hub.apiUrl, hub.workerUrl])
      await withClient(url, async (client) => {
        await expect(client.query('CREATE TABLE public.mine (id int)')).rejects.toMatchObject({ code: '42501' });
      });
  });
});

describe('evidence', () => {
  let hub: HubDatabase;

  beforeAll(async () => {
    hub = await openHubDatabase();
  });
  afterAll(() => hub.close());

  const changes = [
    `UPDATE evidence_entries SET action = 'x'`,
    'DELETE FROM evidence_entries',
    'TRUNCATE evidence_entries',
  ];

  it.each(changes)('is not open to the login users: %s', async (change) => {
    for (const url of [hub.apiUrl, hub.workerUrl])
      await withClient(url, async (client) => {
        await expect(client.query(change)).rejects.toMatchObject({ code: '42501' });
      });
  });

  it.each(changes)('refuses its owner and the superuser: %s', async (change) => {
    for (const url of [hub.database.url, hub.database.superuserUrl])
      await withClient(url, async (client) => {
        await expect(client.query(change)).rejects.toMatchObject({ code: '23001' });
      });
  });
});

describe('the directory', () => {
  let hub: HubDatabase;

  beforeAll(async () => {
    hub = await openHubDatabase();
  });
  afterAll(() => hub.close());

  it.each(['organisations', 'operations'])('keeps every row of %s under its id, whoever asks', async (table) => {
    for (const change of [`DELETE FROM ${table}`, `UPDATE ${table} SET id = id`, `TRUNCATE ${table} CASCADE`])
      for (const url of [hub.database.url, hub.database.superuserUrl])
        await withClient(url, async (client) => {
          await expect(client.query(change)).rejects.toMatchObject({ code: '23001' });
        });
  });
});
