import { connect } from 'node:net';
import { ApiCaller } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { gathered } from '#test/gathered';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';
import { documentedRoutes, type Route } from '#test/documented-routes';
import { EXAMPLES, pathOf, queryOf } from './access-matrix.examples';
import { madeSeries, openMeeting } from './access-matrix.records';

const withBody = documentedRoutes.filter(({ operation }) => EXAMPLES[operation.operationId]?.body !== undefined);
const queried = documentedRoutes.filter(
  ({ method, operation }) => method === 'GET' && operation.parameters?.some((one) => one.in === 'query') === true,
);

jest.setTimeout(120_000);

const AT_ONCE = 4;
/** It stands in whatever a test sends, and in nothing that the hub says of itself. */
const MARK = 'HOSTILE-MARK';
const LONE_SURROGATE = String.raw`\ud800`;

/** What no text of a request may hold: it cannot be stored or sent on as it is. */
const UNSTORABLE: readonly (readonly [string, string])[] = [
  ['NUL', String.raw`\u0000`],
  ['a lone surrogate', LONE_SURROGATE],
];

describe('hostile input, in every route', () => {
  let hub: RunningHub;
  let officer: ApiCaller;
  let slow: { readonly headers: Held; readonly body: Held };
  let draft: string;
  /** What is at hand to be written to; where another record belongs, the draft's id stands. */
  let records: Readonly<Record<string, string>>;

  beforeAll(async () => {
    hub = await startHub('one process on its own PostgreSQL', { LOG_LEVEL: 'debug' });
    officer = new ApiCaller(hub, 'iom');
    const host = { host: new URL(hub.api).hostname, port: Number(new URL(hub.api).port) };
    slow = {
      headers: hold(host, `GET /v1/me HTTP/1.1\r\nHost: hub\r\nX-${MARK}: `),
      body: hold(
        host,
        `POST /v1/referrals HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer ${hub.keys['iom'] ?? ''}\r\n` +
          'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
      ),
    };
    draft = await made('/v1/referrals', { operation: 'afghanistan', body: fictitiousCase() });
    const endpoint = await made('/v1/webhook-endpoints', { url: 'http://127.0.0.1:18099/webhooks', state: 'paused' });
    records = { endpoint, series: await madeSeries(officer), ...(await openMeeting(officer)) };
  });

  afterAll(() => hub.stop());

  afterEach(async () => {
    expect((await officer.call('GET', '/health/ready')).status).toBe(200);
  });

  it('takes no member that is not documented, such as whose it is or what it may', async () => {
    const extra = { organisationId: draft, senderId: draft, role: 'operator', isAdmin: true, state: 'x', hash: MARK };
    const wrong = await wrongIn(withBody, async (route, wrong) => {
      for (const [name, value] of Object.entries(extra)) {
        const body = EXAMPLES[route.operation.operationId]?.body as object;
        if (Object.hasOwn(body, name)) continue;
        const status = await send(route, JSON.stringify({ ...body, [name]: value }));
        if (![400, 403, 422].includes(status)) wrong.push(`${told(route)} with ${name}: ${status}`);
      }
    });
    expect(wrong.filter((line) => !line.startsWith('changeWebhookEndpoint with state'))).toEqual([]);
  });

  it.each([
    ['a prototype', '"__proto__": {"isAdmin": true}'],
    ['a constructor', '"constructor": {"prototype": {"isAdmin": true}}'],
  ])('takes %s in no body, at the top or below', async (_, member) => {
    const wrong = await wrongIn(withBody, async (route, wrong) => {
      const inner = JSON.stringify(EXAMPLES[route.operation.operationId]?.body).slice(1);
      for (const body of [
        `{${member}, ${inner}`.replace(', }', '}'),
        `{"x": {${member}}, ${inner}`.replace(', }', '}'),
      ]) {
        const status = await send(route, body);
        if (![400, 403, 422].includes(status)) wrong.push(`${told(route)}: ${status}`);
      }
    });
    expect(wrong).toEqual([]);
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
  });

  it.each(UNSTORABLE)('takes %s in no text', async (_, escaped) => {
    const wrong = await wrongIn(withBody, async (route, wrong) => {
      for (const body of spoiled(EXAMPLES[route.operation.operationId]?.body, escaped)) {
        const status = await send(route, body);
        if (status !== 422) wrong.push(`${told(route)}: ${status} to ${body.slice(0, 200)}`);
      }
    });
    expect(wrong).toEqual([]);
  });

  it('answers without a fault whatever a text or a number is', async () => {
    const values = [
      JSON.stringify(`\u202e${MARK}\u2066`),
      JSON.stringify('a\u0301'.repeat(50_000)),
      JSON.stringify("'; DROP TABLE messages; --"),
      JSON.stringify('😀'.repeat(10_000)),
      '1e400',
      '-0',
      '123456789012345678901234567890',
      'true',
      'null',
      '[]',
      '{}',
      `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
    ];
    const wrong = await wrongIn(withBody, async (route, wrong) => {
      for (const value of values)
        for (const body of replaced(EXAMPLES[route.operation.operationId]?.body, value)) {
          const status = await send(route, body);
          if (status >= 500) wrong.push(`${told(route)}: ${status} to ${body.slice(0, 200)}`);
        }
    });
    expect(wrong).toEqual([]);
  });

  it('refuses what is nested without end, too large, or of another media type', async () => {
    const wrong = await wrongIn(withBody, async (route, wrong) => {
      const deep = await send(route, `{"x": ${'{"x":'.repeat(50_000)}1${'}'.repeat(50_000)}}`);
      const large = await send(route, JSON.stringify({ x: 'x'.repeat(1_100_000) }));
      if (![400, 403, 422].includes(deep)) wrong.push(`${told(route)}, deep: ${deep}`);
      if (large !== 413) wrong.push(`${told(route)}, large: ${large}`);
      for (const type of [
        'text/xml',
        'application/x-www-form-urlencoded',
        'text/plain',
        'application/jsonx',
        'x/y; z',
      ]) {
        const status = await send(route, '{}', type);
        if (status !== 415 && status !== 403) wrong.push(`${told(route)}, ${type}: ${status}`);
      }
    });
    expect(wrong).toEqual([]);
  });

  it('answers without a fault whatever a query asks, and takes no SQL for a value', async () => {
    const values = [
      "x'; DROP TABLE messages;--",
      "' OR '1'='1",
      '1) UNION SELECT hash FROM api_keys--',
      '%00',
      '%ED%A0%80',
      '%E0%80%80',
      '%F0%9F%98%80'.repeat(500),
      '9'.repeat(400),
      '-1',
      '1e9',
      '[]',
      '',
    ];
    const wrong = await wrongIn(queried, async (route, wrong) => {
      if ('text/event-stream' in (route.operation.responses['200']?.content ?? {})) return;
      const example = queryOf(EXAMPLES[route.operation.operationId] ?? {}, idOf);
      const names = (route.operation.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name);
      for (const name of names)
        for (const value of values) {
          const rest = Object.entries(example).filter(([key]) => key !== name);
          const raw = value.startsWith('%') ? value : encodeURIComponent(value);
          const query = [...rest.map(([key, one]) => `${key}=${encodeURIComponent(one)}`), `${name}=${raw}`].join('&');
          const status = await ask(route, `?${query}`);
          if (status >= 500) wrong.push(`${told(route)}: ${status} to ${query.slice(0, 100)}`);
        }
      for (const query of [
        '__proto__[x]=1',
        'constructor=1',
        'limit=1&limit=2',
        'limit[]=1',
        'limit[__proto__]=1',
        '&&&=',
      ]) {
        const status = await ask(route, `?${new URLSearchParams(example).toString()}&${query}`);
        if (status >= 500) wrong.push(`${told(route)}: ${status} to ${query}`);
      }
    });
    expect(wrong).toEqual([]);
  });

  it.each([
    '/v1/referrals/%00',
    '/v1/referrals/%ED%A0%80',
    '/v1/referrals/%',
    '/v1/referrals/..%2f..%2fetc%2fpasswd',
    "/v1/referrals/'%20OR%201=1--",
    `/v1/referrals/${'x'.repeat(5_000)}`,
    '/v1/routing-rules/afghanistan/99999999999999999999',
    '/v1/routing-rules/__proto__/1',
    '/v1/message-kinds/constructor',
    '/acknowledge/%00',
    '/acknowledge/__proto__',
    '//v1/me',
    '/docs/..%2f..%2fpackage.json',
  ])('has nothing at %s', async (path) => {
    const { status } = await get(path);
    expect([400, 404, 414, 422]).toContain(status);
  });

  it.each<[string, string]>([
    ['If-Match', '"999999999"'],
    ['If-Match', '"-1"'],
    ['If-Match', `"${'9'.repeat(400)}"`],
    ['Idempotency-Key', '\u00ff'],
    ['Idempotency-Key', "'; DROP TABLE idempotency_keys; --"],
    ['Authorization', `Bearer ${'x'.repeat(10_000)}`],
    ['Authorization', 'Bearer lh_%00'],
    ['Accept', '../../../etc/passwd'],
    ['Content-Length', '-1'],
    ['Transfer-Encoding', 'identity'],
  ])('answers %s: %s without a fault', async (name, value) => {
    const answer = await raw(
      `PATCH /v1/referrals/${draft} HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n` +
        (name === 'Authorization' ? '' : `Authorization: Bearer ${hub.keys['iom'] ?? ''}\r\n`) +
        (name === 'Content-Length' ? '' : 'Content-Length: 2\r\n') +
        `Content-Type: application/json\r\n${name}: ${value}\r\n\r\n{}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  it('lets nobody hold a connection by headers or a body that come drop by drop', async () => {
    await eventually('both are closed', () => slow.headers.ended && slow.body.ended, 50_000);
    for (const { received } of [slow.headers, slow.body]) expect(received).not.toMatch(/^HTTP\/1\.1 [25]/);
  });

  it('tells a browser to load nothing, keep nothing and frame nothing', async () => {
    for (const path of ['/v1/me', '/v1/nothing', '/health/live', '/acknowledge/none', '/docs', '/openapi.json']) {
      const { headers } = await get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect({ path, policy }).toMatchObject({ policy: expect.stringMatching(/default-src 'none'/) as string });
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe-inline|unsafe-eval/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-powered-by')).toBeNull();
    }
    for (const path of ['/v1/me', `/v1/referrals/${draft}`, '/v1/nothing'])
      expect((await get(path)).headers.get('cache-control')).toBe('no-store');
  });

  it('shows no figures on the port of the API', async () => {
    expect((await get('/metrics')).status).toBe(404);
  });

  it('logs lines of its own only, with nothing in them that was sent', async () => {
    await get(`/v1/referrals/%0A%7B%22level%22%3A%22fatal%22%2C%22msg%22%3A%22${MARK}%22%7D`, { 'user-agent': MARK });
    await get(`/v1/referrals?q=${MARK}%0d%0a`, { referer: MARK, 'x-forwarded-for': MARK });
    await eventually('it was logged', () => hub.output().includes('/v1/referrals/:id'));
    const lines = hub.output().split('\n');
    expect(lines.filter((line) => line.includes(MARK))).toEqual([]);
    const logged = lines.filter((line) => line.startsWith('{'));
    expect(logged.length).toBeGreaterThan(10);
    const ownApp: unknown = expect.stringMatching(/^(?:hub|api|[a-z]+-worker)$/);
    for (const line of logged) expect(JSON.parse(line)).toMatchObject({ app: ownApp });
  });

  async function made(path: string, json: object): Promise<string> {
    const { status, body } = await officer.call<{ id: string }>('POST', path, { json });
    if (status >= 300) throw new Error(`POST ${path} answered ${status}`);
    return body.id;
  }

  /** What a check of each route finds wrong with it; some are checked at once. */
  function wrongIn(
    asked: readonly Route[],
    check: (route: Route, wrong: string[]) => Promise<void>,
  ): Promise<string[]> {
    return gathered(asked, AT_ONCE, async (route) => {
      const wrong: string[] = [];
      await check(route, wrong);
      return wrong;
    });
  }

  function told({ operation, method, template }: Route): string {
    return `${operation.operationId} (${method} ${template})`;
  }

  function idOf(name: string): string {
    return records[name] ?? draft;
  }

  function addressOf({ template, operation }: Route): string {
    return pathOf(template, EXAMPLES[operation.operationId] ?? {}, idOf);
  }

  function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${hub.api}${path}`, { headers: { authorization: `Bearer ${hub.keys['iom'] ?? ''}`, ...headers } });
  }

  async function ask(route: Route, query: string): Promise<number> {
    const answer = await get(`${addressOf(route)}${query}`);
    await answer.arrayBuffer();
    return answer.status;
  }

  async function send(route: Route, body: string, type = 'application/json'): Promise<number> {
    const answer = await fetch(`${hub.api}${addressOf(route)}`, {
      method: route.method,
      headers: {
        authorization: `Bearer ${hub.keys['iom'] ?? ''}`,
        'content-type': type,
        ...EXAMPLES[route.operation.operationId]?.headers,
      },
      body,
    });
    await answer.arrayBuffer();
    return answer.status;
  }

  function raw(request: string): Promise<string> {
    const { hostname, port } = new URL(hub.api);
    return new Promise((done, failed) => {
      const socket = connect({ host: hostname, port: Number(port) });
      let received = '';
      socket.on('data', (chunk) => (received += chunk.toString('latin1')));
      socket.on('close', () => {
        done(received);
      });
      socket.on('error', failed);
      socket.write(request, 'latin1');
    });
  }
});

interface Held {
  received: string;
  ended: boolean;
}

/** A connection whose request never comes to its end. */
function hold(to: { readonly host: string; readonly port: number }, beginning: string): Held {
  const held: Held = { received: '', ended: false };
  const socket = connect(to);
  socket.on('data', (chunk) => (held.received += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  socket.on('close', () => (held.ended = true));
  socket.write(beginning);
  return held;
}

/** A body as JSON, once for each of its members that is a text, with what is escaped in front of it. */
function spoiled(body: unknown, escaped: string): string[] {
  return variants(body, (value) =>
    typeof value === 'string' ? `"${escaped}${JSON.stringify(value).slice(1)}` : undefined,
  );
}

/** A body as JSON, once for each of its members at the top, with another value in its place. */
function replaced(body: unknown, json: string): string[] {
  return Object.keys(body as object).map((name) => {
    const others = Object.entries(body as object).filter(([key]) => key !== name);
    const members = [...others.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)];
    return `{${[...members, `${JSON.stringify(name)}:${json}`].join(',')}}`;
  });
}

/** Every way to change one leaf of a value; `change` gives the JSON of what it becomes, or undefined to leave it. */
function variants(value: unknown, change: (leaf: unknown) => string | undefined): string[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      variants(item, change).map(
        (json) => `[${value.map((one, at) => (at === index ? json : JSON.stringify(one))).join(',')}]`,
      ),
    );
  if (typeof value === 'object' && value !== null && !(value instanceof Date))
    return Object.entries(value).flatMap(([name, member]) =>
      variants(member, change).map((json) => {
        const members = Object.entries(value as Record<string, unknown>).map(
          ([key, one]) => `${JSON.stringify(key)}:${key === name ? json : JSON.stringify(one)}`,
        );
        return `{${members.join(',')}}`;
      }),
    );
  const changed = change(value);
  return changed === undefined ? [] : [changed];
}
