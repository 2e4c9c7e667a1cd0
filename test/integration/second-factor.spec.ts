import { addPerson, type TestPerson } from '#test/add-person';
import { BrowserTab, type TabAnswer } from '#test/browser-tab';
import { codeOf, enrol } from '#test/enrol';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { serveApi, type ServedApi } from '#test/served-api';

jest.setTimeout(60_000);

const MINUTE = 60_000;
const APPROVE = '/v1/release-exceptions/0199b0c0-0000-7000-8000-000000000000/approve';

describe('the second factor', () => {
  let hub: HubDatabase;
  let api: ServedApi;
  let names = 0;

  beforeAll(async () => {
    hub = await openHubDatabase({ poolSize: 4 });
    api = await serveApi(hub);
  });
  afterAll(async () => {
    await api.close();
    await hub.close();
  });
  beforeEach(() => {
    hub.clock.advance(20 * MINUTE);
  });

  const someone = (): Promise<TestPerson> => {
    names += 1;
    return addPerson(hub, 'iom', `person${names}`, [{ role: 'protection-officer', operation: null }]);
  };
  const told = ({ status, body }: TabAnswer<unknown>) => [status, (body as { code?: string } | undefined)?.code];
  const signedIn = async (person: TestPerson, code?: string, at = api): Promise<BrowserTab> => {
    const tab = new BrowserTab(at.url);
    const { organisation, email, password } = person;
    const answer = await tab.call('POST', '/v1/session', { organisation, email, password, ...(code ? { code } : {}) });
    expect(answer.status).toBe(201);
    return tab;
  };
  const attempt = (person: TestPerson, code?: string) => {
    const { organisation, email, password } = person;
    return new BrowserTab(api.url).call('POST', '/v1/session', {
      ...{ organisation, email, password },
      ...(code ? { code } : {}),
    });
  };

  it('once enrolled is asked for, and each code is taken once', async () => {
    const person = await someone();
    const { secret } = await enrol(await signedIn(person), hub.clock);
    expect(told(await attempt(person))).toEqual([401, 'second_factor_required']);
    // The one that confirmed it was used up by that.
    expect(told(await attempt(person, codeOf(secret, hub.clock)))).toEqual([401, 'second_factor_refused']);
    hub.clock.advance(MINUTE);
    const code = codeOf(secret, hub.clock);
    await signedIn(person, code);
    expect(told(await attempt(person, code))).toEqual([401, 'second_factor_refused']);
    hub.clock.advance(5 * MINUTE);
    expect(told(await attempt(person, code))).toEqual([401, 'second_factor_refused']);
  });

  it('is never told of to who does not know the password', async () => {
    const person = await someone();
    const { secret } = await enrol(await signedIn(person), hub.clock);
    hub.clock.advance(MINUTE);
    expect(told(await attempt({ ...person, password: 'another one' }, codeOf(secret, hub.clock)))).toEqual([
      401,
      'sign_in_refused',
    ]);
  });

  it('can be guessed ten times and no more, whatever is sent in between', async () => {
    const person = await someone();
    const { secret } = await enrol(await signedIn(person), hub.clock);
    hub.clock.advance(MINUTE);
    const wrong = String((Number(codeOf(secret, hub.clock)) + 1) % 1_000_000).padStart(6, '0');
    for (let tries = 0; tries < 10; tries += 1) {
      expect(told(await attempt(person))).toEqual([401, 'second_factor_required']);
      expect(told(await attempt(person, wrong))).toEqual([401, 'second_factor_refused']);
    }
    hub.clock.advance(MINUTE);
    expect(told(await attempt(person, codeOf(secret, hub.clock)))).toEqual([401, 'sign_in_refused']);
  });

  it('is recovered by codes that open once and are kept as hashes', async () => {
    const person = await someone();
    const { recoveryCodes } = await enrol(await signedIn(person), hub.clock);
    expect(new Set(recoveryCodes).size).toBe(10);
    const [first = '', second = ''] = recoveryCodes;
    await signedIn(person, first);
    expect(told(await attempt(person, first))).toEqual([401, 'second_factor_refused']);
    await signedIn(person, second.toLowerCase().replaceAll('-', ' '));
    const kept = await hub.superuser("SELECT encode(code_hash, 'escape') AS hash FROM recovery_codes");
    expect(JSON.stringify(kept)).not.toContain(first);
  });

  it('is sealed on record', async () => {
    const { secret } = await enrol(await signedIn(await someone()), hub.clock);
    const [row] = await hub.superuser<{ sealed: Buffer }>(
      'SELECT secret_sealed AS sealed FROM second_factors ORDER BY created_at DESC LIMIT 1',
    );
    expect(row?.sealed.toString('latin1')).not.toContain(secret);
  });

  it('ends the other sessions when it is enrolled, and is kept as evidence', async () => {
    const person = await someone();
    const other = await signedIn(person);
    const tab = await signedIn(person);
    await enrol(tab, hub.clock);
    expect((await other.call('GET', '/v1/me')).status).toBe(401);
    expect((await tab.call('GET', '/v1/me')).status).toBe(200);
    const entries = await hub.superuser('SELECT action FROM evidence_entries WHERE subject_id = $1', [person.id]);
    expect(entries).toEqual(
      expect.arrayContaining([{ action: 'second_factor.enrolled' }, { action: 'session.ended' }]),
    );
  });

  it('cannot be enrolled by who found a session open', async () => {
    const person = await someone();
    const tab = await signedIn(person);
    hub.clock.advance(11 * MINUTE);
    expect(told(await tab.call('POST', '/v1/session/second-factor'))).toEqual([401, 'step_up_required']);
    expect(told(await tab.call('POST', '/v1/session/step-up', { password: 'guessed' }))).toEqual([
      401,
      'sign_in_refused',
    ]);
    expect((await tab.call('POST', '/v1/session/step-up', { password: person.password })).status).toBe(204);
    await enrol(tab, hub.clock);
    hub.clock.advance(11 * MINUTE);
    // Another in its place needs the one that is there; the password does not do any more.
    expect(told(await tab.call('POST', '/v1/session/step-up', { password: person.password }))).toEqual([
      401,
      'second_factor_required',
    ]);
    for (const [method, path] of [
      ['POST', '/v1/session/second-factor'],
      ['DELETE', '/v1/session/second-factor'],
      ['POST', '/v1/session/recovery-codes'],
    ] as const)
      expect(told(await tab.call(method, path))).toEqual([401, 'step_up_required']);
  });

  it('is asked for again, when ten minutes old, for what is grave', async () => {
    const person = await someone();
    const tab = await signedIn(person);
    expect(told(await tab.call('POST', APPROVE, {}))).toEqual([401, 'step_up_required']);
    const { secret } = await enrol(tab, hub.clock);
    expect(told(await tab.call('POST', APPROVE, {}))).toEqual([404, 'not_found']);
    hub.clock.advance(10 * MINUTE + 1_000);
    expect(told(await tab.call('POST', APPROVE, {}))).toEqual([401, 'step_up_required']);
    expect((await tab.call('POST', '/v1/session/step-up', { code: codeOf(secret, hub.clock) })).status).toBe(204);
    expect(told(await tab.call('POST', APPROVE, {}))).toEqual([404, 'not_found']);
  });

  it('where everybody needs one allows nothing else before', async () => {
    const strict = await serveApi(hub, { SIGN_IN_SECOND_FACTOR: 'required' });
    try {
      const person = await someone();
      const tab = await signedIn(person, undefined, strict);
      expect(told(await tab.call('GET', '/v1/operations'))).toEqual([401, 'second_factor_required']);
      await enrol(tab, hub.clock);
      expect((await tab.call('GET', '/v1/operations')).status).toBe(200);
    } finally {
      await strict.close();
    }
  });
});

