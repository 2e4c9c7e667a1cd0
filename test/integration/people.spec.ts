import type { HeldRole } from '#identity';
import { addPerson } from '#test/add-person';
import { BrowserTab, type TabAnswer } from '#test/browser-tab';
import { enrol } from '#test/enrol';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { serveApi, type ServedApi } from '#test/served-api';

jest.setTimeout(60_000);

interface Person {
  readonly id: string;
  readonly roles: readonly HeldRole[];
  readonly version: number;
  readonly lockedAt: string | null;
  readonly hasPassword: boolean;
}
type Added = Person & { readonly setUp: { readonly url: string } };

const PASSWORD = 'lantern crossing under quiet maples';

describe('the people of a body', () => {
  let hub: HubDatabase;
  let api: ServedApi;
  let focal: BrowserTab;
  let focalId: string;
  let names = 0;

  beforeAll(async () => {
    hub = await openHubDatabase({ poolSize: 4 });
    api = await serveApi(hub);
    const person = await addPerson(hub, 'iom', 'focal', [{ role: 'focal-point', operation: null }]);
    focalId = person.id;
    focal = new BrowserTab(api.url);
    await focal.signIn(person);
    await enrol(focal, hub.clock);
  });
  afterAll(async () => {
    await api.close();
    await hub.close();
  });

  const told = ({ status, body }: TabAnswer<unknown>) => [status, (body as { code?: string } | undefined)?.code];
  const wish = (roles: readonly object[] = [{ role: 'liaison-officer' }]) => {
    names += 1;
    return { email: `person${names}@iom.example`, displayName: `Person ${names}`, roles };
  };
  const added = async (): Promise<Added & { email: string }> => {
    const person = wish();
    const { status, body } = await focal.call<Added>('POST', '/v1/people', person);
    expect(status).toBe(201);
    return { ...body, email: person.email };
  };
  const tokenOf = ({ setUp: { url } }: Added): string => url.split('#')[1] ?? '';
  const setUp = (token: string, password: string) =>
    new BrowserTab(api.url).call('POST', '/v1/session/set-up', { token, password });
  const signIn = async (email: string, password = PASSWORD) => {
    const tab = new BrowserTab(api.url);
    return { tab, status: (await tab.signIn({ organisation: 'iom', email, password })).status };
  };
  const ifMatch = ({ version }: Person) => ({ 'if-match': `"${version}"` });

  it('begin by a link that opens once, with a password that is not guessed easily', async () => {
    const person = await added();
    const token = tokenOf(person);
    expect(person).toMatchObject({ hasPassword: false, roles: [{ role: 'liaison-officer', operation: null }] });
    for (const weak of ['short', 'password1234', person.email])
      expect(told(await setUp(token, weak))).toEqual([422, 'invalid_input']);
    expect((await setUp(token, PASSWORD)).status).toBe(204);
    expect(told(await setUp(token, PASSWORD))).toEqual([401, 'link_refused']);
    expect((await signIn(person.email)).status).toBe(201);
    const kept = await hub.superuser('SELECT * FROM set_up_links');
    expect(JSON.stringify(kept)).not.toContain(token);
  });

  it('get a new link, which ends the one before, and with the new password every session', async () => {
    const person = await added();
    const first = tokenOf(person);
    await setUp(first, PASSWORD);
    const { tab } = await signIn(person.email);
    const made = async () =>
      (await focal.call<{ url: string }>('POST', `/v1/people/${person.id}/set-up-link`, {})).body.url.split('#')[1] ??
      '';
    const [second, third] = [await made(), await made()];
    expect(told(await setUp(second, PASSWORD))).toEqual([401, 'link_refused']);
    expect((await tab.call('GET', '/v1/me')).status).toBe(200);
    expect((await setUp(third, `${PASSWORD} again`)).status).toBe(204);
    expect((await tab.call('GET', '/v1/me')).status).toBe(401);
    expect((await signIn(person.email)).status).toBe(401);
    expect((await signIn(person.email, `${PASSWORD} again`)).status).toBe(201);
  });

  it('have roles that are granted and taken, each as evidence, from the next request on', async () => {
    const person = await added();
    await setUp(tokenOf(person), PASSWORD);
    const { tab } = await signIn(person.email);
    const roles = [{ role: 'protection-officer', operation: 'afghanistan' }];
    const changed = await focal.call<Person>('PUT', `/v1/people/${person.id}/roles`, { roles }, ifMatch(person));
    expect([changed.status, changed.body.roles]).toEqual([200, roles]);
    expect((await tab.call<{ scopes: string[] }>('GET', '/v1/me')).body.scopes).toContain('release:approve');
    const stale = await focal.call('PUT', `/v1/people/${person.id}/roles`, { roles: [] }, ifMatch(person));
    expect(told(stale)).toEqual([412, 'stale_version']);
    const entries = await hub.superuser(
      `SELECT action, detail FROM evidence_entries WHERE subject_id = $1 AND action LIKE 'role.%' ORDER BY id`,
      [person.id],
    );
    expect(entries).toEqual([
      { action: 'role.granted', detail: { role: 'liaison-officer', operation: null, by: focalId } },
      { action: 'role.revoked', detail: { role: 'liaison-officer', operation: null, by: focalId } },
      { action: 'role.granted', detail: { ...roles[0], by: focalId } },
    ]);
  });

  it('get no role of the hub itself, and none of an operation without their body', async () => {
    for (const role of ['operator', 'auditor', 'senior-coordinator'])
      expect(told(await focal.call('POST', '/v1/people', wish([{ role }])))).toEqual([403, 'forbidden']);
    const elsewhere = await focal.call('POST', '/v1/people', wish([{ role: 'liaison-officer', operation: 'nowhere' }]));
    expect(told(elsewhere)).toEqual([422, 'operation_unknown']);
  });

  it('are managed only where somebody manages people', async () => {
    const some = await addPerson(hub, 'iom', 'focal-of-one', [{ role: 'focal-point', operation: 'afghanistan' }]);
    const tab = new BrowserTab(api.url);
    await tab.signIn(some);
    await enrol(tab, hub.clock);
    const here = wish([{ role: 'liaison-officer', operation: 'afghanistan' }]);
    expect((await tab.call('POST', '/v1/people', here)).status).toBe(201);
    expect(told(await tab.call('POST', '/v1/people', wish()))).toEqual([403, 'forbidden']);
    // Whose rights reach further, that person's account is not theirs to open or to close.
    const other = await added();
    expect(told(await tab.call('POST', `/v1/people/${other.id}/set-up-link`, {}))).toEqual([403, 'forbidden']);
    expect(told(await tab.call('PATCH', `/v1/people/${other.id}`, { locked: true }, ifMatch(other)))).toEqual([
      403,
      'forbidden',
    ]);
  });

  it('do not raise themselves', async () => {
    const own = await focal.call<Person>('GET', `/v1/people/${focalId}`);
    for (const [method, path, body] of [
      ['PUT', 'roles', { roles: [{ role: 'protection-officer' }] }],
      ['POST', 'set-up-link', {}],
      ['DELETE', 'second-factor', undefined],
    ] as const)
      expect(told(await focal.call(method, `/v1/people/${focalId}/${path}`, body, ifMatch(own.body)))).toEqual([
        403,
        'forbidden',
      ]);
    const officer = await addPerson(hub, 'iom', 'officer');
    const tab = new BrowserTab(api.url);
    await tab.signIn(officer);
    await enrol(tab, hub.clock);
    expect(told(await tab.call('POST', '/v1/people', wish()))).toEqual([403, 'forbidden']);
    expect(told(await tab.call('GET', '/v1/people'))).toEqual([403, 'forbidden']);
  });

  it('are locked out at once, and let in again', async () => {
    const person = await added();
    await setUp(tokenOf(person), PASSWORD);
    const { tab } = await signIn(person.email);
    const path = `/v1/people/${person.id}`;
    const locked = await focal.call<Person>('PATCH', path, { locked: true }, ifMatch(person));
    expect(locked.body.lockedAt).not.toBeNull();
    expect((await tab.call('GET', '/v1/me')).status).toBe(401);
    expect((await signIn(person.email)).status).toBe(401);
    await focal.call('PATCH', path, { locked: false }, ifMatch(locked.body));
    expect((await tab.call('GET', '/v1/me')).status).toBe(401);
    expect((await signIn(person.email)).status).toBe(201);
  });

  it('are nobody to another body', async () => {
    const stranger = await addPerson(hub, 'unhcr', 'stranger');
    const path = `/v1/people/${stranger.id}`;
    expect((await focal.call('GET', path)).status).toBe(404);
    expect((await focal.call('PATCH', path, { locked: true }, { 'if-match': '"1"' })).status).toBe(404);
    expect((await focal.call('PUT', `${path}/roles`, { roles: [] }, { 'if-match': '"1"' })).status).toBe(404);
    const { body } = await focal.call<{ data: Person[] }>('GET', '/v1/people?limit=200');
    expect(body.data.map(({ id }) => id)).toContain(focalId);
    expect(body.data.map(({ id }) => id)).not.toContain(stranger.id);
  });

  it.each([{ organisation: 'unhcr' }, { id: '0199b0c0-0000-7000-8000-000000000000' }, { hasSecondFactor: true }])(
    'are not given members that nobody asked for: %j',
    async (more) => {
      expect(told(await focal.call('POST', '/v1/people', { ...wish(), ...more }))).toEqual([422, 'invalid_input']);
    },
  );

  it('are managed only by who showed a second factor a moment ago', async () => {
    hub.clock.advance(11 * 60_000);
    expect(told(await focal.call('POST', '/v1/people', wish()))).toEqual([401, 'step_up_required']);
    expect((await focal.call('GET', '/v1/people')).status).toBe(200);
  });
});
