import { ASSERTION_TYPE, grantToken, permissionsOf, registerOAuthClient, SIGNATURE_LIFE, type Scope } from '#identity';
import { uuidv7, type Uuid } from '#kernel';
import { fictitiousCase } from '#test/fictitious';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { claimsOf, signed, testKeyPair, type TestKeyPair } from '#test/oauth-client';
import { SENDER } from '#test/referral-flow';
import { serveApi, type ServedApi } from '#test/served-api';
import { SigningClient, type SignedCall, type SignedMessage } from '#test/signing-client';

jest.setTimeout(60_000);

const PUBLIC_URL = 'https://hub.example';
const SCOPES: Scope[] = ['referrals:read', 'referrals:write'];
const REFERRAL = { operation: 'afghanistan', status: 'exercise', body: fictitiousCase() };

interface Answer {
  readonly status: number;
  readonly body: { readonly code?: string; readonly detail?: string; readonly id?: string };
}

describe('requests that a client signs (RFC 9421)', () => {
  let hub: HubDatabase;
  let api: ServedApi;
  let client: SigningClient;

  beforeAll(async () => {
    hub = await openHubDatabase({ poolSize: 4 });
    api = await serveApi(hub, { PUBLIC_URL });
    client = await system('Ed25519');
  });
  afterAll(async () => {
    await api.close();
    await hub.close();
  });

  /** A system of the sender's with a key pair, and a token. */
  const system = async (alg: string, signsRequests = true): Promise<SigningClient> => {
    const pair = await testKeyPair(alg);
    return new SigningClient(PUBLIC_URL, await tokenOf(pair, signsRequests), pair, () => hub.clock.now());
  };
  const tokenOf = async (pair: TestKeyPair, signsRequests: boolean): Promise<string> => {
    const caller = await hub.caller(SENDER);
    const at = hub.clock.now();
    const person = { id: uuidv7(), sessionId: uuidv7(), operations: 'all', provedAt: at, secondFactorAt: at } as const;
    const { id } = await hub.as(SENDER, ({ tx, clock }) =>
      registerOAuthClient(
        { tx, clock, caller: { ...caller, person, scopes: permissionsOf(['focal-point']) } },
        { name: 'case-system', scopes: SCOPES, jwks: { keys: [pair.jwk] }, signsRequests },
        ['afghanistan'],
      ),
    );
    return (await granted(id, pair)).access_token;
  };
  const granted = async (id: Uuid, pair: TestKeyPair) => {
    const assertion = await signed(pair, claimsOf(id, PUBLIC_URL, hub.clock.now()));
    return grantToken(
      hub.api,
      hub.clock,
      { grant_type: 'client_credentials', client_assertion_type: ASSERTION_TYPE, client_assertion: assertion },
      { audiences: [PUBLIC_URL], from: '127.0.0.1' },
    );
  };
  const send = async (path: string, message: SignedMessage): Promise<Answer> => {
    const answer = await fetch(`${api.url}${path}`, message);
    return { status: answer.status, body: (await answer.json()) as Answer['body'] };
  };
  const call = async (request: SignedCall, by = client): Promise<Answer> =>
    send(request.path, await by.signed(request));
  const told = ({ status, body }: Answer) => [status, body.code];
  const REFUSED = [401, 'signature_refused'];
  const create = (): SignedCall => ({
    path: '/v1/referrals',
    json: REFERRAL,
    headers: { 'idempotency-key': uuidv7() },
  });

  it.each(['ES256', 'ES384', 'PS256', 'Ed25519'])('are taken by a key of %s, with and without a body', async (alg) => {
    const by = await system(alg);
    expect((await call(create(), by)).status).toBe(201);
    expect((await call({ path: '/v1/referrals?limit=1' }, by)).status).toBe(200);
  });

  it('are all that is taken of a client that binds itself to them', async () => {
    const { headers } = await client.signed({ path: '/v1/referrals' });
    const { authorization = '' } = headers;
    expect(told(await send('/v1/referrals', { method: 'GET', headers: { authorization } }))).toEqual([
      401,
      'signature_required',
    ]);
    const free = await system('ES256', false);
    const unsigned = (await free.signed({ path: '/v1/referrals' })).headers;
    expect(
      (await send('/v1/referrals', { method: 'GET', headers: { authorization: unsigned['authorization'] ?? '' } }))
        .status,
    ).toBe(200);
    // Who may leave the signature out is held to one that it sends.
    expect(told(await call({ path: '/v1/referrals', signedPath: '/v1/messages' }, free))).toEqual(REFUSED);
  });

  it('are of use once more only for the same answer', async () => {
    const request = create();
    const message = await client.signed(request);
    const [first, second] = [await send(request.path, message), await send(request.path, message)];
    expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id]);
  });

  it('are refused when anything that was signed is other than it was', async () => {
    const request = create();
    const message = await client.signed(request);
    const other = JSON.stringify({ ...REFERRAL, status: 'test' });
    const stranger = await system('Ed25519');
    const foreign = (await stranger.signed(request)).headers['authorization'] ?? '';
    const changed: SignedMessage[] = [
      { ...message, body: other },
      { ...message, headers: { ...message.headers, 'idempotency-key': uuidv7() } },
      { ...message, headers: { ...message.headers, authorization: foreign } },
    ];
    for (const one of changed) expect(told(await send(request.path, one))).toEqual(REFUSED);
    expect(told(await send('/v1/referrals?limit=2', await client.signed({ path: '/v1/referrals?limit=1' })))).toEqual(
      REFUSED,
    );
    expect((await send(request.path, message)).status).toBe(201);
  });

  it('are refused when they do not cover all that they have to', async () => {
    const all = ['@method', '@target-uri', 'authorization', 'content-digest', 'idempotency-key'];
    for (const left of all) {
      const fields = all.filter((name) => name !== left);
      const answer = await call({ ...create(), fields });
      expect([left, ...told(answer)]).toEqual([left, ...REFUSED]);
      expect(answer.body.detail).toContain(left);
    }
  });

  it('are refused when they are old, ahead, of another key, or not one signature that can be read', async () => {
    const at = hub.clock.now().getTime();
    const wrong: SignedCall[] = [
      { path: '/v1/referrals', created: new Date(at - (SIGNATURE_LIFE + 31) * 1_000) },
      { path: '/v1/referrals', created: new Date(at + 31_000) },
      { path: '/v1/referrals', keyid: 'another' },
      { path: '/v1/referrals', alg: 'hmac-sha256' },
    ];
    for (const request of wrong) expect(told(await call(request))).toEqual(REFUSED);
    expect((await call({ path: '/v1/referrals', created: new Date(at - SIGNATURE_LIFE * 1_000) })).status).toBe(200);
    const { headers } = await client.signed({ path: '/v1/referrals' });
    const input = headers['Signature-Input'] ?? headers['signature-input'] ?? '';
    const names = Object.keys(headers).filter((name) => /^signature/i.test(name));
    const without = Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
    const broken: Record<string, string>[] = [
      { signature: 'sig=:AAAA:' },
      { 'signature-input': input },
      { 'signature-input': input, signature: 'sig=:AAAA:' },
      { 'signature-input': '((((', signature: 'sig=:AAAA:' },
      { 'signature-input': input, signature: 'sig="text"' },
    ];
    for (const one of broken)
      expect(told(await send('/v1/referrals', { method: 'GET', headers: { ...without, ...one } }))).toEqual(REFUSED);
  });

  it('tell a digest of the body that the hub can compute', async () => {
    for (const digest of ['md5=:1B2M2Y8AsgTpgAmY7PhCfg==:', 'sha-256=:AAAA:', 'sha-256="text"', '((((']) {
      const request = create();
      expect(told(await call({ ...request, headers: { ...request.headers, 'content-digest': digest } }))).toEqual(
        REFUSED,
      );
    }
  });
});
