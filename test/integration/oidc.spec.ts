import { addPerson } from '#test/add-person';
import { BrowserTab } from '#test/browser-tab';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { IdentityProvider, type Misbehaviour } from '#test/identity-provider';
import { serveApi, type ServedApi } from '#test/served-api';

jest.setTimeout(60_000);

const CLIENT = 'liaison-hub';
const ROLES = {
  officers: [{ organisation: 'iom', role: 'liaison-officer', operation: 'afghanistan' }],
  guards: [{ organisation: 'iom', role: 'protection-officer' }],
  others: [{ organisation: 'unhcr', role: 'liaison-officer' }],
};

interface Me {
  readonly organisation: string;
  readonly person: { readonly id: string; readonly email: string; readonly roles: readonly object[] };
  readonly session: { readonly method: string; readonly secondFactorAt: string | null };
}

describe('signing in at an identity provider', () => {
  let hub: HubDatabase;
  let api: ServedApi;
  let provider: IdentityProvider;

  beforeAll(async () => {
    hub = await openHubDatabase({ poolSize: 4 });
    provider = await IdentityProvider.open(CLIENT);
    api = await serveApi(hub, {
      PUBLIC_URL: 'https://hub.example',
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: CLIENT,
      OIDC_CLIENT_SECRET: 'fictitious secret',
      OIDC_NAME: 'Example login',
      OIDC_ROLES: JSON.stringify(ROLES),
    });
  });
  afterAll(async () => {
    await api.close();
    await provider.close();
    await hub.close();
  });

  const NAVIGATION = { 'x-liaison-hub': undefined, 'sec-fetch-site': 'cross-site' };
  const begin = async (tab: BrowserTab, to = '/console/inbox'): Promise<string> => {
    const answer = await tab.call('GET', `/v1/session/oidc?to=${to}`, undefined, NAVIGATION);
    expect(answer.status).toBe(302);
    return provider.consent(answer.headers.get('location') ?? '');
  };
  const finish = (tab: BrowserTab, query: string) =>
    tab.call('GET', `/v1/session/oidc/callback?${query}`, undefined, NAVIGATION);
  const signIn = async (next: Misbehaviour = {}): Promise<{ tab: BrowserTab; location: string | null }> => {
    provider.next = next;
    const tab = new BrowserTab(api.url);
    const { status, headers } = await finish(tab, await begin(tab));
    expect(status).toBe(303);
    return { tab, location: headers.get('location') };
  };
  const REFUSED = '/console/sign-in?problem=sign_in_refused';

  it('is offered by its name', async () => {
    const { body } = await new BrowserTab(api.url).call('GET', '/v1/session/ways');
    expect(body).toEqual({ password: true, oidc: 'Example login' });
  });

  it('asks with PKCE, state and nonce, and keeps them in that browser', async () => {
    const answer = await new BrowserTab(api.url).call('GET', '/v1/session/oidc', undefined, NAVIGATION);
    const asked = new URL(answer.headers.get('location') ?? '').searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: CLIENT,
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: 'https://hub.example/v1/session/oidc/callback',
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
    expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-liaison-oidc=.*HttpOnly; Secure; SameSite=Lax$/);
  });

  it('gives a session with the roles that the claims stand for, and those only', async () => {
    const { tab, location } = await signIn();
    expect(location).toBe('/console/inbox');
    const { body } = await tab.call<Me>('GET', '/v1/me');
    expect(body).toMatchObject({
      organisation: 'iom',
      person: { email: 'someone@iom.example', roles: [{ role: 'liaison-officer', operation: 'afghanistan' }] },
      session: { method: 'oidc', secondFactorAt: null },
    });
    const again = await signIn({ claims: { groups: 'guards', amr: ['pwd', 'otp'], email: 'renamed@iom.example' } });
    const next = (await again.tab.call<Me>('GET', '/v1/me')).body;
    expect(next.person.id).toBe(body.person.id);
    expect(next.person.roles).toEqual([{ role: 'protection-officer', operation: null }]);
    expect(next.session.secondFactorAt).not.toBeNull();
    expect((await tab.call('GET', '/v1/inbox')).status).toBe(200);
    const entries = await hub.superuser<{ action: string }>(
      'SELECT action FROM evidence_entries WHERE subject_id = $1 ORDER BY id',
      [body.person.id],
    );
    expect(entries.map(({ action }) => action)).toEqual([
      'person.added',
      'role.granted',
      'person.signed_in',
      'role.revoked',
      'role.granted',
      'person.signed_in',
    ]);
  });

  it('finds a person who has an account by the verified address, and leaves the roles that the body gave', async () => {
    const person = await addPerson(hub, 'iom', 'local', [{ role: 'coordinator', operation: null }]);
    const { tab } = await signIn({ claims: { sub: 'subject-of-local', email: person.email } });
    const { body } = await tab.call<Me>('GET', '/v1/me');
    expect(body.person.id).toBe(person.id);
    expect(body.person.roles).toEqual([
      { role: 'coordinator', operation: null },
      { role: 'liaison-officer', operation: 'afghanistan' },
    ]);
    await hub.superuser('UPDATE people SET disabled_at = now() WHERE id = $1', [person.id]);
    expect((await signIn({ claims: { sub: 'subject-of-local', email: person.email } })).location).toBe(REFUSED);
  });

  it.each<[string, Misbehaviour]>([
    ['another issuer', { claims: { iss: 'https://evil.example' } }],
    ['another audience', { claims: { aud: 'another-client' } }],
    ['another nonce', { claims: { nonce: 'of-another-sign-in' } }],
    ['no nonce', { without: ['nonce'] }],
    ['an end in the past', { claims: { exp: 1 } }],
    ['no signature (alg none)', { unsigned: true }],
    ['a signature of another key', { foreignKey: true }],
    ['no subject', { without: ['sub'] }],
    ['no address', { without: ['email'] }],
    ['an address that nobody verified', { claims: { email_verified: false } }],
    ['no group', { without: ['groups'] }],
    ['groups that have no role', { claims: { groups: ['strangers'] } }],
    ['groups of two bodies', { claims: { groups: ['officers', 'others'] } }],
  ])('is refused for an ID token with %s', async (_, next) => {
    const { tab, location } = await signIn(next);
    expect(location).toBe(REFUSED);
    expect((await tab.call('GET', '/v1/me')).status).toBe(401);
  });

  it('ends once, in the browser that began it', async () => {
    provider.next = {};
    const [tab, other] = [new BrowserTab(api.url), new BrowserTab(api.url)];
    const query = await begin(tab);
    expect((await finish(other, query)).headers.get('location')).toBe(REFUSED);
    const before = tab.cookie;
    expect((await finish(tab, query)).headers.get('location')).toBe('/console/inbox');
    const replay = new BrowserTab(api.url);
    replay.cookie = before;
    expect((await finish(replay, query)).headers.get('location')).toBe(REFUSED);
    expect((await replay.call('GET', '/v1/me')).status).toBe(401);
  });

  it('is refused with the state of another sign-in', async () => {
    const [victim, attacker] = [new BrowserTab(api.url), new BrowserTab(api.url)];
    await begin(victim);
    const query = await begin(attacker);
    expect((await finish(victim, query)).headers.get('location')).toBe(REFUSED);
  });

  it.each(['https://evil.example', '//evil.example', '/console/..//evil', '/console?x', '/v1/me'])(
    'leads nowhere else: %s',
    async (to) => {
      const { status } = await new BrowserTab(api.url).call('GET', `/v1/session/oidc?to=${encodeURIComponent(to)}`);
      expect(status).toBe(422);
    },
  );
});
