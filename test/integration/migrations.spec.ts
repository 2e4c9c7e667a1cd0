import { uuidv7 } from '#kernel';
import { seedDirectory } from '#directory';
import { Database, createDataSource, migrations, prepareDatabase } from '#platform/database';
import type { DataSource } from 'typeorm';
import { dropHubDatabase, loginsOf, openOwner, seededOperations, withClient } from '#test/hub-database';
import { createTestDatabase, type TestDatabase } from '#test/postgres';

jest.setTimeout(120_000);

/** Tables, columns, constraints, indexes, policies, functions and grants: what a migration makes. */
const SHAPE = `
  SELECT 'column' AS kind, table_name || '.' || column_name AS name, data_type || ' ' || is_nullable || coalesce(column_default, '') AS detail
  FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT 'policy', tablename || '.' || policyname, concat_ws(' ', roles::text, cmd, qual, with_check) FROM pg_policies
  UNION ALL SELECT 'function', proname, concat_ws(' ', prosrc, prosecdef, proowner::regrole, proconfig::text, proacl::text) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT 'grant', relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relacl IS NOT NULL
  UNION ALL SELECT 'column grant', attrelid::regclass || '.' || attname, attacl::text FROM pg_attribute WHERE attacl IS NOT NULL
    AND attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
  UNION ALL SELECT 'row security', relname, concat_ws(' ', relrowsecurity, relforcerowsecurity) FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
  UNION ALL SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  ORDER BY 1, 2, 3`;

describe('migrations', () => {
  let database: TestDatabase;
  let owner: DataSource;

  beforeEach(async () => {
    database = await createTestDatabase();
    owner = await openOwner(database.url);
  });

  afterEach(async () => {
    if (owner.isInitialized) await owner.destroy();
    await dropHubDatabase(database);
  });

  const shape = async () =>
    (await owner.query<{ name: string; detail: string }[]>(SHAPE)).filter(
      ({ name, detail }) => !`${name} ${detail}`.includes('schema_migrations'),
    );
  const pending = async () => {
    const [row] = await owner.query<{ count: number }[]>('SELECT count(*)::int AS count FROM schema_migrations');
    return migrations.length - (row?.count ?? 0);
  };

  it('lead from nothing to the newest schema, and the seed fits it', async () => {
    await owner.runMigrations();
    await new Database(owner).transaction({ kind: 'worker' }, (tx) => seedDirectory(tx, seededOperations));
    expect(await pending()).toBe(0);
    expect(await owner.showMigrations()).toBe(false);
  });

  it('each goes down and leaves nothing, and up again to the same schema', async () => {
    for (const [index, migration] of migrations.entries()) {
      const upTo = createDataSourceWith(database.url, index + 1);
      await upTo.initialize();
      const before = await shape();
      await upTo.runMigrations();
      const after = await shape();
      await upTo.undoLastMigration();
      // The right to create in "public" is taken from everyone once, and is not given back.
      expect({ migration: migration.name, shape: await shape() }).toEqual({ migration: migration.name, shape: before });
      await upTo.runMigrations();
      expect({ migration: migration.name, shape: await shape() }).toEqual({ migration: migration.name, shape: after });
      await upTo.destroy();
    }
  });

  it('each of the later ones runs over a seeded directory', async () => {
    const directoryOnly = createDataSourceWith(database.url, 2);
    await directoryOnly.initialize();
    await directoryOnly.runMigrations();
    await new Database(directoryOnly).transaction({ kind: 'worker' }, (tx) => seedDirectory(tx, seededOperations));
    await directoryOnly.destroy();
    await owner.runMigrations();
    const [row] = await owner.query<{ count: number }[]>('SELECT count(*)::int AS count FROM operations');
    expect(row?.count).toBe(seededOperations.length);
  });

  it('can be prepared again without doing anything, and once more after a new password', async () => {
    const logins = loginsOf(database);
    const first = await prepareDatabase({ ownerUrl: database.url, ...logins });
    const second = await prepareDatabase({ ownerUrl: database.url, ...loginsOf(database) });
    expect([first.migrated.length, second.migrated]).toEqual([migrations.length, []]);
  });

  it('run once when four processes prepare the database at once', async () => {
    const logins = loginsOf(database);
    const runs = await Promise.all(
      Array.from({ length: 4 }, () => prepareDatabase({ ownerUrl: database.url, ...logins })),
    );
    expect(runs.map(({ migrated }) => migrated.length).sort()).toEqual([0, 0, 0, migrations.length]);
    expect(await pending()).toBe(0);
    await withClient(logins.queueUrl, (client) => client.query('CREATE TABLE queue.probe ()'));
  });
});

