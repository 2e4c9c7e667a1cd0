import { createHash } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';
import {
  ASSERTION_TYPE,
  TOKEN_SECONDS,
  authenticateToken,
  countRequest,
  forgetTokens,
  grantToken,
  permissionsOf,
  registerOAuthClient,
  replaceClientKeys,
  revokeOAuthClient,
  type Caller,
  type KeyTools,
  type OAuthClientView,
  type Scope,
} from '#identity';
import { uuidv7 } from '#kernel';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { claimsOf, signed, testKeyPair, unsigned, type AssertionClaims, type TestKeyPair } from '#test/oauth-client';
import { SENDER } from '#test/referral-flow';

jest.setTimeout(60_000);

const ISSUER = 'https://hub.example';
const HERE = '203.0.113.7';
const MINUTE = 60_000;
const UNSIGNED = { method: 'GET', url: `${ISSUER}/v1/inbox`, headers: {}, digests: undefined };
const SCOPES: Scope[] = ['inbox:read', 'inbox:write'];

describe('systems with a key pair', () => {
  let hub: HubDatabase;
  let focalPoint: Caller;
  let pair: TestKeyPair;
  let client: OAuthClientView;

  beforeAll(async () => {
    hub = await openHubDatabase({ poolSize: 4 });
    pair = await testKeyPair();
    const person = {
      id: uuidv7(),
      sessionId: uuidv7(),
      operations: 'all',
      provedAt: hub.clock.now(),
      secondFactorAt: hub.clock.now(),
    } as const;
    const { organisationId } = await hub.caller(SENDER);
    focalPoint = {
      organisationId,
      slug: SENDER,
      keyId: person.sessionId,
      scopes: permissionsOf(['focal-point']),
      person,
    };
    client = await register();
  });
  afterAll(() => hub.close());

  const by = <T>(work: (tools: KeyTools) => Promise<T>, caller = focalPoint): Promise<T> =>
    hub.api.transaction({ kind: 'body', organisationId: caller.organisationId }, (tx) =>
      work({ tx, clock: hub.clock, caller }),
    );
  const register = (over: object = {}, keys: readonly object[] = [pair.jwk]): Promise<OAuthClientView> =>
    by((tools) =>
      registerOAuthClient(tools, { name: 'case-system', scopes: SCOPES, jwks: { keys }, ...over }, ['afghanistan']),
    );
  const ask = (assertion: string, over: object = {}, from = HERE) =>
    grantToken(
      hub.api,
      hub.clock,
      { grant_type: 'client_credentials', client_assertion_type: ASSERTION_TYPE, client_assertion: assertion, ...over },
      { audiences: [ISSUER, `${ISSUER}/oauth/token`], from },
    );
  const assertion = (over: AssertionClaims = {}, id = client.id, keys = pair): Promise<string> =>
    signed(keys, claimsOf(id, ISSUER, hub.clock.now(), over));
  const use = (token: string, from = HERE): Promise<Caller | undefined> =>
    authenticateToken(hub.api, hub.clock, `Bearer ${token}`, from, UNSIGNED);

  it.each(['ES256', 'ES384', 'PS256', 'Ed25519', 'EdDSA'])('get a token for an assertion by %s', async (alg) => {
    const keys = await testKeyPair(alg);
    const own = await register({}, [keys.jwk]);
    const granted = await ask(await assertion({ aud: `${ISSUER}/oauth/token` }, own.id, keys));
    expect(granted).toMatchObject({ token_type: 'Bearer', expires_in: TOKEN_SECONDS, scope: SCOPES.join(' ') });
    expect(await use(granted.access_token)).toMatchObject({ slug: SENDER, keyId: own.id, scopes: SCOPES });
  });

  it('have their tokens kept as a hash, and lose them after ten minutes', async () => {
    const { access_token: token } = await ask(await assertion());
    const rows = await hub.superuser<{ row: string }>('SELECT oauth_tokens::text AS row FROM oauth_tokens');
    expect(rows.some(({ row }) => row.includes(token.slice(3)))).toBe(false);
    expect(rows.some(({ row }) => row.includes(createHash('sha256').update(token).digest('hex')))).toBe(true);
    hub.clock.advance(TOKEN_SECONDS * 1_000);
    await expect(use(token)).rejects.toMatchObject({ code: 'credential_expired' });
    await forgetTokens(hub.worker, hub.clock);
    await expect(use(token)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('ask for less than they have, never for more', async () => {
    const granted = await ask(await assertion(), { scope: 'inbox:read' });
    expect((await use(granted.access_token))?.scopes).toEqual(['inbox:read']);
    await expect(ask(await assertion(), { scope: 'inbox:read evidence:read' })).rejects.toMatchObject({
      error: 'invalid_scope',
    });
  });

  it('use an assertion once, also when it comes many times at the same moment', async () => {
    const same = await assertion();
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => ask(same)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await forgetTokens(hub.worker, hub.clock);
    await expect(ask(same)).rejects.toMatchObject({ error: 'invalid_client' });
  });

  const seconds = (offset: number): number => Math.floor(hub.clock.now().getTime() / 1_000) + offset;

  it.each<[string, () => AssertionClaims]>([
    ['for another audience', () => ({ aud: 'https://other.example' })],
    ['for several audiences', () => ({ aud: [ISSUER, 'https://other.example'] })],
    ['without an audience', () => ({ aud: undefined })],
    ['by another issuer', () => ({ iss: uuidv7() })],
    ['that is over', () => ({ iat: seconds(-120), exp: seconds(-60) })],
    ['from the future', () => ({ iat: seconds(120), exp: seconds(180) })],
    ['that was made long ago', () => ({ iat: seconds(-3_600), exp: seconds(60) })],
    ['for a day', () => ({ exp: seconds(86_400) })],
    ['without an end', () => ({ exp: undefined })],
    ['without a beginning', () => ({ iat: undefined })],
    ['without a jti', () => ({ jti: undefined })],
    ['with a jti that is no text', () => ({ jti: 7 })],
    ['with an endless jti', () => ({ jti: 'x'.repeat(256) })],
    ['with an end that is no number', () => ({ exp: 'tomorrow' })],
    ['of a client that there is not', () => ({ iss: 'nobody', sub: 'nobody' })],
    ['of a client with SQL in its name', () => ({ sub: `' OR 1=1 --` })],
  ])('get nothing for an assertion %s', async (_, over) => {
    await expect(ask(await assertion(over()))).rejects.toMatchObject({ error: 'invalid_client' });
  });

  it('get nothing for an assertion that is not signed by a key of theirs', async () => {
    const claims = claimsOf(client.id, ISSUER, hub.clock.now());
    const other = await testKeyPair('ES256', pair.jwk.kid);
    const [head = '', body = ''] = (await assertion()).split('.');
    const publicPart = new TextEncoder().encode(JSON.stringify(pair.jwk));
    const forgeries = [
      unsigned(claims, pair.jwk.kid),
      await signed(other, claims),
      await signed({ ...other, jwk: { ...other.jwk, kid: 'unknown' } }, claims),
      // The public key taken for a shared secret.
      await new SignJWT({ ...claims } as JWTPayload)
        .setProtectedHeader({ alg: 'HS256', kid: pair.jwk.kid })
        .sign(publicPart),
      `${head}.${body}.`,
      `${head}.${body}`,
      'x',
      '',
      '..',
    ];
    for (const forged of forgeries) await expect(ask(forged)).rejects.toMatchObject({ error: 'invalid_client' });
    // A key of its own in the header is not looked at.
    const own = await signed(other, claims, { kid: 'unknown', jwk: other.jwk });
    await expect(ask(own)).rejects.toMatchObject({ error: 'invalid_client' });
  });

  it('are told the same whether there is such a client or not', async () => {
    const words = async (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'granted',
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
    const nobody = await words(ask(await assertion({}, uuidv7())));
    expect(nobody).not.toBe('granted');
    expect(await words(ask(await assertion({}, client.id, await testKeyPair())))).toBe(nobody);
  });

  it('are refused on the next request once the client is revoked', async () => {
    const own = await register();
    const { access_token: token } = await ask(await assertion({}, own.id));
    await use(token);
    await by((tools) => revokeOAuthClient(tools, own.id));
    await expect(use(token)).rejects.toMatchObject({ code: 'credential_revoked' });
    await expect(ask(await assertion({}, own.id))).rejects.toMatchObject({ error: 'invalid_client' });
    const seen = await hub.superuser<{ action: string }>(
      'SELECT action FROM evidence_entries WHERE subject_id = $1 ORDER BY id',
      [own.id],
    );
    expect(seen.map(({ action }) => action)).toEqual(['client.registered', 'client.revoked']);
  });

  it('work from their addresses only, to get a token and to use it', async () => {
    const own = await register({ allowedAddresses: ['203.0.113.0/24'] });
    await expect(ask(await assertion({}, own.id), {}, '198.51.100.1')).rejects.toMatchObject({
      error: 'invalid_client',
    });
    const { access_token: token } = await ask(await assertion({}, own.id));
    await expect(use(token, '198.51.100.1')).rejects.toMatchObject({ code: 'address_not_allowed' });
  });

  it('change over to another key', async () => {
    const own = await register();
    const next = await testKeyPair();
    await by((tools) => replaceClientKeys(tools, own.id, { keys: [pair.jwk, next.jwk] }));
    for (const keys of [pair, next]) await ask(await assertion({}, own.id, keys));
    await by((tools) => replaceClientKeys(tools, own.id, { keys: [next.jwk] }));
    await expect(ask(await assertion({}, own.id))).rejects.toMatchObject({ error: 'invalid_client' });
    await ask(await assertion({}, own.id, next));
  });

  it.each<[string, () => unknown, string]>([
    ['a private key', () => [{ ...pair.jwk, d: 'AAAA' }], '/jwks/keys/0'],
    ['a shared secret', () => [{ kty: 'oct', k: 'AAAA', kid: 'a' }], '/jwks/keys/0'],
    ['another curve', () => [{ ...pair.jwk, crv: 'secp256k1' }], '/jwks/keys/0/crv'],
    ['a point beside the curve', () => [{ ...pair.jwk, x: 'AAAA' }], '/jwks/keys/0'],
    ['a key without a name', () => [{ ...pair.jwk, kid: undefined }], '/jwks/keys/0/kid'],
    ['the same name twice', () => [pair.jwk, pair.jwk], '/jwks/keys'],
    ['no key', () => [], '/jwks/keys'],
    ['a prototype', () => [{ kty: '__proto__', kid: 'a' }], '/jwks/keys/0/kty'],
  ])('are not registered with %s', async (_, keys, pointer) => {
    await expect(register({ jwks: { keys: keys() } })).rejects.toMatchObject({
      code: 'invalid_input',
      errors: [{ pointer }],
    });
  });

  it('are seen by nobody else', async () => {
    const { organisationId } = await hub.caller('unhcr');
    const stranger = { ...focalPoint, organisationId, slug: 'unhcr' };
    await expect(by((tools) => revokeOAuthClient(tools, client.id), stranger)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('ask as often as the limit says, over all processes, and again when its time is over', async () => {
    const limit = { purpose: 'spec', most: 5, seconds: 60 };
    const once = (who = HERE): Promise<void> => countRequest(hub.api, hub.clock, limit, who);
    await Promise.all(Array.from({ length: 5 }, () => once()));
    await expect(once()).rejects.toMatchObject({ code: 'too_many_requests', extra: { retryAfter: 60 } });
    await once('198.51.100.1');
    hub.clock.advance(MINUTE);
    await once();
    const [kept] = await hub.superuser<{ found: boolean }>(
      `SELECT bool_or(request_rates::text LIKE '%203.0.113%') AS found FROM request_rates`,
    );
    expect(kept?.found).toBe(false);
  });
});
