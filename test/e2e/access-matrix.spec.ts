import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { issueApiKey, revokeApiKeys, scopes, type KeyTerms, type Scope } from '#identity';
import { systemClock, uuidv7, type Uuid } from '#kernel';
import { Database, createDataSource } from '#platform/database';
import { ApiCaller, type ApiAnswer, type CallOptions } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { claimsOf, signed, testKeyPair, unsigned, type TestKeyPair } from '#test/oauth-client';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';
import { EXAMPLES, type RecordName } from './access-matrix.examples';

interface Operation {
  readonly operationId: string;
  readonly 'x-permission': string;
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

interface Route {
  readonly method: string;
  readonly template: string;
  readonly operation: Operation;
}

const { paths } = JSON.parse(readFileSync(join(__dirname, '../../apps/api/openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
};
const routes: readonly Route[] = Object.entries(paths).flatMap(([template, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), template, operation })),
);
const closed = routes.filter(({ operation }) => operation['x-permission'] !== 'public');
const needsPerson = ({ operation }: Route): boolean =>
  !['any-key', ...scopes].some((one) => one === operation['x-permission']);
const isStream = ({ operation }: Route): boolean => 'text/event-stream' in (operation.responses['200']?.content ?? {});

const OWNER = 'iom';
const RECEIVED_FROM = 'isaf-hq';
/** Takes part in another operation only. */
const ELSEWHERE = 'kfor-hq';

describe('every route, for every caller that has no right to it', () => {
  let hub: RunningHub;
  let record: Database;
  /** Takes part in the operation, and neither sent nor received anything of it. */
  let stranger: string;
  let records: Record<RecordName, string>;
  let body: { readonly id: Uuid };

  beforeAll(async () => {
    hub = await startHub('separate processes on PostgreSQL and Redis');
    const url = hub.superuserUrl ?? '';
    record = new Database(await createDataSource({ url, applicationName: 'matrix', poolSize: 2 }).initialize());
    body = await bodyOf(OWNER);
    records = await fill();
    stranger = await strangerIn('afghanistan');
  }, 120_000);

  afterAll(async () => {
    await record.close();
    await hub.stop();
  }, 60_000);

  it('has an example here for each operation, and none that there is not', () => {
    expect(Object.keys(EXAMPLES).sort()).toEqual(routes.map(({ operation }) => operation.operationId).sort());
    const numbers = routes.map(({ template, operation: { operationId } }) => [
      operationId,
      [...template.matchAll(/\{/g)].length,
    ]);
    expect(numbers).toEqual(numbers.map(([id = '']) => [id, EXAMPLES[String(id)]?.path?.length ?? 0]));
  });

  it('answers its owner where there is something to read', async () => {
    const wrong: string[] = [];
    for (const route of closed.filter(({ method }) => method === 'GET')) {
      if (needsPerson(route) || isStream(route)) continue;
      const { status } = await ask(route, hub.keys[OWNER]);
      // What can be read of a file is another matter: here it is that it is found.
      if (status !== 200 && route.operation.operationId !== 'downloadReceivedAttachment')
        wrong.push(`${told(route)} answered ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each<[string, () => Promise<string | undefined>, number, string]>([
    ['nobody', () => Promise.resolve(undefined), 401, 'unauthenticated'],
    ['a key that nobody has', () => Promise.resolve(`lh_${'A'.repeat(12)}_${'B'.repeat(43)}`), 401, 'unauthenticated'],
    ['a token that nobody has', () => Promise.resolve(`lt_${'B'.repeat(43)}`), 401, 'unauthenticated'],
    ['a revoked key', () => revokedKey(), 401, 'credential_revoked'],
    ['a key that has ended', () => newKey({ expiresAt: new Date(Date.now() - 1_000) }), 401, 'credential_expired'],
    ['a key from another address', () => newKey({ allowedAddresses: ['203.0.113.0/24'] }), 401, 'address_not_allowed'],
  ])('refuses %s everywhere', async (_, keyOf, status, code) => {
    const key = await keyOf();
    const wrong: string[] = [];
    for (const route of closed) {
      const answer = await ask(route, key);
      if (answer.status !== status || answer.body['code'] !== code) wrong.push(`${told(route)}: ${answer.status}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each(scopes.map((scope) => [scope]))('refuses a key that lacks %s, whatever else it may', async (scope) => {
    const key = await newKey({ scopes: scopes.filter((one) => one !== scope) });
    const wrong: string[] = [];
    for (const route of closed.filter(({ operation }) => operation['x-permission'] === scope)) {
      const answer = await ask(route, key);
      if (answer.status !== 403 || answer.body['code'] !== 'forbidden') wrong.push(`${told(route)}: ${answer.status}`);
    }
    expect(wrong).toEqual([]);
  });

  it('refuses every key what needs a person', async () => {
    const routesOfPeople = closed.filter(needsPerson);
    expect(routesOfPeople.length).toBeGreaterThan(5);
    const wrong: string[] = [];
    for (const route of routesOfPeople) {
      const { status } = await ask(route, hub.keys[OWNER]);
      if (status !== 403) wrong.push(`${told(route)}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each(['a body of another operation', 'a body of the same operation', 'a key that is held to another operation'])(
    'tells %s of a record what it tells of none',
    async (who) => {
      const key =
        who === 'a key that is held to another operation'
          ? await newKey({ operations: ['kosovo'] })
          : hub.keys[who === 'a body of another operation' ? ELSEWHERE : stranger];
      const heldByOperation = new Set(['endpoint', 'delivery']);
      const wrong: string[] = [];
      for (const route of closed.filter((one) => idsOf(one).length > 0 && !needsPerson(one))) {
        // Endpoints are the body's, in whatever operation.
        if (who.startsWith('a key') && idsOf(route).every((name) => heldByOperation.has(name))) continue;
        const [found, none] = [await ask(route, key), await ask(route, key, true)];
        const same = JSON.stringify(found.body) === JSON.stringify(none.body);
        if (found.status !== 404 || !same) wrong.push(`${told(route)}: ${found.status} ${JSON.stringify(found.body)}`);
      }
      expect(wrong).toEqual([]);
    },
  );

  it.each(['a body of another operation', 'a body of the same operation'])(
    'lists to %s nothing of a record',
    async (who) => {
      const key = hub.keys[who === 'a body of another operation' ? ELSEWHERE : stranger];
      const wrong: string[] = [];
      for (const route of closed.filter((one) => one.method === 'GET' && idsOf(one).length === 0 && !isStream(one))) {
        const answer = await ask(route, key);
        const text = JSON.stringify(answer.body);
        if (Object.values(records).some((id) => text.includes(id))) wrong.push(told(route));
      }
      const { data } = (await call('GET', `/v1/evidence?subject=${records.referral}`, key)).body as { data: unknown[] };
      expect([wrong, data]).toEqual([[], []]);
    },
  );

  describe('the token endpoint', () => {
    let pair: TestKeyPair;
    let client: Uuid;

    beforeAll(async () => {
      pair = await testKeyPair();
      client = uuidv7();
      await record.statement(
        `INSERT INTO oauth_clients (id, organisation_id, name, jwks, scopes, created_at, expires_at)
         VALUES ($1, $2, 'matrix', $3, '{inbox:read}', now(), now() + interval '1 day')`,
        [client, body.id, JSON.stringify({ keys: [pair.jwk] })],
      );
    });

    const token = (form: Readonly<Record<string, string>> | string, type = 'application/x-www-form-urlencoded') =>
      call('POST', '/oauth/token', undefined, {
        raw: { type, bytes: typeof form === 'string' ? form : new URLSearchParams(form).toString() },
      });
    const grant = (assertion: string): Record<string, string> => ({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    });

    it('is found by its metadata, and gives a token that a route takes until the client is revoked', async () => {
      const { body: metadata } = await call('GET', '/.well-known/oauth-authorization-server');
      expect(metadata).toMatchObject({ issuer: hub.api, token_endpoint: `${hub.api}/oauth/token` });
      const claims = claimsOf(client, hub.api, new Date());
      expect(await token(grant(unsigned(claims, pair.jwk.kid)))).toMatchObject({
        status: 401,
        body: { error: 'invalid_client' },
      });
      const assertion = await signed(pair, claims);
      const granted = await token(grant(assertion));
      expect(granted).toMatchObject({ status: 200, body: { token_type: 'Bearer', scope: 'inbox:read' } });
      expect(granted.headers.get('cache-control')).toBe('no-store');
      expect(await token(grant(assertion))).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
      const bearer = String(granted.body['access_token']);
      expect(await call('GET', '/v1/me', bearer)).toMatchObject({
        body: { organisation: OWNER, scopes: ['inbox:read'] },
      });
      expect((await call('GET', '/v1/inbox?after=0', bearer)).status).toBe(200);
      expect((await call('GET', '/v1/referrals', bearer)).status).toBe(403);
      await record.statement('UPDATE oauth_clients SET revoked_at = now() WHERE id = $1', [client]);
      expect(await call('GET', '/v1/me', bearer)).toMatchObject({ status: 401, body: { code: 'credential_revoked' } });
    });

    it.each<[string, string, string, number]>([
      ['no form', '', 'application/x-www-form-urlencoded', 400],
      ['another grant', 'grant_type=password&username=a&password=b', 'application/x-www-form-urlencoded', 400],
      ['a parameter twice', 'grant_type=a&grant_type=b', 'application/x-www-form-urlencoded', 400],
      ['JSON', '{"grant_type":"client_credentials"}', 'application/json', 400],
      ['a prototype', '__proto__=x&constructor=y', 'application/x-www-form-urlencoded', 400],
      ['another media type', 'grant_type=client_credentials', 'text/plain', 415],
    ])('refuses %s', async (_, form, type, status) => {
      expect((await token(form, type)).status).toBe(status);
    });

    it('gives way to nobody who asks too often', async () => {
      const statuses = new Set<number>();
      for (let index = 0; index < 70; index += 1) statuses.add((await token({})).status);
      expect([...statuses].sort()).toEqual([400, 429]);
      const refused = await token({});
      expect(refused.body).toMatchObject({ code: 'too_many_requests' });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    });
  });

  function idsOf({ operation }: Route): RecordName[] {
    return (EXAMPLES[operation.operationId]?.path ?? []).flatMap((part) => (typeof part === 'string' ? [part] : []));
  }

  /** The request of a route's example; with `absent`, under ids that nobody has. */
  function ask(route: Route, key: string | undefined, absent = false): Promise<ApiAnswer<Record<string, unknown>>> {
    const example = EXAMPLES[route.operation.operationId] ?? {};
    const parts = (example.path ?? []).map((part) => {
      if (typeof part !== 'string') return part.text;
      return absent ? '01980000-0000-7000-8000-000000000000' : records[part];
    });
    let next = 0;
    const path = route.template.replaceAll(/\{[^}]+\}/g, () => parts[next++] ?? '');
    const query = example.query ? `?${new URLSearchParams(example.query).toString()}` : '';
    const form = new FormData();
    form.append('file', new Blob(['Exercise.\n']), 'note.txt');
    return call(route.method, `${path}${query}`, key, {
      ...(example.body === undefined ? {} : { json: example.body }),
      ...(example.form ? { form } : {}),
      headers: { ...example.headers },
    });
  }

  /** As whoever holds the key, or nobody; an answer that is no JSON is kept as a text. */
  async function call(
    method: string,
    path: string,
    key?: string,
    options: CallOptions = {},
  ): Promise<ApiAnswer<Record<string, unknown>>> {
    const { json, raw, form, headers } = options;
    const payload = json === undefined ? (raw?.bytes ?? form) : JSON.stringify(json);
    const type = json === undefined ? raw?.type : 'application/json';
    const answer = await fetch(`${hub.api}${path}`, {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(type === undefined ? {} : { 'content-type': type }),
        ...headers,
      },
      ...(payload === undefined ? {} : { body: payload as NonNullable<RequestInit['body']> }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    const read = isJson ? (JSON.parse(text) as Record<string, unknown>) : { text };
    return { status: answer.status, headers: answer.headers, body: read };
  }

  function told({ operation, method, template }: Route): string {
    return `${operation.operationId} (${method} ${template})`;
  }

  async function bodyOf(slug: string): Promise<{ id: Uuid }> {
    const [found] = await record.statement<{ id: Uuid }>('SELECT id FROM organisations WHERE slug = $1', [slug]);
    if (!found) throw new Error(`no body ${slug}`);
    return found;
  }

  async function newKey(terms: Partial<KeyTerms> = {}): Promise<string> {
    const all: readonly Scope[] = scopes;
    return record.transaction({ kind: 'body', organisationId: body.id }, async (tx) => {
      const whole = { organisationId: body.id, name: 'matrix', scopes: all, ...terms };
      return (await issueApiKey(tx, systemClock, whole)).text;
    });
  }

  async function revokedKey(): Promise<string> {
    const key = await newKey({ name: 'revoked' });
    await record.transaction({ kind: 'body', organisationId: body.id }, (tx) =>
      revokeApiKeys(tx, systemClock, body.id, 'revoked'),
    );
    return key;
  }

  async function strangerIn(operation: string): Promise<string> {
    const [found] = await record.statement<{ slug: string }>(
      `SELECT o.slug FROM organisations o JOIN operation_bodies b ON b.organisation_id = o.id AND b.operation_id = $1
       WHERE NOT EXISTS (SELECT FROM recipients r WHERE r.organisation_id = o.id)
         AND NOT EXISTS (SELECT FROM messages m WHERE m.sender_id = o.id)
         AND NOT EXISTS (SELECT FROM release_exceptions e WHERE e.notified_id = o.id OR e.organisation_id = o.id)
       ORDER BY o.slug LIMIT 1`,
      [operation],
    );
    if (!found) throw new Error('every body has something of these records');
    return found.slug;
  }

  /** One record of each sort that belongs to the owner. */
  async function fill(): Promise<Record<RecordName, string>> {
    const [owner, sender] = [new ApiCaller(hub, OWNER), new ApiCaller(hub, RECEIVED_FROM)];
    const made = async (by: ApiCaller, path: string, options: CallOptions = {}): Promise<string> => {
      const { status, body: answer } = await by.call<{ id: string }>('POST', path, options);
      if (status >= 300) throw new Error(`POST ${path} answered ${status}: ${JSON.stringify(answer)}`);
      return answer.id;
    };
    const operation = 'afghanistan';
    const draft = (by: ApiCaller, to: readonly string[]): Promise<string> =>
      made(by, '/v1/referrals', { json: { operation, to, body: fictitiousCase() } });
    const sent = async (by: ApiCaller, to: readonly string[]): Promise<string> => {
      const id = await draft(by, to);
      await made(by, `/v1/referrals/${id}/submit`);
      await eventually('the referral is routed', async () => {
        const { body: referral } = await by.call<{ state: string }>('GET', `/v1/referrals/${id}`);
        return referral.state === 'routed';
      });
      return id;
    };
    const form = new FormData();
    form.append('file', new Blob(['Exercise.\n']), 'note.txt');
    const open = await draft(owner, ['unhcr']);
    const endpoint = await made(owner, '/v1/webhook-endpoints', {
      json: { url: 'http://127.0.0.1:18099/webhooks', state: 'paused' },
    });
    await made(owner, `/v1/webhook-endpoints/${endpoint}/test`, { json: {} });
    const delivery = async (): Promise<string | undefined> =>
      (await owner.call<{ data: { id: string }[] }>('GET', `/v1/webhook-endpoints/${endpoint}/deliveries`)).body.data[0]
        ?.id;
    await eventually('the test event is made', async () => (await delivery()) !== undefined);
    const [key] = await record.statement<{ id: string }>('SELECT id FROM api_keys WHERE organisation_id = $1', [
      body.id,
    ]);
    return {
      draft: open,
      referral: await sent(owner, ['unhcr']),
      received: await sent(sender, [OWNER]),
      attachment: await made(owner, `/v1/messages/${open}/attachments`, { form }),
      consent: await made(owner, '/v1/consents', {
        json: { operation, caseCode: 'FICTION-1', given: 'yes', grants: [{ purposes: ['assistance'] }] },
      }),
      exception: await made(owner, `/v1/referrals/${open}/release-exceptions`, {
        json: {
          recipient: 'afghan-security-forces',
          reason: 'Exercise: a life is at risk.',
          expiresAt: new Date(Date.now() + 86_400_000),
        },
      }),
      endpoint,
      delivery: (await delivery()) ?? '',
      key: key?.id ?? '',
      client: uuidv7(),
    };
  }
});