function createDataSourceWith(url: string, count: number): DataSource {
  const source = createDataSource({ url, applicationName: 'test migrations', poolSize: 1 });
  return source.setOptions({ migrations: migrations.slice(0, count) });
}

describe('constraints', () => {
  const body = uuidv7();
  const other = uuidv7();
  const message = uuidv7();
  const recipient = uuidv7();
  const endpoint = uuidv7();
  const delivery = uuidv7();
  const attachment = uuidv7();
  const consent = uuidv7();
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    const owner = await openOwner(database.url);
    await owner.runMigrations();
    await owner.destroy();
    await withClient(database.superuserUrl, async (client) => {
      for (const table of Object.keys(valid)) await client.query(insert(table));
    });
  });

  afterAll(() => dropHubDatabase(database));

  const at = `'2026-01-01T00:00:00Z'`;
  const quoted = (text: string): string => `'${text}'`;
  /** One good row per table, in the order in which they can be written. */
  const valid: Record<string, Record<string, string>> = {
    organisations: { id: quoted(body), slug: `'body-a'`, name: `'A'`, short_name: `'A'`, kind: `'mission'` },
    operations: {
      id: `'op'`,
      code: `'OPS'`,
      title: `'t'`,
      mission: `'m'`,
      time_zone: `'UTC'`,
      lead_organisation_id: quoted(body),
      rule_set_version: '1',
    },
    rule_sets: { operation_id: `'op'`, version: '1', digest: `'d'`, definition: `'{}'` },
    api_keys: {
      id: quoted(uuidv7()),
      organisation_id: quoted(body),
      name: `'key'`,
      prefix: `'abcdefghijkl'`,
      hash: `decode(repeat('00', 32), 'hex')`,
      scopes: `'{}'`,
      created_at: at,
    },
    idempotency_keys: {
      organisation_id: quoted(body),
      key: `'k'`,
      request_digest: `'\\x00'`,
      created_at: at,
    },
    messages: {
      id: quoted(message),
      reference: `'OPS-2026-000001'`,
      operation_id: `'op'`,
      kind: `'referral'`,
      kind_version: '1',
      sender_id: quoted(body),
      message_status: `'test'`,
      distribution: `'request'`,
      state: `'draft'`,
      priority: `'normal'`,
      thread_id: quoted(message),
      language: `'en'`,
      marks: `'{}'`,
      keywords: `'{}'`,
      addressees: `'{}'`,
      import_key: `'\\x01'`,
      version: '1',
      created_at: at,
      updated_at: at,
    },
    recipients: {
      id: quoted(recipient),
      message_id: quoted(message),
      sender_id: quoted(body),
      organisation_id: quoted(body),
      operation_id: `'op'`,
      thread_id: quoted(message),
      reference: `'OPS-2026-000001'`,
      kind: `'referral'`,
      message_status: `'test'`,
      priority: `'normal'`,
      capacity: `'lead'`,
      profile: `'p'`,
      state: `'pending'`,
      inbox_sequence: '1',
      due_at: at,
      routed_at: at,
      delivery_state: `'pending'`,
      delivery_attempts: '0',
      released_fields: `'{}'`,
      version: '1',
      updated_at: at,
    },
    evidence_entries: {
      id: quoted(uuidv7()),
      at,
      action: `'a'`,
      actor_kind: `'hub'`,
      subject_type: `'message'`,
      subject_id: quoted(message),
      detail: `'{}'`,
      digest: `decode(repeat('00', 32), 'hex')`,
    },
    webhook_endpoints: {
      id: quoted(endpoint),
      organisation_id: quoted(body),
      url: `'https://partner.example/'`,
      state: `'active'`,
      created_at: at,
      updated_at: at,
    },
    endpoint_secrets: {
      id: quoted(uuidv7()),
      endpoint_id: quoted(endpoint),
      organisation_id: quoted(body),
      scheme: `'v1'`,
      secret_sealed: `'\\x00'`,
      created_at: at,
    },
    endpoint_credentials: {
      id: quoted(uuidv7()),
      endpoint_id: quoted(endpoint),
      organisation_id: quoted(body),
      kind: `'oauth2'`,
      facts: `'{}'`,
      secret_sealed: `'\\x00'`,
      created_at: at,
    },
    endpoint_threads: {
      endpoint_id: quoted(endpoint),
      thread_id: quoted(message),
      organisation_id: quoted(body),
      last_sequence: '1',
    },
    deliveries: {
      id: quoted(delivery),
      endpoint_id: quoted(endpoint),
      organisation_id: quoted(body),
      event_type: `'e'`,
      dedupe_key: `'k'`,
      thread_id: quoted(message),
      sequence: '1',
      body: `'{}'`,
      created_at: at,
    },
    waiting_deliveries: {
      delivery_id: quoted(delivery),
      endpoint_id: quoted(endpoint),
      organisation_id: quoted(body),
      thread_id: quoted(message),
      sequence: '1',
      held: 'false',
      next_attempt_at: at,
    },
    consents: {
      id: quoted(consent),
      operation_id: `'op'`,
      organisation_id: quoted(body),
      case_index: `decode(repeat('00', 32), 'hex')`,
      state: `'active'`,
      given: `'yes'`,
      given_on: `'2026-01-02'`,
      grants: `'[]'`,
      version: '1',
      created_at: at,
      updated_at: at,
    },
    release_exceptions: {
      id: quoted(uuidv7()),
      message_id: quoted(message),
      sender_id: quoted(body),
      organisation_id: quoted(body),
      state: `'requested'`,
      groups: `'{case}'`,
      requested_by: quoted(body),
      version: '1',
      requested_at: at,
      expires_at: `'2026-01-03T00:00:00Z'`,
      updated_at: at,
    },
    erasures: {
      id: quoted(uuidv7()),
      operation_id: `'op'`,
      organisation_id: quoted(body),
      cause: `'person'`,
      state: `'requested'`,
      message_ids: `ARRAY[${quoted(message)}]::uuid[]`,
      requested_by: quoted(body),
      version: '1',
      requested_at: at,
    },
    mails: {
      id: quoted(uuidv7()),
      organisation_id: quoted(body),
      recipient_id: quoted(recipient),
      message_id: quoted(message),
      kind: `'routed'`,
      dedupe: `'routed'`,
      to_back_up: 'false',
      state: `'pending'`,
      attempts: '0',
      next_attempt_at: at,
      created_at: at,
    },
    service_capacities: {
      operation_id: `'op'`,
      organisation_id: quoted(body),
      service: `'legal'`,
      status: `'open'`,
      message_id: quoted(message),
      said_at: at,
    },
    agenda_requests: {
      id: quoted(uuidv7()),
      operation_id: `'op'`,
      recipient_id: quoted(recipient),
      message_id: quoted(message),
      reference: `'OPS-2026-000001'`,
      kind: `'referral'`,
      message_status: `'test'`,
      priority: `'normal'`,
      organisation_id: quoted(body),
      sender_id: quoted(body),
      reason: `'unacknowledged'`,
      due_at: at,
      state: `'open'`,
      created_at: at,
    },
    acknowledgement_links: {
      token_hash: `decode(repeat('00', 32), 'hex')`,
      organisation_id: quoted(body),
      message_id: quoted(message),
      recipient_id: quoted(recipient),
      expires_at: at,
      created_at: at,
    },
    attachments: {
      id: quoted(attachment),
      message_id: quoted(message),
      sender_id: quoted(body),
      state: `'kept'`,
      field_group: `'case'`,
      media_type: `'text/plain'`,
      size: '1',
      chunks: '1',
      digest: `decode(repeat('00', 32), 'hex')`,
      created_at: at,
    },
    attachment_chunks: {
      attachment_id: quoted(attachment),
      sender_id: quoted(body),
      number: '0',
      sealed: `'\\x00'`,
    },
    attachment_releases: {
      attachment_id: quoted(attachment),
      message_id: quoted(message),
      sender_id: quoted(body),
      organisation_id: quoted(body),
      recipient_id: quoted(recipient),
      released_at: at,
    },
  };

  const insert = (table: string, over: Record<string, string> = {}): string => {
    const row = { ...valid[table], ...over };
    return `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).join(', ')})`;
  };
  const fresh = () => quoted(uuidv7());
  const ofEndpoint = {
    kind: `'endpoint_disabled'`,
    dedupe: `'e'`,
    recipient_id: 'NULL',
    message_id: 'NULL',
    endpoint_id: quoted(endpoint),
    operation_id: `'op'`,
  };

  it.each<[string, string, Record<string, string>, string]>([
    ['organisations', 'a slug with capitals', { id: fresh(), slug: `'Body'` }, '23514'],
    ['organisations', 'a slug twice', { id: fresh() }, '23505'],
    ['operations', 'a code that is not three capitals', { id: `'x'`, code: `'ops'` }, '23514'],
    ['operations', 'an id with blanks', { id: `'a b'`, code: `'OPA'` }, '23514'],
    ['operations', 'a lead that is no body', { id: `'x'`, code: `'OPB'`, lead_organisation_id: fresh() }, '23503'],
    ['rule_sets', 'version 0', { version: '0', digest: `'e'` }, '23514'],
    ['rule_sets', 'the same rules as two versions', { version: '2' }, '23505'],
    ['api_keys', 'a short prefix', { id: fresh(), prefix: `'short'` }, '23514'],
    ['api_keys', 'a short hash', { id: fresh(), prefix: `'abcdefghijkm'`, hash: `'\\x00'` }, '23514'],
    ['api_keys', 'a prefix twice', { id: fresh() }, '23505'],
    ['api_keys', 'an empty name', { id: fresh(), prefix: `'abcdefghijkn'`, name: `''` }, '23514'],
    ['idempotency_keys', 'an empty key', { key: `''` }, '23514'],
    ['idempotency_keys', 'a key of 256 characters', { key: `repeat('k', 256)` }, '23514'],
    ['idempotency_keys', 'a key twice', {}, '23505'],
    ['messages', 'a reference twice', { id: fresh(), import_key: 'NULL' }, '23505'],
    ['messages', 'an imported row twice', { id: fresh(), reference: `'OPS-2'` }, '23505'],
    ['messages', 'an unknown priority', { id: fresh(), reference: `'OPS-3'`, priority: `'soon'` }, '23514'],
    ['messages', 'an unknown status', { id: fresh(), reference: `'OPS-4'`, message_status: `'x'` }, '23514'],
    ['messages', 'an unknown distribution', { id: fresh(), reference: `'OPS-5'`, distribution: `'x'` }, '23514'],
    ['recipients', 'one body twice for one message', { id: fresh(), inbox_sequence: '2' }, '23505'],
    ['recipients', 'an acknowledgement without receipt', { id: fresh(), acknowledged_at: at }, '23514'],
    ['recipients', 'a receipt without acknowledgement', { id: fresh(), receipt_id: fresh() }, '23514'],
    ['recipients', 'a decision without its time', { id: fresh(), decision: `'accepted'` }, '23514'],
    ['recipients', 'an unknown capacity', { id: fresh(), capacity: `'x'` }, '23514'],
    ['recipients', 'an unknown delivery', { id: fresh(), delivery_state: `'x'` }, '23514'],
    ['evidence_entries', 'a body that acts without a name', { id: fresh(), actor_kind: `'body'` }, '23514'],
    ['evidence_entries', 'the hub under a body’s name', { id: fresh(), actor_id: quoted(body) }, '23514'],
    ['evidence_entries', 'a digest that is none', { id: fresh(), digest: `'\\x00'` }, '23514'],
    ['webhook_endpoints', 'an unknown state', { id: fresh(), state: `'x'` }, '23514'],
    ['webhook_endpoints', 'a URL of 2049 characters', { id: fresh(), url: `repeat('u', 2049)` }, '23514'],
    ['webhook_endpoints', 'an unknown payload', { id: fresh(), payload: `'x'` }, '23514'],
    ['webhook_endpoints', 'encrypted content without a key', { id: fresh(), payload: `'encrypted'` }, '23514'],
    [
      'webhook_endpoints',
      'a private key',
      { id: fresh(), encryption_key: `'{"kty":"EC","crv":"P-256","x":"x","y":"y","kid":"k","d":"d"}'` },
      '23514',
    ],
    ['webhook_endpoints', 'a key that is none', { id: fresh(), encryption_key: `'{"kty":"EC"}'` }, '23514'],
    ['webhook_endpoints', 'nothing in flight', { id: fresh(), max_in_flight: '0' }, '23514'],
    ['webhook_endpoints', '257 in flight', { id: fresh(), max_in_flight: '257' }, '23514'],
    ['endpoint_secrets', 'an unknown scheme', { id: fresh(), scheme: `'v2'` }, '23514'],
    ['endpoint_credentials', 'a second of one kind', { id: fresh() }, '23505'],
    ['endpoint_credentials', 'an unknown kind', { id: fresh(), kind: `'password'` }, '23514'],
    [
      'endpoint_credentials',
      'facts that are no object',
      { id: fresh(), kind: `'client_certificate'`, facts: `'[]'` },
      '23514',
    ],
    [
      'endpoint_credentials',
      'another body’s endpoint',
      { id: fresh(), kind: `'client_certificate'`, organisation_id: quoted(other) },
      '23503',
    ],
    ['endpoint_secrets', 'another body’s endpoint', { id: fresh(), organisation_id: quoted(other) }, '23503'],
    ['endpoint_threads', 'another body’s endpoint', { organisation_id: quoted(other), thread_id: fresh() }, '23503'],
    ['deliveries', 'one announcement twice', { id: fresh(), sequence: '2' }, '23505'],
    ['deliveries', 'one number of a thread twice', { id: fresh(), dedupe_key: `'k2'` }, '23505'],
    ['deliveries', 'an unknown end', { id: fresh(), dedupe_key: `'k3'`, sequence: '3', ended: `'x'` }, '23514'],
    ['waiting_deliveries', 'a delivery twice', {}, '23505'],
    ['waiting_deliveries', 'a delivery that is none', { delivery_id: fresh() }, '23503'],
    ['waiting_deliveries', 'fewer than no attempts', { attempts: '-1' }, '23514'],
    ['webhook_endpoints', 'a rate of nothing', { id: fresh(), rate_limit: '0' }, '23514'],
    [
      'webhook_endpoints',
      'an unverified one that was verified',
      { id: fresh(), state: `'unverified'`, verified_at: at },
      '23514',
    ],
    ['webhook_endpoints', 'fewer than no tries', { id: fresh(), verification_tries: '-1' }, '23514'],
    [
      'deliveries',
      'another body’s endpoint',
      { id: fresh(), dedupe_key: `'k4'`, sequence: '4', organisation_id: quoted(other) },
      '23503',
    ],
    ['consents', 'an unknown state', { id: fresh(), state: `'x'` }, '23514'],
    ['consents', 'an unknown answer', { id: fresh(), given: `'maybe'` }, '23514'],
    ['consents', 'a case index that is none', { id: fresh(), case_index: `'\\x00'` }, '23514'],
    ['consents', 'an end before the beginning', { id: fresh(), expires_on: `'2026-01-01'` }, '23514'],
    ['consents', 'a withdrawal without its time', { id: fresh(), state: `'withdrawn'` }, '23514'],
    [
      'messages',
      'a consent of another body',
      { id: fresh(), reference: `'OPS-6'`, import_key: 'NULL', sender_id: quoted(other), consent_id: quoted(consent) },
      '23503',
    ],
    ['release_exceptions', 'a second open one', { id: fresh() }, '23505'],
    [
      'release_exceptions',
      'a decision by who asked',
      { id: fresh(), state: `'approved'`, decided_by: quoted(body), decided_at: at },
      '23514',
    ],
    ['release_exceptions', 'an approval by nobody', { id: fresh(), state: `'approved'` }, '23514'],
    [
      'release_exceptions',
      'more than 72 hours',
      { id: fresh(), organisation_id: quoted(body), expires_at: `'2026-01-04T00:00:01Z'` },
      '23514',
    ],
    ['release_exceptions', 'one that covers nothing', { id: fresh(), groups: `'{}'` }, '23514'],
    ['erasures', 'a cause that is none', { id: fresh(), cause: `'whim'` }, '23514'],
    ['erasures', 'a request by nobody', { id: fresh(), requested_by: 'NULL' }, '23514'],
    ['erasures', 'nothing to be erased', { id: fresh(), message_ids: `'{}'` }, '23514'],
    ['erasures', 'an approval by nobody', { id: fresh(), state: `'approved'` }, '23514'],
    [
      'erasures',
      'a decision by who asked',
      { id: fresh(), state: `'approved'`, decided_by: quoted(body), decided_at: at },
      '23514',
    ],
    ['mails', 'a notice to a recipient', { id: fresh(), dedupe: `'4'`, kind: `'notice'` }, '23514'],
    [
      'mails',
      'a reminder to nobody',
      { id: fresh(), dedupe: `'5'`, kind: `'reminder'`, recipient_id: 'NULL' },
      '23514',
    ],
    ['mails', 'one mail twice', { id: fresh() }, '23505'],
    ['mails', 'a mail of an endpoint that names none', { id: fresh(), ...ofEndpoint, endpoint_id: 'NULL' }, '23514'],
    [
      'mails',
      'a mail of an endpoint about a message',
      { id: fresh(), ...ofEndpoint, message_id: quoted(message) },
      '23514',
    ],
    [
      'mails',
      'a mail of an endpoint to a recipient',
      { id: fresh(), ...ofEndpoint, recipient_id: quoted(recipient) },
      '23514',
    ],
    [
      'mails',
      'an endpoint in a mail of a message',
      { id: fresh(), dedupe: `'6'`, endpoint_id: quoted(endpoint) },
      '23514',
    ],
    ['mails', 'an unknown kind', { id: fresh(), kind: `'x'` }, '23514'],
    ['mails', 'an unknown state', { id: fresh(), dedupe: `'2'`, state: `'x'` }, '23514'],
    ['mails', 'a sent one without its time', { id: fresh(), dedupe: `'3'`, state: `'sent'` }, '23514'],
    ['mails', 'a recipient that is none', { id: fresh(), recipient_id: fresh() }, '23503'],
    ['messages', 'an empty subject', { id: fresh(), reference: `'OPS-6'`, subject: `''` }, '23514'],
    ['service_capacities', 'an unknown status', { service: `'food'`, status: `'x'` }, '23514'],
    ['service_capacities', 'fewer than no places', { service: `'food'`, places: '-1' }, '23514'],
    ['service_capacities', 'one service twice', {}, '23505'],
    ['agenda_requests', 'one recipient twice for one reason', { id: fresh() }, '23505'],
    ['agenda_requests', 'an unknown reason', { id: fresh(), reason: `'x'` }, '23514'],
    ['agenda_requests', 'an unknown state', { id: fresh(), reason: `'undecided'`, state: `'x'` }, '23514'],
    [
      'agenda_requests',
      'a settled one without its time',
      { id: fresh(), reason: `'undecided'`, state: `'settled'` },
      '23514',
    ],
    ['agenda_requests', 'a recipient that is none', { id: fresh(), recipient_id: fresh() }, '23503'],
    ['acknowledgement_links', 'a hash that is none', { token_hash: `'\\x00'` }, '23514'],
    ['acknowledgement_links', 'a token twice', {}, '23505'],
    ['attachments', 'an unknown state', { id: fresh(), state: `'x'` }, '23514'],
    ['attachments', 'a kept one of no size', { id: fresh(), size: 'NULL' }, '23514'],
    ['attachments', 'a kept one of no group', { id: fresh(), field_group: 'NULL' }, '23514'],
    ['attachments', 'a kept one without digest', { id: fresh(), digest: 'NULL' }, '23514'],
    ['attachments', 'a digest that is none', { id: fresh(), digest: `'\\x00'` }, '23514'],
    ['attachments', 'an empty file', { id: fresh(), size: '0' }, '23514'],
    ['attachments', 'a message that is none', { id: fresh(), message_id: fresh() }, '23503'],
    ['attachment_chunks', 'a number twice', {}, '23505'],
    ['attachment_chunks', 'a number below zero', { number: '-1' }, '23514'],
    ['attachment_chunks', 'an attachment that is none', { attachment_id: fresh() }, '23503'],
    ['attachment_releases', 'one body twice', {}, '23505'],
    [
      'attachment_releases',
      'a recipient that is none',
      { organisation_id: quoted(other), recipient_id: fresh() },
      '23503',
    ],
  ])('%s refuse %s', async (table, _, over, code) => {
    await withClient(database.superuserUrl, async (client) => {
      await expect(client.query(insert(table, over))).rejects.toMatchObject({ code });
    });
  });

  it('of a later migration go down over the rows that it made possible', async () => {
    const owner = await openOwner(database.url);
    try {
      await withClient(database.superuserUrl, async (client) => {
        await client.query(`UPDATE recipients SET delivery_state = 'superseded'`);
        await client.query('DELETE FROM waiting_deliveries');
        await client.query(`UPDATE deliveries SET ended = 'superseded'`);
        await client.query(`UPDATE mails SET kind = 'undecided'`);
        await client.query(`UPDATE recipients SET next_step = 'decision_50', next_step_at = now()`);
        await client.query(insert('mails', { id: fresh(), dedupe: `'n'`, kind: `'notice'`, recipient_id: 'NULL' }));
        await client.query(insert('mails', { id: fresh(), ...ofEndpoint }));
        await client.query(insert('webhook_endpoints', { id: fresh(), state: `'unverified'` }));
      });
      const later = migrations.findIndex(({ name }) => name.startsWith('Lifecycle'));
      for (let index = migrations.length; index > later; index -= 1) await owner.undoLastMigration();
      await withClient(database.superuserUrl, async (client) => {
        const { rows } = await client.query(
          `SELECT r.delivery_state, d.state FROM recipients r CROSS JOIN deliveries d`,
        );
        expect(rows).toEqual([{ delivery_state: 'held', state: 'exhausted' }]);
      });
      // What was acknowledged, accepted or put on hold before is watched by the newer schema.
      const ack = `acknowledged_at = '2026-01-02Z', receipt_id = id, due_at = '2026-01-03Z', updated_at = '2026-01-04Z'`;
      const told: unknown[] = [];
      const set = (state: string) =>
        withClient(database.superuserUrl, (client) => client.query(`UPDATE recipients SET ${ack}, state = '${state}'`));
      const seen = () =>
        withClient(database.superuserUrl, async (client) => {
          const { rows } = await client.query<object>(
            `SELECT state, next_step, next_step_at, decision_due_at, quiet_since, held_at FROM recipients`,
          );
          told.push(...rows);
        });
      for (const state of ['acknowledged', 'in_progress', 'on_hold']) {
        await set(state);
        await owner.runMigrations();
        await seen();
        const tracking = migrations.findIndex(({ name }) => name.startsWith('Tracking'));
        for (let index = migrations.length; index > tracking; index -= 1) await owner.undoLastMigration();
      }
      const updated = new Date('2026-01-04Z');
      const none = { next_step: null, next_step_at: null, decision_due_at: null, quiet_since: null, held_at: null };
      expect(told).toEqual([
        {
          ...none,
          state: 'acknowledged',
          next_step: 'decision_50',
          next_step_at: new Date('2026-01-03Z'),
          decision_due_at: new Date('2026-01-04Z'),
        },
        { ...none, state: 'in_progress', quiet_since: updated },
        { ...none, state: 'on_hold', quiet_since: updated, held_at: updated },
      ]);
      await owner.runMigrations();
    } finally {
      await owner.destroy();
    }
  });
});
