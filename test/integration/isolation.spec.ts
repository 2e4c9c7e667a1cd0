import { randomBytes } from 'node:crypto';
import { MailEngine, createEndpoint, keepAttempts, sendTestEvent, setClientCertificate } from '#delivery';
import { seal, stampLog } from '#evidence';
import { signerKey } from '#evidence-log';
import { MovableClock, uuidv7, type Uuid } from '#kernel';
import {
  ASSERTION_TYPE,
  contextOf,
  grantToken,
  idempotently,
  issueApiKey,
  registerOAuthClient,
  type Caller,
} from '#identity';
import {
  amendMinutes,
  answerMeeting,
  answerMinutes,
  cancelMeeting,
  chainAmendments,
  closeMeeting,
  createFeed,
  keepAgendas,
  keepConfiguredSeries,
  listMeetings,
  noteAttendance,
  openMeeting,
  proposeItem,
  recordAction,
  recordDecision,
  settleMinutes,
  submitMinutes,
  systemZones,
  writeNote,
} from '#meetings';
import {
  approveException,
  createMessage,
  decide,
  readInboxItem,
  requestErasure,
  requestException,
  requestOpening,
  submitMessage,
  submitReferral,
  type NewMessage,
} from '#referrals';
import { agreeToBeNamed, keepTallies, makeReview, recommend, releaseFigures } from '#reporting';
import type { Transaction } from '#platform/database';
import { sweep } from '#tracking';
import { attach } from '#test/attach';
import { TestAuthority } from '#test/certificates';
import { endpointOf, engineOf, loopbackSender, withEndpoints } from '#test/engine';
import { openHubDatabase, withClient, type HubDatabase } from '#test/hub-database';
import { claimsOf, signed, testKeyPair } from '#test/oauth-client';
import { startReceiver } from '#test/receiver';
import { readableTables, unreadableTables } from '#test/record-tables';
import { LEAD, SENDER, draft, drain, idOf, routed } from '#test/referral-flow';
import { eventually } from '#test/servers';

jest.setTimeout(120_000);

