import { uuidv7, type Uuid } from '#kernel';
import {
  deleteEndpoint,
  findEndpoint,
  listAttempts,
  removeCredential,
  sendTestEvent,
  setOAuth2Client,
  type DeliveryEngine,
  type OAuth2Client,
} from '#delivery';
import { HttpSender } from '#platform/http-client';
import { startConnectProxy } from '#test/connect-proxy';
import { deliveriesOf, endpointOf, engineOf, loopbackSender, withEndpoints } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { startReceiver, type Received } from '#test/receiver';
import { LEAD } from '#test/referral-flow';
import { eventually, freePort } from '#test/servers';
import { startTcpProxy } from '#test/tcp-proxy';
import { grant, startTokenServer, type TokenServer } from '#test/token-server';

jest.setTimeout(60_000);

const SECRET = 'a-client-secret';
/** What failed is not tried again by itself. */
const PATIENT = { scheduleScale: 1 };

let hub: HubDatabase;
const closing: (() => Promise<unknown>)[] = [];
const kept = <T extends { close(): Promise<unknown> }>(resource: T): T => {
  closing.unshift(() => resource.close());
  return resource;
};

beforeEach(async () => {
  hub = await openHubDatabase();
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await hub.close();
});

const engine = (sender: HttpSender, over: Parameters<typeof engineOf>[2] = {}): DeliveryEngine =>
  kept(engineOf(hub, kept(sender), over));
const ping = async (endpointId: Uuid, count = 1): Promise<void> => {
  for (let sent = 0; sent < count; sent += 1)
    await withEndpoints(hub, LEAD, (tools) => sendTestEvent(tools, endpointId, 'http://hub.example/docs'));
};
const states = async (endpointId: Uuid) =>
  (await deliveriesOf(hub, endpointId)).map(({ state, attempts }) => [state, attempts ?? []].flat().join(' '));
const attemptsOf = async (endpointId: Uuid) => {
  const attempts = await hub.as(LEAD, (tools) => listAttempts(tools, endpointId, undefined, 50));
  return attempts.reverse().map(({ outcome, status, fault, excerpt }) => ({ outcome, status, fault, excerpt }));
};

describe('an outbound proxy that is away', () => {
  it('costs no attempt and no health; everything is sent once it is back', async () => {
    const receiver = kept(await startReceiver());
    const proxy = kept(await startConnectProxy());
    const way = await startTcpProxy(proxy.url);
    await way.cut();
    closing.unshift(() => way.cut());
    const { id } = await endpointOf(hub, LEAD, receiver.url);
    await ping(id, 3);
    const postponed: string[] = [];
    const sending = engine(new HttpSender({ allowLoopback: true, proxy: { url: way.url } }), {
      onAttempt: ({ verdict }) => postponed.push(verdict.outcome),
    });
    sending.start(10);
    await eventually('it was tried again and again', () => postponed.length > 20);
    expect(await states(id)).toEqual(['pending 0', 'pending 0', 'pending 0']);
    expect(await attemptsOf(id)).toEqual([]);
    const [health] = await hub.superuser(
      'SELECT state, consecutive_failures, failing_since FROM webhook_endpoints WHERE id = $1',
      [id],
    );
    expect(health).toEqual({ state: 'active', consecutive_failures: 0, failing_since: null });

    await way.open();
    await eventually('all are delivered', async () => (await states(id)).every((state) => state === 'delivered'));
    expect(receiver.received).toHaveLength(3);
    expect((await attemptsOf(id)).map(({ outcome }) => outcome)).toEqual(Array(3).fill('delivered'));
  });

  it('makes its endpoints rest meanwhile', async () => {
    const receiver = kept(await startReceiver());
    const { id } = await endpointOf(hub, LEAD, receiver.url);
    await ping(id);
    const url = `http://127.0.0.1:${await freePort()}`;
    await engine(new HttpSender({ allowLoopback: true, proxy: { url } }), PATIENT).serve(id);
    const [row] = await hub.superuser<{ seconds: number }>(
      'SELECT extract(epoch FROM not_before - now())::float AS seconds FROM webhook_endpoints WHERE id = $1',
      [id],
    );
    expect(row?.seconds).toBeGreaterThan(10);
    expect(row?.seconds).toBeLessThanOrEqual(15);
  });
});

