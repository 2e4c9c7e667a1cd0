import { keepAttempts } from '#delivery';
import { openHubDatabase, withClient, type HubDatabase } from '#test/hub-database';

jest.setTimeout(60_000);

/** Reference data that every body may read. A table that is not named here is closed by policies. */
const REFERENCE = ['operation_bodies', 'operations', 'organisations', 'rule_sets', 'schema_migrations'];

/** Names of what a function finds are looked up in "public" only. */
const IN_PUBLIC = ['search_path=public'];
/** What may do more than its caller, because it guards itself: name and owner → its settings. */
const DEFINER_FUNCTIONS: Record<string, readonly string[]> = {
  'evidence_in_operations/liaison_worker': IN_PUBLIC,
  'find_acknowledgement_link/liaison_worker': IN_PUBLIC,
  'find_api_key/liaison_worker': IN_PUBLIC,
  'find_session/liaison_worker': IN_PUBLIC,
  // Makes and drops partitions, which needs the tables' owner; names every table with its schema.
  'keep_attempt_partitions/the owner': ['search_path=pg_catalog, pg_temp', 'TimeZone=UTC', 'lock_timeout=1500ms'],
  'message_in_operations/liaison_worker': IN_PUBLIC,
  'onward_consents/liaison_worker': IN_PUBLIC,
  'webhook_public_keys/liaison_worker': IN_PUBLIC,
};

/** Everything that the API may do: table or table.column → privileges. A new right is a line here. */
const API_GRANTS: Record<string, string> = {
  acknowledgement_links: 'SELECT',
  'acknowledgement_links.used_at': 'UPDATE',
  agenda_requests: 'SELECT',
  api_keys: 'INSERT SELECT',
  'api_keys.expires_at': 'UPDATE',
  'api_keys.last_used_at': 'UPDATE',
  'api_keys.revoked_at': 'UPDATE',
  attachment_chunks: 'INSERT SELECT',
  attachment_releases: 'SELECT',
  attachments: 'DELETE INSERT SELECT',
  'attachments.chunks': 'UPDATE',
  'attachments.digest': 'UPDATE',
  'attachments.field_group': 'UPDATE',
  'attachments.media_type': 'UPDATE',
  'attachments.meta_sealed': 'UPDATE',
  'attachments.size': 'UPDATE',
  'attachments.state': 'UPDATE',
  consents: 'INSERT SELECT',
  'consents.state': 'UPDATE',
  'consents.updated_at': 'UPDATE',
  'consents.version': 'UPDATE',
  'consents.withdrawn_at': 'UPDATE',
  deliveries: 'INSERT SELECT',
  'deliveries.ended': 'UPDATE',
  delivery_attempts: 'SELECT',
  delivery_states: 'SELECT',
  endpoint_credentials: 'DELETE INSERT SELECT',
  endpoint_secrets: 'INSERT SELECT',
  'endpoint_secrets.expires_at': 'UPDATE',
  endpoint_threads: 'INSERT SELECT UPDATE',
  evidence_entries: 'INSERT SELECT',
  idempotency_keys: 'INSERT SELECT UPDATE',
  message_events: 'INSERT SELECT',
  messages: 'INSERT SELECT UPDATE',
  operation_bodies: 'SELECT',
  operations: 'SELECT',
  organisations: 'SELECT',
  outbox: 'INSERT',
  people: 'INSERT SELECT',
  'people.disabled_at': 'UPDATE',
  'people.display_name': 'UPDATE',
  'people.email': 'UPDATE',
  'people.updated_at': 'UPDATE',
  'people.version': 'UPDATE',
  recipients: 'SELECT',
  'recipients.acknowledged_at': 'UPDATE',
  'recipients.decided_at': 'UPDATE',
  'recipients.decision': 'UPDATE',
  'recipients.decision_due_at': 'UPDATE',
  'recipients.delivered_at': 'UPDATE',
  'recipients.delivered_via': 'UPDATE',
  'recipients.delivery_state': 'UPDATE',
  'recipients.held_at': 'UPDATE',
  'recipients.next_step': 'UPDATE',
  'recipients.next_step_at': 'UPDATE',
  'recipients.outcome': 'UPDATE',
  'recipients.quiet_since': 'UPDATE',
  'recipients.reason': 'UPDATE',
  'recipients.receipt_id': 'UPDATE',
  'recipients.state': 'UPDATE',
  'recipients.updated_at': 'UPDATE',
  'recipients.version': 'UPDATE',
  'recipients.withheld_at': 'UPDATE',
  release_exceptions: 'INSERT SELECT',
  'release_exceptions.decided_at': 'UPDATE',
  'release_exceptions.decided_by': 'UPDATE',
  'release_exceptions.ended_at': 'UPDATE',
  'release_exceptions.note_sealed': 'UPDATE',
  'release_exceptions.notified_id': 'UPDATE',
  'release_exceptions.revoked_by': 'UPDATE',
  'release_exceptions.state': 'UPDATE',
  'release_exceptions.updated_at': 'UPDATE',
  'release_exceptions.version': 'UPDATE',
  role_assignments: 'INSERT SELECT',
  'role_assignments.ends_at': 'UPDATE',
  'role_assignments.revoked_at': 'UPDATE',
  'role_assignments.revoked_by': 'UPDATE',
  routing_decisions: 'SELECT',
  rule_sets: 'SELECT',
  service_capacities: 'SELECT',
  sessions: 'INSERT SELECT',
  'sessions.ended_at': 'UPDATE',
  'sessions.proved_at': 'UPDATE',
  'sessions.seen_at': 'UPDATE',
  waiting_deliveries: 'INSERT SELECT',
  'waiting_deliveries.held': 'UPDATE',
  'waiting_deliveries.next_attempt_at': 'UPDATE',
  webhook_endpoints: 'INSERT SELECT UPDATE',
};

