import { issueApiKey, revokeApiKeys, scopes, type KeyTerms, type Scope } from '#identity';
import { systemClock, uuidv7, type Uuid } from '#kernel';
import { Database, createDataSource } from '#platform/database';
import type { ApiAnswer, CallOptions } from '#test/api-caller';
import type { BrowserTab } from '#test/browser-tab';
import { gathered } from '#test/gathered';
import { claimsOf, signed, testKeyPair, unsigned, type TestKeyPair } from '#test/oauth-client';
import { startHub, type RunningHub } from '#test/running-hub';
import { documentedRoutes, type Route } from '#test/documented-routes';
import { EXAMPLES, pathOf, queryOf, type RecordName, type SharedName } from './access-matrix.examples';
import { OPERATION, OWNER, RECEIVED_FROM, fill, signedIn, type Records } from './access-matrix.records';

const closed = documentedRoutes.filter(({ operation }) => operation['x-permission'] !== 'public');
/** What whoever is signed in does with their own session: no permission is asked for, and a key has no session. */
const OF_SESSIONS: readonly string[] = [
  ...['listSessions', 'endSession', 'signOut', 'stepUp', 'renewRecoveryCodes'],
  ...['listSavedFilters', 'saveFilter', 'removeSavedFilter'],
  ...['beginSecondFactor', 'confirmSecondFactor', 'removeSecondFactor'],
];
const needsPerson = ({ operation }: Route): boolean =>
  OF_SESSIONS.includes(operation.operationId) ||
  !['any-key', ...scopes].some((one) => one === operation['x-permission']);
const isStream = ({ operation }: Route): boolean => 'text/event-stream' in (operation.responses['200']?.content ?? {});

jest.setTimeout(60_000);

const AT_ONCE = 6;
/** Takes part in another operation only. */
const ELSEWHERE = 'kfor-hq';
const OTHER_OPERATION = 'kosovo';
/** These are a body's, in whatever operation: who is held to one of them meets them as its others do. */
const OF_THE_BODY: readonly RecordName[] = ['endpoint', 'delivery', 'key', 'client', 'person'];

/** Whoever runs the hub is shown these of every body, without addresses or content. */
const OF_OPERATORS: Readonly<Record<string, readonly RecordName[]>> = { readHubState: ['endpoint'] };

/** By a key or a token, or by a page in which somebody is signed in; undefined: by nobody. */
type Asker = string | BrowserTab | undefined;

const STRANGERS = [
  'a body of another operation',
  'a body of the same operation',
  'a key that is held to another operation',
  'a person of another operation',
  'a person of the same operation',
  'a person who has roles in another operation only',
] as const;
type Stranger = (typeof STRANGERS)[number];