describe('an endpoint with an OAuth2 client', () => {
  const authorized = async (
    url: string,
    tokens: TokenServer,
    over: Partial<OAuth2Client> = {},
  ): Promise<{ id: Uuid; version: number }> => {
    const { id, version } = await endpointOf(hub, LEAD, url);
    return withEndpoints(hub, LEAD, (tools) =>
      setOAuth2Client(tools, id, version, {
        tokenUrl: tokens.url,
        clientId: 'liaison:hub',
        clientSecret: SECRET,
        authMethod: 'client_secret_basic',
        ...over,
      }),
    );
  };
  const bearers = (received: readonly Received[]) => received.map(({ headers }) => headers.authorization);

  it('gets the token with each webhook; it is asked for once, as the client says', async () => {
    const receiver = kept(await startReceiver());
    const tokens = kept(
      await startTokenServer((_, response, index) => {
        grant(response, index);
      }),
    );
    const { id } = await authorized(receiver.url, tokens, { scope: 'deliver', audience: 'cases' });
    await ping(id, 20);
    await engine(loopbackSender(), PATIENT).serve(id);
    expect(new Set(bearers(receiver.received))).toEqual(new Set(['Bearer token-1']));
    expect(receiver.received).toHaveLength(20);
    expect(tokens.asked).toHaveLength(1);
    const { headers, form } = tokens.asked[0]!;
    expect(headers.authorization).toBe(`Basic ${Buffer.from(`liaison%3Ahub:${SECRET}`).toString('base64')}`);
    expect(Object.fromEntries(form)).toEqual({ grant_type: 'client_credentials', scope: 'deliver', audience: 'cases' });
  });

  it('is shown the secret in the form where it wants it there', async () => {
    const receiver = kept(await startReceiver());
    const tokens = kept(
      await startTokenServer((_, response, index) => {
        grant(response, index);
      }),
    );
    const { id } = await authorized(receiver.url, tokens, { authMethod: 'client_secret_post' });
    await ping(id);
    await engine(loopbackSender(), PATIENT).serve(id);
    const { headers, form } = tokens.asked[0]!;
    expect(headers.authorization).toBeUndefined();
    expect([form.get('client_id'), form.get('client_secret')]).toEqual(['liaison:hub', SECRET]);
  });

  it('gets a new token when the one before has ended', async () => {
    const receiver = kept(await startReceiver());
    const tokens = kept(
      await startTokenServer((_, response, index) => {
        grant(response, index, 0.2);
      }),
    );
    const { id } = await authorized(receiver.url, tokens);
    const sending = engine(loopbackSender(), PATIENT);
    await ping(id);
    await sending.serve(id);
    const [first] = receiver.received;
    await eventually('the token has ended', () => performance.now() - (first?.at ?? 0) > 200);
    await ping(id);
    await sending.serve(id);
    expect(bearers(receiver.received)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('that answers 401 gets the same webhook once more with a new token, in one attempt', async () => {
    const receiver = kept(
      await startReceiver(({ headers }, response) => {
        response.writeHead(headers.authorization === 'Bearer token-2' ? 204 : 401).end(headers.authorization);
      }),
    );
    const tokens = kept(
      await startTokenServer((_, response, index) => {
        grant(response, index);
      }),
    );
    // The first token is an hour old, as far as this process knows.
    const { id } = await authorized(receiver.url, tokens);
    const now = jest.spyOn(performance, 'now');
    const sending = engine(loopbackSender(), PATIENT);
    await ping(id);
    await sending.serve(id);
    expect(await states(id)).toEqual(['pending 1']);
    expect(tokens.asked).toHaveLength(1);
    const later = performance.now() + 31_000;
    now.mockImplementation(() => later);
    await hub.superuser('UPDATE waiting_deliveries SET next_attempt_at = now()');
    await hub.superuser('UPDATE webhook_endpoints SET not_before = NULL');
    await sending.serve(id);
    now.mockRestore();
    expect(await states(id)).toEqual(['delivered']);
    expect(tokens.asked).toHaveLength(2);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    // What the receiver repeated of the token is not on record.
    expect((await attemptsOf(id)).map(({ excerpt }) => excerpt)).toEqual(['Bearer [token]', null]);
  });

  it.each([
    ['refuses the client', 400, JSON.stringify({ error: 'invalid_client', error_description: SECRET })],
    ['answers another thing', 200, '<html>login</html>'],
    ['gives a token of another kind', 200, JSON.stringify({ access_token: 'x', token_type: 'mac' })],
    ['gives a token that is no header', 200, JSON.stringify({ access_token: 'a\r\nx: y', token_type: 'Bearer' })],
    ['leads elsewhere', 302, ''],
  ])('is not bothered when its token server %s: the attempt says so', async (_name, status, body) => {
    const receiver = kept(await startReceiver());
    const tokens = kept(
      await startTokenServer((_, response) => {
        response.writeHead(status, { location: receiver.url }).end(body);
      }),
    );
    const { id } = await authorized(receiver.url, tokens);
    await ping(id);
    const messages: string[] = [];
    await engine(loopbackSender(), {
      ...PATIENT,
      onAttempt: ({ result }) => messages.push(JSON.stringify(result)),
    }).serve(id);
    expect(await attemptsOf(id)).toEqual([{ outcome: 'retry', status: null, fault: 'authorization', excerpt: null }]);
    expect(receiver.received).toEqual([]);
    expect(messages.join()).not.toContain(SECRET);
  });

  it('waits with the others while its token server hangs, and asks it once', async () => {
    const receiver = kept(await startReceiver());
    const tokens = kept(await startTokenServer(() => undefined));
    const { id } = await authorized(receiver.url, tokens);
    await ping(id, 30);
    await engine(loopbackSender(), {
      ...PATIENT,
      deadlineMs: 600,
    }).serve(id);
    expect(tokens.asked).toHaveLength(1);
    expect(new Set((await attemptsOf(id)).map(({ fault }) => fault))).toEqual(new Set(['authorization']));
    expect(receiver.received).toEqual([]);
  });

  it('shows facts and never the secret, which is sealed; both go with the endpoint', async () => {
    const tokens = kept(await startTokenServer(() => undefined));
    const { id, version } = await authorized('http://127.0.0.1:9/hook', tokens);
    const read = () => withEndpoints(hub, LEAD, ({ tx, organisationId }) => findEndpoint(tx, organisationId, id));
    const shown = await read();
    expect(shown?.oauth2).toMatchObject({ tokenUrl: tokens.url, clientId: 'liaison:hub', scope: null });
    expect(JSON.stringify(shown)).not.toContain(SECRET);
    const sealed = await hub.superuser<{ row: string }>(
      `SELECT row_to_json(c)::text || convert_from(decode(encode(secret_sealed, 'hex'), 'escape'), 'LATIN1') AS row
       FROM endpoint_credentials c`,
    );
    expect(sealed).toHaveLength(1);
    expect(sealed[0]?.row).not.toContain(SECRET);
    await withEndpoints(hub, LEAD, (tools) => removeCredential(tools, id, version, 'oauth2'));
    expect((await read())?.oauth2).toBeNull();
    await withEndpoints(hub, LEAD, (tools) =>
      setOAuth2Client(tools, id, version + 1, {
        tokenUrl: tokens.url,
        clientId: 'hub',
        clientSecret: SECRET,
        authMethod: 'client_secret_basic',
      }),
    );
    await withEndpoints(hub, LEAD, (tools) => deleteEndpoint(tools, id));
    expect(await hub.superuser('SELECT FROM endpoint_credentials')).toEqual([]);
    const evidence = await hub.superuser<{ action: string; detail: object }>(
      `SELECT action, detail FROM evidence_entries WHERE action LIKE 'endpoint.credential%' ORDER BY at, id`,
    );
    expect(evidence.map(({ action }) => action)).toEqual([
      'endpoint.credential_set',
      'endpoint.credential_removed',
      'endpoint.credential_set',
    ]);
  });

  it('is another body’s: not found; a stale version: refused, and nothing is changed', async () => {
    const tokens = kept(await startTokenServer(() => undefined));
    const { id } = await authorized('http://127.0.0.1:9/hook', tokens);
    const remove = (slug: string, endpointId: Uuid, version: number) =>
      withEndpoints(hub, slug, (tools) => removeCredential(tools, endpointId, version, 'oauth2'));
    await expect(remove('unhcr', id, 2)).rejects.toMatchObject({ code: 'not_found' });
    await expect(remove(LEAD, uuidv7(), 2)).rejects.toMatchObject({ code: 'not_found' });
    await expect(remove(LEAD, id, 1)).rejects.toMatchObject({ code: 'stale_version' });
    expect(await hub.superuser('SELECT FROM endpoint_credentials')).toHaveLength(1);
  });
});