describe('row-level security', () => {
  let hub: HubDatabase;

  beforeAll(async () => {
    hub = await openHubDatabase();
    // Partitions come and go while the hub runs: what holds for tables holds for them.
    expect((await keepAttempts(hub.worker, hub.clock, 90)).made).toHaveLength(3);
  });
  afterAll(() => hub.close());

  it('is on and forced, with a policy, on every table and partition that is not reference data', async () => {
    const open = await hub.superuser(`
      SELECT c.relname FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
      ORDER BY 1`);
    expect(open).toEqual(REFERENCE.map((relname) => ({ relname })));
  });

  it('is not passed by by a view', async () => {
    const views = await hub.superuser(`
      SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
        AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)`);
    expect(views).toEqual([]);
  });

  it('is passed by by known functions only, each with a fixed search_path', async () => {
    const functions = await hub.superuser<{ name: string; config: string[] }>(`
      SELECT proname || '/' || CASE proowner WHEN (SELECT datdba FROM pg_database WHERE datname = current_database())
        THEN 'the owner' ELSE proowner::regrole::text END AS name, proconfig AS config
      FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef`);
    expect(Object.fromEntries(functions.map(({ name, config }) => [name, config]))).toEqual(DEFINER_FUNCTIONS);
  });

  it('is passed by by nobody who was not named: no such function is open to everyone', async () => {
    const open = await hub.superuser(`
      SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
        AND EXISTS (SELECT FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) WHERE grantee = 0)`);
    expect(open).toEqual([]);
  });

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

  it('gives the API the rights of its list and no more', async () => {
    const rows = await hub.superuser<{ place: string; rights: string }>(`
      WITH tables AS (
        SELECT table_name AS place, privilege_type AS right FROM information_schema.role_table_grants
        WHERE grantee IN ('liaison_api', 'PUBLIC') AND table_schema = 'public'
      ), columns AS (
        SELECT table_name || '.' || column_name AS place, privilege_type AS right
        FROM information_schema.column_privileges c
        WHERE grantee IN ('liaison_api', 'PUBLIC') AND table_schema = 'public'
          AND NOT EXISTS (SELECT FROM tables t WHERE t.place = c.table_name AND t.right = c.privilege_type)
      )
      SELECT place, string_agg(DISTINCT "right", ' ' ORDER BY "right") AS rights
      FROM (SELECT * FROM tables UNION ALL SELECT * FROM columns) g GROUP BY place`);
    expect(Object.fromEntries(rows.map(({ place, rights }) => [place, rights]))).toEqual(API_GRANTS);
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