describe('sessions of a person', () => {
  let hub: HubDatabase;
  let api: ServedApi;

  beforeAll(async () => {
    hub = await openHubDatabase({ poolSize: 4 });
    api = await serveApi(hub);
  });
  afterAll(async () => {
    await api.close();
    await hub.close();
  });

  interface Listed {
    readonly data: readonly { readonly id: string; readonly current: boolean }[];
  }

  it('are listed and ended one by one, each by its own person', async () => {
    const person = await addPerson(hub, 'iom', 'officer');
    const stranger = await addPerson(hub, 'iom', 'stranger');
    const [here, lost, other] = [new BrowserTab(api.url), new BrowserTab(api.url), new BrowserTab(api.url)];
    await here.signIn(person);
    await lost.signIn(person);
    await other.signIn(stranger);
    const { data } = (await here.call<Listed>('GET', '/v1/sessions')).body;
    expect(data.map(({ current }) => current)).toEqual([false, true]);
    const lostId = data.find(({ current }) => !current)?.id ?? '';
    expect((await other.call('DELETE', `/v1/sessions/${lostId}`)).status).toBe(404);
    expect((await here.call('DELETE', `/v1/sessions/${lostId}`)).status).toBe(204);
    expect((await lost.call('GET', '/v1/me')).status).toBe(401);
    expect((await here.call<Listed>('GET', '/v1/sessions')).body.data).toHaveLength(1);
  });

  it('are not opened any more for an address that tried a hundred times', async () => {
    const { organisation, email, password } = await addPerson(hub, 'unhcr', 'behind-it');
    const knock = () => new BrowserTab(api.url).signIn({ organisation: 'no-such-body', email, password });
    let last = 0;
    for (let tries = 0; tries <= 100 && last !== 429; tries += 1) last = (await knock()).status;
    expect(last).toBe(429);
    const right = () => new BrowserTab(api.url).signIn({ organisation, email, password });
    expect((await right()).status).toBe(429);
    hub.clock.advance(16 * MINUTE);
    expect((await right()).status).toBe(201);
    const [row] = await hub.superuser<{ text: string }>(
      'SELECT sign_in_addresses::text AS text FROM sign_in_addresses',
    );
    expect(row?.text).not.toContain('127.0.0.1');
  });
});