describe('bodies are kept apart', () => {
  let hub: HubDatabase;
  const receivers: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    hub = await openHubDatabase({ poolSize: 4 });
    await fill(hub, receivers);
    const signer = signerKey('hub.example/evidence', Buffer.alloc(32, 1));
    await eventually(
      'the evidence is sealed',
      async () => (await seal({ database: hub.worker, clock: hub.clock, signer })).sealed > 0,
    );
    const ask = () => Promise.resolve({ token: Buffer.from('no content'), at: hub.clock.now() });
    await stampLog({ database: hub.worker, clock: hub.clock, ask, every: 1 });
  });
  afterAll(async () => {
    await Promise.all(receivers.map((receiver) => receiver.close()));
    await hub.close();
  });

  const asBody = (organisationId: Uuid) => ({ kind: 'body', organisationId }) as const;
  const counts = async (table: string) =>
    (await hub.superuser<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`))[0]?.count ?? 0;

  it('holds a person to the operations of their roles, in each table that knows of one', async () => {
    const tables = [
      'messages',
      'recipients',
      'message_events',
      'routing_decisions',
      'attachments',
      'evidence_entries',
      'answer_tallies',
    ];
    const { organisationId } = await hub.caller(SENDER);
    const seenIn = (operations: 'all' | readonly string[]): Promise<number[]> =>
      hub.api.transaction({ kind: 'body', organisationId, person: uuidv7(), operations }, async (tx) => {
        const counts: number[] = [];
        for (const table of tables) {
          const about = table === 'evidence_entries' ? `WHERE subject_type IN ('message', 'recipient')` : '';
          counts.push((await tx.row<{ count: number }>(`SELECT count(*)::int FROM ${table} ${about}`))?.count ?? -1);
        }
        return counts;
      });
    const all = await seenIn('all');
    expect(all.filter((count) => count <= 0)).toEqual([]);
    expect(await seenIn(['afghanistan'])).toEqual(all);
    expect(await seenIn(['kosovo', 'afghanistan'])).toEqual(all);
    for (const elsewhere of [['kosovo'], []]) expect(await seenIn(elsewhere)).toEqual(tables.map(() => 0));
  });

  it.each(readableTables)('%s shows a body its own rows, all of them and no other', async (table, owners) => {
    for (const slug of [SENDER, LEAD, 'unhcr', 'kfor-hq']) {
      const id = await idOf(hub, slug);
      const mine = owners.map((owner) => (owner.includes('$1') ? owner : `${owner} = $1`)).join(' OR ');
      const [expected] = await hub.superuser<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${table} WHERE ${mine}`,
        [id],
      );
      const [seen] = await hub.api.transaction(asBody(id), (tx) =>
        tx.rows<{ count: number; foreign: number }>(
          `SELECT count(*)::int AS count, count(*) FILTER (WHERE (${mine}) IS NOT TRUE)::int AS foreign FROM ${table}`,
          [id],
        ),
      );
      expect({ slug, ...seen }).toEqual({ slug, count: expected?.count, foreign: 0 });
    }
    expect(await counts(table)).toBeGreaterThan(0);
  });

  it.each(readableTables)('%s shows nothing without a body', async (table) => {
    await withClient(hub.apiUrl, async (client) => {
      expect((await client.query(`SELECT FROM ${table}`)).rowCount).toBe(0);
    });
  });

  it.each(unreadableTables)('%s cannot be read by the API at all', async (table) => {
    const work = hub.api.transaction(asBody(await idOf(hub, LEAD)), (tx) => tx.rows(`SELECT * FROM ${table}`));
    await expect(work).rejects.toMatchObject({ code: '42501' });
  });

  it('no partition can be read by the API but through its table', async () => {
    const partitions = await hub.superuser<{ name: string }>(
      `SELECT oid::regclass::text AS name FROM pg_class WHERE relispartition AND relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    );
    expect(partitions.length).toBeGreaterThan(3);
    const body = asBody(await idOf(hub, LEAD));
    for (const { name } of partitions)
      await expect(hub.api.transaction(body, (tx) => tx.rows(`SELECT * FROM ${name}`))).rejects.toMatchObject({
        code: '42501',
      });
  });

  it('forgets the body when the transaction ends, also when it fails', async () => {
    const id = await idOf(hub, LEAD);
    const setting = `SELECT coalesce(current_setting('app.body', true), '') AS body, pg_backend_pid() AS pid`;
    const used = new Set<number>();
    for (let index = 0; index < 12; index += 1)
      await hub.api
        .transaction(asBody(id), async (tx) => {
          const row = await tx.row<{ body: string; pid: number }>(setting);
          expect(row?.body).toBe(id);
          used.add(row?.pid ?? 0);
          if (index % 2 === 0) throw new Error('fails');
        })
        .catch((error: unknown) => {
          expect(error).toMatchObject({ message: 'fails' });
        });
    for (let index = 0; index < 12; index += 1) {
      const [row] = await hub.api.statement<{ body: string; pid: number }>(setting);
      expect(row?.body).toBe('');
      expect(used).toContain(row?.pid);
      expect(await hub.api.statement('SELECT FROM recipients')).toEqual([]);
    }
  });

  it('shows no foreign row when 64 bodies take turns on four connections', async () => {
    const bodies = await manyBodies(hub, 64);
    const foreign: string[] = [];
    const look = (id: Uuid) =>
      hub.api.transaction(asBody(id), async (tx) => {
        for (const table of ['webhook_endpoints', 'endpoint_secrets', 'evidence_entries', 'api_keys']) {
          const rows = await tx.rows<{ organisation_id: Uuid | null }>(`SELECT * FROM ${table}`);
          if (rows.length === 0) foreign.push(`${table}: own rows are missing`);
          foreign.push(...rows.filter((row) => row.organisation_id !== id).map(() => table));
        }
      });
    await Promise.all(Array.from({ length: 10 }, () => bodies.map(look)).flat());
    expect(foreign).toEqual([]);
  });

  describe('writing in another body’s name is refused', () => {
    const row = (sql: string, values: (own: Uuid, other: Uuid) => readonly string[]) => async () => {
      const [own, other] = [await idOf(hub, LEAD), await idOf(hub, 'unhcr')];
      const work = hub.api.transaction(asBody(own), (tx) => tx.execute(sql, values(own, other)));
      await expect(work).rejects.toMatchObject({ code: '42501' });
    };
    const someone = `'{}', now(), now()`;

    it(
      'messages',
      row(
        `INSERT INTO messages (id, reference, operation_id, kind, kind_version, sender_id, message_status, distribution, state,
           priority, thread_id, language, keywords, addressees, version, marks, created_at, updated_at)
         VALUES ($1, 'X-1', 'afghanistan', 'referral', 1, $2, 'test', 'request', 'draft', 'normal', $1, 'en', '{}', '{}', 1, ${someone})`,
        (_, other) => [uuidv7(), other],
      ),
    );
    it(
      'api_keys',
      row(
        `INSERT INTO api_keys (id, organisation_id, name, prefix, hash, scopes, created_at)
         VALUES ($1, $2, 'x', 'aaaaaaaaaaaa', decode(repeat('00', 32), 'hex'), '{}', now())`,
        (_, other) => [uuidv7(), other],
      ),
    );
    it(
      'idempotency_keys',
      row(
        `INSERT INTO idempotency_keys (organisation_id, key, request_digest, created_at) VALUES ($1, 'x', '\\x00', now())`,
        (_, other) => [other],
      ),
    );
    it(
      'consents',
      row(
        `INSERT INTO consents (id, operation_id, organisation_id, case_index, state, given, grants, version, created_at, updated_at)
         VALUES ($1, 'afghanistan', $2, decode(repeat('00', 32), 'hex'), 'active', 'yes', '[]', 1, now(), now())`,
        (_, other) => [uuidv7(), other],
      ),
    );
    it(
      'release_exceptions',
      row(
        `INSERT INTO release_exceptions (id, message_id, sender_id, organisation_id, state, groups, requested_by, version,
           requested_at, expires_at, updated_at)
         VALUES ($1, $1, $2, $2, 'requested', '{case}', $1, 1, now(), now() + interval '1 hour', now())`,
        (_, other) => [uuidv7(), other],
      ),
    );
    it(
      'break_glass',
      row(
        `INSERT INTO break_glass (id, operation_id, message_id, sender_id, organisation_id, state, minutes, requested_by,
           version, requested_at)
         VALUES ($1, 'afghanistan', $1, $3, $2, 'requested', 1, $1, 1, now())`,
        (own, other) => [uuidv7(), other, own],
      ),
    );
    it(
      'erasures',
      row(
        `INSERT INTO erasures (id, operation_id, organisation_id, cause, state, message_ids, requested_by, version, requested_at)
         VALUES ($1::uuid, 'afghanistan', $2, 'body', 'requested', ARRAY[$1::uuid], $1::uuid, 1, now())`,
        (_, other) => [uuidv7(), other],
      ),
    );
    it(
      'webhook_endpoints',
      row(
        `INSERT INTO webhook_endpoints (id, organisation_id, url, state, created_at, updated_at)
         VALUES ($1, $2, 'https://x.example/', 'active', now(), now())`,
        (_, other) => [uuidv7(), other],
      ),
    );
    it(
      'evidence_entries',
      row(
        `INSERT INTO evidence_entries (id, at, action, actor_id, actor_kind, subject_type, subject_id, detail, digest)
         VALUES ($1, now(), 'x', $2, 'body', 'message', $1, '{}', decode(repeat('00', 32), 'hex'))`,
        (_, other) => [uuidv7(), other],
      ),
    );
    it(
      'evidence_entries of the hub itself',
      row(
        `INSERT INTO evidence_entries (id, at, action, actor_kind, subject_type, subject_id, detail, digest)
         VALUES ($1, now(), 'x', 'hub', 'message', $1, '{}', decode(repeat('00', 32), 'hex'))`,
        () => [uuidv7()],
      ),
    );
    it(
      'outbox',
      row(
        `INSERT INTO outbox (topic, thread_id, message_id, organisation_id, detail) VALUES ('recipient.decided', $1, $1, $2, '{}')`,
        (_, other) => [uuidv7(), other],
      ),
    );
    it(
      'rows given away',
      row(`UPDATE webhook_endpoints SET organisation_id = $2 WHERE organisation_id = $1`, (own, other) => [own, other]),
    );

    it('changing another body’s rows finds none', async () => {
      const [own, other] = [await idOf(hub, 'unhcr'), await idOf(hub, LEAD)];
      for (const change of [
        `UPDATE webhook_endpoints SET state = 'paused' WHERE organisation_id = $1`,
        `UPDATE recipients SET state = 'declined' WHERE organisation_id = $1`,
        `UPDATE api_keys SET revoked_at = now() WHERE organisation_id = $1`,
        `UPDATE endpoint_secrets SET expires_at = now() WHERE organisation_id = $1`,
        `UPDATE waiting_deliveries SET held = true WHERE organisation_id = $1`,
      ])
        expect(await hub.api.transaction(asBody(own), (tx) => tx.execute(change, [other]))).toBe(0);
    });
  });

  it('does not let the setting stand in for the role: the worker’s context gives the API nothing', async () => {
    const rows = await hub.api.transaction({ kind: 'worker' }, (tx) => tx.rows('SELECT FROM messages'));
    expect(rows).toEqual([]);
  });

  it('names bodies that are in the directory, in every record', async () => {
    const columns = await hub.superuser<{ table: string; column: string }>(
      `SELECT c.table_name AS table, c.column_name AS column FROM information_schema.columns c
       JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.data_type = 'uuid'
         AND c.column_name IN ('organisation_id', 'sender_id', 'actor_id')`,
    );
    expect(columns.length).toBeGreaterThan(50);
    const unknown = columns.map(
      ({ table, column }) => `SELECT '${table}.${column}' AS where FROM ${table}
        WHERE ${column} IS NOT NULL AND NOT EXISTS (SELECT FROM organisations o WHERE o.id = ${column})`,
    );
    expect(await hub.superuser(unknown.join(' UNION ALL '))).toEqual([]);
  });

  it('refuses a malformed setting instead of showing rows', async () => {
    await withClient(hub.apiUrl, async (client) => {
      await client.query(`SELECT set_config('app.body', 'everything', false)`);
      await expect(client.query('SELECT FROM messages')).rejects.toMatchObject({ code: '22P02' });
    });
  });
});

/** Rows in every table, by really running the use cases. */
/** A person with a role in one operation, who is signed in. */
async function addPerson(tx: Transaction, organisationId: Uuid): Promise<void> {
  const person = uuidv7();
  await tx.execute(
    `INSERT INTO people (id, organisation_id, email, display_name, created_at, updated_at)
     VALUES ($1, $2, 'officer@body.example', 'Officer', now(), now())`,
    [person, organisationId],
  );
  await tx.execute(
    `INSERT INTO role_assignments (id, person_id, organisation_id, operation_id, role, source, granted_at)
     VALUES ($1, $2, $3, 'afghanistan', 'liaison-officer', 'local', now())`,
    [uuidv7(), person, organisationId],
  );
  await tx.execute(
    `INSERT INTO sessions (id, person_id, organisation_id, token_hash, method, created_at, proved_at, seen_at, expires_at)
     VALUES ($1, $2, $3, $4, 'password', now(), now(), now(), now() + interval '1 hour')`,
    [uuidv7(), person, organisationId, randomBytes(32)],
  );
  await tx.execute(
    `INSERT INTO person_credentials (person_id, organisation_id, password_hash, password_set_at)
     VALUES ($1, $2, '$argon2id$of-nobody', now())`,
    [person, organisationId],
  );
  await tx.execute(
    `INSERT INTO second_factors (id, person_id, organisation_id, secret_sealed, created_at) VALUES ($1, $2, $3, '', now())`,
    [uuidv7(), person, organisationId],
  );
  await tx.execute(
    `INSERT INTO person_identities (issuer, subject, person_id, organisation_id, created_at) VALUES ('https://issuer.example', 'x', $1, $2, now())`,
    [person, organisationId],
  );
  await tx.execute(
    `INSERT INTO set_up_links (token_hash, person_id, organisation_id, created_at, expires_at) VALUES ($1, $2, $3, now(), now())`,
    [randomBytes(32), person, organisationId],
  );
  await tx.execute(
    `INSERT INTO recovery_codes (person_id, organisation_id, code_hash, created_at) VALUES ($1, $2, $3, now())`,
    [person, organisationId, randomBytes(32)],
  );
  await tx.execute(
    `INSERT INTO saved_filters (id, person_id, organisation_id, page, name, search, created_at)
     VALUES ($1, $2, $3, 'inbox', 'Late', '{"show": "overdue"}', now())`,
    [uuidv7(), person, organisationId],
  );
}

/** A system with a key pair, an assertion that it used, and a token that it has. */
async function addClient(hub: HubDatabase, slug: string): Promise<void> {
  const caller = await hub.caller(slug);
  const pair = await testKeyPair();
  const { id } = await hub.api.transaction(contextOf(caller), (tx) =>
    registerOAuthClient(
      { tx, clock: hub.clock, caller },
      { name: 'spec', scopes: ['inbox:read'], jwks: { keys: [pair.jwk] } },
      [],
    ),
  );
  const issuer = 'https://hub.example';
  await grantToken(
    hub.api,
    hub.clock,
    {
      grant_type: 'client_credentials',
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await signed(pair, claimsOf(id, issuer, hub.clock.now())),
    },
    { audiences: [issuer], from: '203.0.113.7' },
  );
}

async function fill(hub: HubDatabase, receivers: { close(): Promise<void> }[]): Promise<void> {
  const receiver = await startReceiver();
  receivers.push(receiver);
  const endpoints: { readonly id: Uuid }[] = [];
  const { cert, key } = new TestAuthority().issue({ commonName: 'hub', use: 'clientAuth' });
  for (const slug of [SENDER, LEAD, 'unhcr']) {
    const endpoint = await endpointOf(hub, slug, receiver.url);
    endpoints.push(endpoint);
    await withEndpoints(hub, slug, (tools) =>
      setClientCertificate(tools, endpoint.id, endpoint.version, { certificate: cert, privateKey: key }),
    );
  }
  for (const slug of [SENDER, LEAD, 'unhcr', 'kfor-hq']) {
    const caller = await hub.caller(slug);
    await hub.api.transaction(contextOf(caller), async (tx) => {
      await issueApiKey(tx, hub.clock, { organisationId: caller.organisationId, name: 'spec', scopes: ['inbox:read'] });
      await addPerson(tx, caller.organisationId);
      const tools = { tx, vault: hub.vault, clock: hub.clock, caller };
      await idempotently(tools, { key: 'k', route: 'r', body: {} }, () => Promise.resolve({ status: 200, body: slug }));
    });
  }
  await hub.superuser(
    `INSERT INTO provision_acknowledgements SELECT 'afghanistan', 'isaf-hq-staff', 'AFG-P1', 1, p.organisation_id, p.id, now()
     FROM people p JOIN organisations o ON o.id = p.organisation_id WHERE o.slug = $1`,
    [SENDER],
  );
  for (const slug of [SENDER, LEAD]) await addClient(hub, slug);
  await routed(hub, { priority: 'emergency', to: ['unhcr'] });
  hub.clock.advance(31 * 3_600_000);
  await sweep(hub.worker, hub.clock);
  await drain(hub);
  const first = await draft(hub);
  await attach(hub, SENDER, first.id);
  await attach(hub, SENDER, first.id, { given: { group: 'case' } });
  await hub.as(SENDER, (tools) => submitReferral(tools, first.id));
  await drain(hub);
  await routed(hub, { operation: 'kosovo', body: kosovoBody }, 'kfor-hq');
  const ofLead = await routed(hub, {}, LEAD);
  await hub.as('aihrc', async (tools) => {
    const body = { services: [{ service: 'shelter', status: 'full' }] };
    const message = await createMessage(tools, {
      kind: 'capacity-update',
      operation: 'afghanistan',
      priority: 'normal',
      body,
    });
    if (message) await submitMessage(tools, message.id);
  });
  await drain(hub);
  for (const slug of [LEAD, 'unhcr'])
    await hub.as(slug, async (tools) => {
      await readInboxItem(tools, first.id);
      await decide(tools, first.id, { decision: 'declined', reason: 'other', note: 'Fictitious note.' });
    });
  const asked = await hub.as(SENDER, (tools) =>
    requestException(tools, first.id, {
      recipient: 'german-police-project',
      reason: 'Fictitious danger.',
      expiresAt: new Date(hub.clock.now().getTime() + 3_600_000),
    }),
  );
  await hub.as(SENDER, (tools) =>
    approveException({ ...tools, caller: { ...tools.caller, keyId: uuidv7() } }, asked.id, {}),
  );
  await drain(hub);
  for (const [slug, messageId] of [
    [SENDER, first.id],
    [LEAD, ofLead.id],
  ] as const)
    await hub.as(slug, (tools) => requestErasure(tools, { cause: 'body', reason: 'Fictitious reason.', messageId }));
  await askToOpen(hub, 'unhcr', first.id);
  const sender = loopbackSender();
  const engine = engineOf(hub, sender);
  await Promise.all(endpoints.map(({ id }) => engine.serve(id)));
  await engine.close();
  await sender.close();
  // Attempts in a month's partition are kept apart like those in the default one.
  await keepAttempts(hub.worker, hub.clock, 90);
  for (const [index, slug] of [SENDER, LEAD, 'unhcr'].entries())
    await withEndpoints(hub, slug, (tools) => sendTestEvent(tools, endpoints[index]!.id, 'http://hub.example/docs'));
  await sendMails(hub);
  await release(hub);
  await train(hub);
  await meet(hub);
  await keepTallies({ database: hub.worker, directory: hub.directory, clock: hub.clock });
  // A change that nobody counted yet.
  await routed(hub, { status: 'actual', to: ['unhcr'] });
}

/** Somebody of a body asks to see all of what it was sent. */
async function askToOpen(hub: HubDatabase, slug: string, messageId: Uuid): Promise<void> {
  const { vault, clock, directory } = hub;
  const body = await hub.caller(slug);
  const [officer] = await hub.superuser<{ id: Uuid }>('SELECT id FROM people WHERE organisation_id = $1', [
    body.organisationId,
  ]);
  const now = clock.now();
  const person = {
    id: officer!.id,
    sessionId: uuidv7(),
    operations: 'all',
    provedAt: now,
    secondFactorAt: now,
  } as const;
  const caller: Caller = { ...body, person };
  await hub.api.transaction(contextOf(caller), (tx) =>
    requestOpening({ tx, vault, clock, directory, caller }, { messageId, reason: 'Fictitious danger.', minutes: 10 }),
  );
}

/** A nation's return on training, as headquarters asked for it. */
async function train(hub: HubDatabase): Promise<void> {
  const sent = async (from: string, given: Partial<NewMessage> & { kind: string; body: unknown }): Promise<Uuid> => {
    const id = await hub.as(from, async (tools) => {
      const message = await createMessage(tools, { operation: 'kosovo', priority: 'normal', ...given });
      await submitMessage(tools, message?.id ?? '');
      return message?.id ?? '';
    });
    await drain(hub);
    return id;
  };
  const period = { from: '2026-01-01', to: '2026-06-30' };
  const dueOn = new Date(hub.clock.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10);
  const asked = { kind: 'training-return-request', to: ['italy'], body: { period, dueOn } };
  const strength = [{ rankGroup: 'officers', people: 40 }];
  const answered = { kind: 'training-return', body: { period, final: true, strength, trained: [] } };
  await sent('italy', { ...answered, inReplyTo: await sent('kfor-hq', asked) });
}

/** Figures of this quarter, as they are released a year later; one of the bodies behind them agrees to be named. */
async function release(hub: HubDatabase): Promise<void> {
  const threshold = 11;
  for (let sent = 0; sent < threshold; sent += 1) await routed(hub, { status: 'actual', to: ['unhcr'] });
  const now = hub.clock.now();
  const quarter = `${now.getUTCFullYear()}-Q${Math.floor(now.getUTCMonth() / 3) + 1}`;
  const clock = new MovableClock(new Date(now.getTime() + 365 * 86_400_000));
  const asked = { operation: 'afghanistan', quarter, threshold };
  const { id } = await hub.as(SENDER, (tools) => releaseFigures({ ...tools, clock }, asked));
  await hub.as('unhcr', (tools) => agreeToBeNamed(tools, id));
  const reviewed = { operations: [asked.operation], from: asked.quarter, to: asked.quarter, threshold };
  await hub.as(SENDER, (tools) => makeReview({ ...tools, clock }, reviewed));
  const advised = { operations: [asked.operation], recommendation: 'Exercise.', dueOn: '2031-03-12' };
  await hub.as(SENDER, (tools) => recommend(tools, advised));
}

/** The series of the operation files, with one meeting that was cancelled and one in which something was recorded. */
async function meet(hub: HubDatabase): Promise<void> {
  const { worker: database, clock, directory } = hub;
  const zones = systemZones;
  const approved: [meeting: Uuid, item: Uuid][] = [];
  await keepConfiguredSeries({ database, clock, directory, zones });
  await keepAgendas({ database, clock, directory, zones });
  await hub.as(LEAD, async (given) => {
    const tools = { ...given, zones };
    const [first, second] = (await listMeetings(tools, { limit: 2 })).data;
    await cancelMeeting(tools, first!.id, first!.version, 'Fictitious.');
    const meeting = second!.id;
    const { id } = await proposeItem(tools, meeting, { title: 'Item', tag: 'decision', minutes: 5 });
    await proposeItem(tools, meeting, { title: 'Closed', tag: 'decision', minutes: 5, visibleTo: ['unhcr'] });
    await openMeeting(tools, meeting, second!.version);
    for (const body of [LEAD, SENDER, 'unhcr', 'unicef'])
      await noteAttendance(tools, meeting, { body, state: 'present' });
    await writeNote(tools, meeting, id, 0, 'Fictitious.');
    await recordDecision(tools, meeting, id, { decision: 'Fictitious.' });
    const dueOn = new Date(clock.now().getTime() + 7 * 86_400_000).toISOString().slice(0, 10);
    await recordAction(tools, meeting, id, { task: 'Fictitious.', body: 'unhcr', dueOn });
    const third = (await listMeetings(tools, { state: 'scheduled', limit: 1 })).data[0]!;
    await answerMeeting(tools, third.id, 'accepted');
    await createFeed(tools, { name: 'Fictitious' });
    await closeMeeting(tools, meeting, second!.version + 1);
    await submitMinutes(tools, meeting, 0);
    await answerMinutes(tools, meeting, 'approved', undefined);
    approved.push([meeting, id]);
  });
  clock.advance(4 * 86_400_000);
  const worker = { database, vault: hub.vault, clock, directory, zones };
  await settleMinutes(worker);
  await hub.as(LEAD, async (given) => {
    const [meeting, item] = approved[0]!;
    await amendMinutes({ ...given, zones }, meeting, { item, note: 'Fictitious, amended.', reason: 'Fictitious.' });
  });
  await chainAmendments(worker);
  await drain(hub);
}

/** Bodies without an endpoint get a mail, and with it a link to acknowledge by. */
async function sendMails(hub: HubDatabase): Promise<void> {
  const mails = new MailEngine({
    database: hub.worker,
    directory: hub.directory,
    clock: hub.clock,
    transport: { send: () => Promise.resolve(), close: () => Promise.resolve() },
    publicUrl: 'https://hub.example',
    scheduleScale: 1,
    onError: (error) => {
      throw error;
    },
  });
  await mails.sendDue();
  await mails.close();
}

const kosovoBody = {
  person: { caseCode: 'KOS-TEST-1', isMinor: 'no' },
  request: { services: ['legal'], reason: 'Other', risk: 'low' },
  consent: { given: 'yes', date: '2026-01-20', purposes: ['assistance'] },
};

/** Bodies beside the seeded ones, each with an endpoint. */
async function manyBodies(hub: HubDatabase, count: number): Promise<Uuid[]> {
  const ids = Array.from({ length: count }, () => uuidv7());
  await hub.superuser(
    `INSERT INTO organisations (id, slug, name, short_name, kind)
     SELECT id, 'many-' || n, 'Many', 'Many', 'mission' FROM unnest($1::uuid[]) WITH ORDINALITY AS m (id, n)`,
    [ids],
  );
  await Promise.all(
    ids.map((organisationId) =>
      hub.api.transaction({ kind: 'body', organisationId }, async (tx) => {
        const tools = { tx, vault: hub.vault, clock: hub.clock, sender: { checkUrl: (url: string) => new URL(url) } };
        await createEndpoint({ ...tools, organisationId }, { url: 'https://many.example/' });
        await issueApiKey(tx, hub.clock, { organisationId, name: 'many', scopes: [] });
      }),
    ),
  );
  return ids;
}