describe('every route, for every caller that has no right to it', () => {
  let hub: RunningHub;
  let record: Database;
  /** Takes part in the operation, and neither sent nor received anything of it. */
  let stranger: string;
  let records: Records;
  let shared: Readonly<Record<SharedName, string>>;
  let body: { readonly id: Uuid };
  /** Somebody of the owner who may do everything there. */
  let officer: BrowserTab;
  let strangers: Readonly<Record<Stranger, Asker>>;

  beforeAll(async () => {
    hub = await startHub('separate processes on PostgreSQL and Redis');
    const url = hub.superuserUrl;
    record = new Database(await createDataSource({ url, applicationName: 'matrix', poolSize: 2 }).initialize());
    body = await bodyOf(OWNER);
    const signed = await signedIn(hub, record, OWNER, { name: 'officer' });
    officer = signed.tab;
    const guard = await signedIn(hub, record, RECEIVED_FROM, { name: 'guard' });
    ({ records, shared } = await fill(hub, record, signed, guard));
    stranger = await strangerIn(OPERATION);
    const [elsewhere, beside, held] = await Promise.all([
      signedIn(hub, record, ELSEWHERE, { name: 'elsewhere' }),
      signedIn(hub, record, stranger, { name: 'stranger' }),
      signedIn(hub, record, OWNER, { name: 'held', operation: OTHER_OPERATION }),
    ]);
    strangers = {
      'a body of another operation': hub.keys[ELSEWHERE],
      'a body of the same operation': hub.keys[stranger],
      'a key that is held to another operation': await newKey({ operations: [OTHER_OPERATION] }),
      'a person of another operation': elsewhere.tab,
      'a person of the same operation': beside.tab,
      'a person who has roles in another operation only': held.tab,
    };
  }, 240_000);

  afterAll(async () => {
    await record.close();
    await hub.stop();
  }, 60_000);

  it('has an example here for each operation, and none that there is not', () => {
    expect(Object.keys(EXAMPLES).sort()).toEqual(documentedRoutes.map(({ operation }) => operation.operationId).sort());
    const numbers = documentedRoutes.map(({ template, operation: { operationId } }) => [
      operationId,
      [...template.matchAll(/\{/g)].length,
    ]);
    expect(numbers).toEqual(numbers.map(([id = '']) => [id, EXAMPLES[String(id)]?.path?.length ?? 0]));
  });

  it('answers its owner where there is something to read', async () => {
    const read = closed.filter((route) => route.method === 'GET' && !isStream(route));
    const wrong = await wrongIn(read, async (route) => {
      const { status } = await ask(route, needsPerson(route) ? officer : hub.keys[OWNER]);
      // What can be read of a file is another matter: here it is that it is found. And this meeting is not held yet.
      const notYet = { downloadReceivedAttachment: status, exportMeeting: 409 }[route.operation.operationId];
      return status === (notYet ?? 200) ? [] : [String(status)];
    });
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
    expect(await wrongIn(closed, async (route) => unlessRefused(await ask(route, key), status, code))).toEqual([]);
  });

  it.each(scopes.map((scope) => [scope]))('refuses a key that lacks %s, whatever else it may', async (scope) => {
    const key = await newKey({ scopes: scopes.filter((one) => one !== scope) });
    const asked = closed.filter(({ operation }) => operation['x-permission'] === scope);
    const wrong = await wrongIn(asked, async (route) => unlessRefused(await ask(route, key), 403, 'forbidden'));
    expect(wrong).toEqual([]);
  });

  it('refuses every key what needs a person', async () => {
    const asked = closed.filter(needsPerson);
    expect(asked.length).toBeGreaterThan(20);
    const wrong = await wrongIn(asked, async (route) => unlessRefused(await ask(route, hub.keys[OWNER]), 403));
    expect(wrong).toEqual([]);
  });

  it("changes nothing for a page that is not the hub's, whoever is signed in", async () => {
    const asked = closed.filter(({ method }) => method !== 'GET');
    const wrong = await wrongIn(asked, async (route) =>
      unlessRefused(await ask(route, officer, { from: 'cross-site' }), 403, 'foreign_request'),
    );
    expect(wrong).toEqual([]);
  });

  it.each(STRANGERS)('tells %s of a record what it tells of none', async (who) => {
    const isPerson = who.startsWith('a person');
    const ofTheBody = isHeld(who) ? OF_THE_BODY : [];
    const asked = closed.filter(
      (route) =>
        (isPerson || !needsPerson(route)) &&
        idsOf(route).length > 0 &&
        !idsOf(route).every((name) => ofTheBody.includes(name)),
    );
    expect(asked.length).toBeGreaterThan(70);
    const wrong = await wrongIn(asked, async (route) => {
      const found = await ask(route, strangers[who]);
      const none = await ask(route, strangers[who], { absent: true });
      const same = JSON.stringify(found.body) === JSON.stringify(none.body);
      return same ? unlessRefused(found, 404) : [`${found.status} ${JSON.stringify(found.body)}`];
    });
    expect(wrong).toEqual([]);
  });

  it('lists to its owner each record that a list is of', async () => {
    const shown = new Set<string>();
    await wrongIn(lists(), async (route) => {
      const { body: list } = await ask(route, needsPerson(route) ? officer : hub.keys[OWNER]);
      for (const name of namesIn(list)) shown.add(name);
      return [];
    });
    // Else what the next test does not find, nobody would.
    expect(Object.keys(records).filter((name) => !shown.has(name))).toEqual([]);
  });

  it.each(STRANGERS)('lists to %s nothing of a record', async (who) => {
    // That somebody signed in is in the evidence of the body.
    const ofTheBody: readonly string[] = isHeld(who) ? [...OF_THE_BODY, 'session'] : [];
    const wrong = await wrongIn(lists(), async (route) => {
      const known: readonly string[] = [...ofTheBody, ...(OF_OPERATORS[route.operation.operationId] ?? [])];
      return namesIn((await ask(route, strangers[who])).body).filter((name) => !known.includes(name));
    });
    expect(wrong).toEqual([]);
  });

  it.each(STRANGERS.filter((who) => !who.endsWith('of the same operation')))(
    'makes for %s nothing there',
    async (who) => {
      const asked = closed.filter(
        (route) =>
          (who.startsWith('a person') || !needsPerson(route)) &&
          route.method === 'POST' &&
          idsOf(route).length === 0 &&
          isIn(EXAMPLES[route.operation.operationId]?.body),
      );
      expect(asked.length).toBeGreaterThan(6);
      const wrong = await wrongIn(asked, async (route) => {
        const { status, body: answer } = await ask(route, strangers[who]);
        return status >= 400 && status < 500 ? [] : [`${status} ${JSON.stringify(answer)}`];
      });
      expect(wrong).toEqual([]);
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

  /** What is wrong with routes, as a check of one tells it. */
  function wrongIn(asked: readonly Route[], check: (route: Route) => Promise<string[]>): Promise<string[]> {
    return gathered(asked, AT_ONCE, async (route) =>
      (await check(route)).map((problem) => `${told(route)}: ${problem}`),
    );
  }

  function unlessRefused(answer: ApiAnswer<Record<string, unknown>>, status: number, code?: string): string[] {
    const isRefused = answer.status === status && (code === undefined || answer.body['code'] === code);
    return isRefused ? [] : [`${answer.status} ${JSON.stringify(answer.body)}`];
  }

  /** The records whose ids are in an answer. */
  function namesIn(answer: unknown): string[] {
    const text = JSON.stringify(answer);
    return Object.entries(records).flatMap(([name, id]) => (text.includes(id) ? [name] : []));
  }

  /** Whether it is of the owner's own body, held to another operation. */
  function isHeld(who: Stranger): boolean {
    return who.startsWith('a key') || who.startsWith('a person who');
  }

  function lists(): Route[] {
    return closed.filter((one) => one.method === 'GET' && idsOf(one).length === 0 && !isStream(one));
  }

  /** Whether what is sent names the operation in which the owner's records are. */
  function isIn(sent: unknown): boolean {
    return JSON.stringify(sent ?? '').includes(`"operation":"${OPERATION}"`);
  }

  /** The request of a route's example; with `absent`, under ids that nobody has. */
  function ask(
    route: Route,
    by: Asker,
    { absent = false, from = 'same-origin' }: { readonly absent?: boolean; readonly from?: string } = {},
  ): Promise<ApiAnswer<Record<string, unknown>>> {
    const example = EXAMPLES[route.operation.operationId] ?? {};
    const idOf = (name: RecordName | SharedName): string => {
      if (name === 'checkpoint' || name === 'review') return shared[name];
      return absent ? '01980000-0000-7000-8000-000000000000' : records[name];
    };
    const path = pathOf(route.template, example, idOf);
    const query = new URLSearchParams(queryOf(example, idOf)).toString();
    const form = new FormData();
    form.append('file', new Blob(['Exercise.\n']), 'note.txt');
    return call(route.method, query === '' ? path : `${path}?${query}`, by, {
      ...(example.body === undefined ? {} : { json: example.body }),
      ...(example.form ? { form } : {}),
      headers: { ...example.headers, ...(typeof by === 'object' ? { 'Sec-Fetch-Site': from } : {}) },
    });
  }

  /** As whoever asks, or nobody; an answer that is no JSON is kept as a text. */
  async function call(
    method: string,
    path: string,
    by?: Asker,
    options: CallOptions = {},
  ): Promise<ApiAnswer<Record<string, unknown>>> {
    const { json, raw, form, headers } = options;
    const payload = json === undefined ? (raw?.bytes ?? form) : JSON.stringify(json);
    const type = json === undefined ? raw?.type : 'application/json';
    const answer = await fetch(`${hub.api}${path}`, {
      method,
      headers: {
        ...(typeof by === 'string' ? { authorization: `Bearer ${by}` } : {}),
        ...(typeof by === 'object' ? { cookie: by.cookie, 'X-Liaison-Hub': 'person' } : {}),
        ...(type === undefined ? {} : { 'content-type': type }),
        ...headers,
      },
      ...(payload === undefined ? {} : { body: payload as NonNullable<RequestInit['body']> }),
    });
    const text = await answer.text();
    const isJson = /^application\/(?:json|problem\+json)/.test(answer.headers.get('content-type') ?? '');
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
         AND NOT EXISTS (SELECT FROM meetings m WHERE o.id = ANY (m.body_ids))
         AND NOT EXISTS (SELECT FROM release_exceptions e WHERE e.notified_id = o.id OR e.organisation_id = o.id)
       ORDER BY o.slug LIMIT 1`,
      [operation],
    );
    if (!found) throw new Error('every body has something of these records');
    return found.slug;
  }
});
