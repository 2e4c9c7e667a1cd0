import { addPerson, type TestPerson } from '#test/add-person';
import { BrowserTab } from '#test/browser-tab';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { serveApi, type ServedApi } from '#test/served-api';

jest.setTimeout(60_000);

const MINUTE = 60_000;

describe('signing in', () => {
  let hub: HubDatabase;
  let api: ServedApi;
  let officer: TestPerson;
  let auditor: TestPerson;

  beforeAll(async () => {
    hub = await openHubDatabase({ poolSize: 4 });
    api = await serveApi(hub);
    officer = await addPerson(hub, 'iom', 'officer');
    auditor = await addPerson(hub, 'iom', 'auditor', [{ role: 'auditor', operation: 'afghanistan' }]);
  });
  afterAll(async () => {
    await api.close();
    await hub.close();
  });
  // What one test failed at does not lock the next one out.
  beforeEach(() => {
    hub.clock.advance(20 * MINUTE);
  });

  const tabOf = async (person: TestPerson): Promise<BrowserTab> => {
    const tab = new BrowserTab(api.url);
    expect((await tab.signIn(person)).status).toBe(201);
    return tab;
  };
  const evidenceOf = (subject: string) =>
    hub.superuser<{ action: string; detail: Record<string, unknown> }>(
      'SELECT action, detail FROM evidence_entries WHERE subject_id = $1 ORDER BY id DESC',
      [subject],
    );

  it('gives a cookie that no script reads, and tells who one is', async () => {
    const tab = new BrowserTab(api.url);
    const { status, headers, body } = await tab.signIn(officer);
    expect(status).toBe(201);
    const [cookie] = headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-liaison-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect(headers.get('cache-control')).toBe('no-store');
    const me = await tab.call('GET', '/v1/me');
    expect(me.body).toEqual(body);
    expect(me.body).toMatchObject({
      organisation: 'iom',
      person: { id: officer.id, roles: [{ role: 'liaison-officer', operation: null }] },
      session: { id: body.session.id, method: 'password', secondFactorAt: null },
    });
    const [entry] = await evidenceOf(officer.id);
    expect(entry).toEqual({
      action: 'person.signed_in',
      detail: { session: body.session.id, method: 'password', secondFactor: false },
    });
  });

  it('keeps of token and password nothing but hashes', async () => {
    const tab = await tabOf(officer);
    const kept = await hub.superuser('SELECT * FROM sessions, person_credentials, evidence_entries');
    const text = JSON.stringify(kept);
    expect(text).not.toContain(tab.cookie.split('=')[1]);
    expect(text).not.toContain(officer.password);
    expect(text).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  });

  it('answers the same whatever is wrong, and keeps it as evidence', async () => {
    const refusals = await Promise.all(
      [
        { ...officer, password: 'another password' },
        { ...officer, email: 'nobody@iom.example' },
        { ...officer, organisation: 'unhcr' },
        { ...officer, organisation: 'no-such-body' },
      ].map(({ organisation, email, password }) => new BrowserTab(api.url).signIn({ organisation, email, password })),
    );
    expect(refusals.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(new Set(refusals.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(refusals[0]?.body).toMatchObject({ code: 'sign_in_refused' });
    expect(await evidenceOf(officer.id)).toContainEqual({
      action: 'person.sign_in_refused',
      detail: { reason: 'password' },
    });
    const { organisationId } = await hub.caller('iom');
    expect((await evidenceOf(organisationId))[0]).toEqual({
      action: 'person.sign_in_refused',
      detail: { reason: 'unknown' },
    });
  });

  it('allows what the roles grant and nothing else', async () => {
    const tab = await tabOf(auditor);
    expect((await tab.call('GET', '/v1/operations')).status).toBe(200);
    const refused = await tab.call('GET', '/v1/inbox');
    expect([refused.status, refused.body['code']]).toEqual([403, 'forbidden']);
    await hub.superuser('UPDATE role_assignments SET revoked_at = now() WHERE person_id = $1', [auditor.id]);
    expect((await tab.call('GET', '/v1/operations')).status).toBe(403);
  });

  it('ends with the sign-out, for the stolen cookie too', async () => {
    const tab = await tabOf(officer);
    const thief = new BrowserTab(api.url);
    thief.cookie = tab.cookie;
    expect((await thief.call('GET', '/v1/me')).status).toBe(200);
    const out = await tab.call('DELETE', '/v1/session');
    expect(out.status).toBe(204);
    expect(out.headers.get('clear-site-data')).toContain('"cookies"');
    expect(tab.cookie).toBe('');
    const { status, body } = await thief.call('GET', '/v1/me');
    expect([status, body['code']]).toEqual([401, 'unauthenticated']);
  });

  it('replaces the session that came with it, planted or not', async () => {
    const planted = await tabOf(auditor);
    const victim = new BrowserTab(api.url);
    victim.cookie = planted.cookie;
    await victim.signIn(officer);
    expect(victim.cookie).not.toBe(planted.cookie);
    expect((await planted.call('GET', '/v1/me')).status).toBe(401);
    expect((await victim.call<{ person: { id: string } }>('GET', '/v1/me')).body.person.id).toBe(officer.id);
    const made = new BrowserTab(api.url);
    made.cookie = `__Host-liaison-session=${'A'.repeat(43)}`;
    await made.signIn(officer);
    expect(made.cookie).not.toContain('AAAA');
  });

  describe('a session', () => {
    it('ends after half an hour in which nobody did anything', async () => {
      const tab = await tabOf(officer);
      for (let step = 0; step < 4; step += 1) {
        hub.clock.advance(20 * MINUTE);
        expect((await tab.call('GET', '/v1/me')).status).toBe(200);
      }
      hub.clock.advance(30 * MINUTE);
      expect((await tab.call('GET', '/v1/me')).status).toBe(401);
    });

    it.each([
      ['a page that asks by itself', '/v1/me', { 'x-liaison-hub': 'background' }],
      ['a long poll', '/v1/inbox?wait=0', {}],
    ])('is not kept alive by %s', async (_, path, headers) => {
      const tab = await tabOf(officer);
      hub.clock.advance(20 * MINUTE);
      expect((await tab.call('GET', path, undefined, headers)).status).toBe(200);
      hub.clock.advance(11 * MINUTE);
      expect((await tab.call('GET', path, undefined, headers)).status).toBe(401);
    });

    it('is not kept alive by an open stream of events, and the stream ends with it', async () => {
      const tab = await tabOf(officer);
      hub.clock.advance(20 * MINUTE);
      const stream = await fetch(`${api.url}/v1/events`, { headers: { cookie: tab.cookie } });
      expect(stream.status).toBe(200);
      hub.clock.advance(11 * MINUTE);
      expect((await tab.call('GET', '/v1/me')).status).toBe(401);
      // Reads to the end: the hub closes it with the next sign of life.
      expect(await stream.text()).toContain('retry:');
    });

    it('ends after twelve hours whatever is done', async () => {
      const tab = await tabOf(officer);
      for (let passed = 0; passed < 12 * 60 - 20; passed += 20) {
        hub.clock.advance(20 * MINUTE);
        expect((await tab.call('GET', '/v1/me')).status).toBe(200);
      }
      hub.clock.advance(20 * MINUTE);
      expect((await tab.call('GET', '/v1/me')).status).toBe(401);
    });

    it('ends with its person', async () => {
      const gone = await addPerson(hub, 'iom', 'gone');
      const tab = await tabOf(gone);
      await hub.superuser('UPDATE people SET disabled_at = now() WHERE id = $1', [gone.id]);
      expect((await tab.call('GET', '/v1/me')).status).toBe(401);
      expect((await new BrowserTab(api.url).signIn(gone)).status).toBe(401);
    });
  });

  describe('a request of a foreign page', () => {
    it.each([
      ['of another site', { 'sec-fetch-site': 'cross-site' }],
      ['of a neighbour in the same domain', { 'sec-fetch-site': 'same-site' }],
      ['of a form, without the header', { 'x-liaison-hub': undefined }],
      ['in an older browser', { 'sec-fetch-site': undefined, origin: 'https://evil.example' }],
      ['with an origin that is hidden', { 'sec-fetch-site': undefined, origin: 'null' }],
    ])('%s changes nothing, signed in or signing in', async (_, headers) => {
      const tab = await tabOf(officer);
      const refused = await tab.call('DELETE', '/v1/session', undefined, headers);
      expect([refused.status, refused.body['code']]).toEqual([403, 'foreign_request']);
      const signIn = await tab.call(
        'POST',
        '/v1/session',
        { organisation: 'iom', email: officer.email, password: officer.password },
        headers,
      );
      expect([signIn.status, signIn.body['code']]).toEqual([403, 'foreign_request']);
      expect((await tab.call('GET', '/v1/me')).status).toBe(200);
    });

    it('is told from one of an older browser’s own page', async () => {
      const tab = await tabOf(officer);
      const own = { 'sec-fetch-site': undefined, origin: api.url };
      expect((await tab.call('DELETE', '/v1/session', undefined, own)).status).toBe(204);
    });
  });

  it('locks an account after ten tries in a row, for a quarter of an hour, also when they come at once', async () => {
    const { organisation, email, password } = await addPerson(hub, 'unhcr', 'guessed');
    const wrong = await Promise.all(
      Array.from({ length: 14 }, () => new BrowserTab(api.url).signIn({ organisation, email, password: 'wrong' })),
    );
    const right = await new BrowserTab(api.url).signIn({ organisation, email, password });
    expect(right.status).toBe(401);
    expect(new Set([...wrong, right].map(({ body }) => JSON.stringify(body))).size).toBe(1);
    hub.clock.advance(14 * MINUTE);
    expect((await new BrowserTab(api.url).signIn({ organisation, email, password })).status).toBe(401);
    hub.clock.advance(2 * MINUTE);
    expect((await new BrowserTab(api.url).signIn({ organisation, email, password })).status).toBe(201);
  });

  it.each([{ roles: ['operator'] }, { personId: '0199b0c0-0000-7000-8000-000000000000' }, { code: 1 }])(
    'refuses members that it does not know: %j',
    async (more) => {
      const { organisation, email, password } = officer;
      const { status, body } = await new BrowserTab(api.url).call('POST', '/v1/session', {
        ...{ organisation, email, password },
        ...more,
      });
      expect([status, body['code']]).toEqual([422, 'invalid_input']);
    },
  );
});
