import type { ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { uuidv7, type Uuid } from '#kernel';
import {
  AccessTokens,
  announce,
  beginVerification,
  changeEndpoint,
  completeVerification,
  createEndpoint,
  findEndpoint,
  putChallenge,
  type Challenge,
  type EndpointView,
  type ShownSecrets,
} from '#delivery';
import { HttpSender } from '#platform/http-client';
import { deliveriesOf, endpointOf, engineOf, loopbackSender, withEndpoints } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { startReceiver, type Received, type Receiver } from '#test/receiver';
import { LEAD, idOf } from '#test/referral-flow';

jest.setTimeout(60_000);

let hub: HubDatabase;
let sender: HttpSender;
const receivers: Receiver[] = [];

beforeEach(async () => {
  hub = await openHubDatabase();
  sender = loopbackSender();
});
afterEach(async () => {
  await sender.close();
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
  await hub.close();
});

interface Sent {
  readonly type: string;
  readonly data: { readonly endpointId: Uuid; readonly challenge: string };
}
type Answer = (sent: Sent, response: ServerResponse) => void;

const right: Answer = ({ data: { challenge } }, response) => response.end(JSON.stringify({ challenge }));
const receiver = async (answer: Answer): Promise<Receiver> => {
  const started = await startReceiver(({ body }, response) => {
    answer(JSON.parse(body) as Sent, response);
  });
  receivers.push(started);
  return started;
};
const created = (url: string, over: { paused?: boolean } = {}): Promise<EndpointView & ShownSecrets> =>
  withEndpoints(hub, LEAD, (tools) => createEndpoint(tools, { url, ...over }));
const begin = (id: Uuid): Promise<Challenge | undefined> =>
  withEndpoints(hub, LEAD, (tools) => beginVerification(tools, id));
const verify = async (id: Uuid): Promise<EndpointView> => {
  const challenge = await begin(id);
  if (!challenge) throw new Error('there was nothing to verify');
  await putChallenge({ sender, tokens: new AccessTokens(sender), clock: hub.clock }, challenge);
  return withEndpoints(hub, LEAD, (tools) => completeVerification(tools, id, challenge.url));
};
const read = (id: Uuid): Promise<EndpointView | undefined> =>
  withEndpoints(hub, LEAD, ({ tx, organisationId }) => findEndpoint(tx, organisationId, id));
const tell = async (): Promise<void> => {
  const organisationId = await idOf(hub, LEAD);
  await hub.worker.transaction({ kind: 'worker' }, (tx) =>
    announce(tx, [
      {
        type: 'referral.updated',
        organisationId,
        messageId: uuidv7(),
        threadId: uuidv7(),
        reference: 'TEST',
        kind: 'referral',
        operation: 'afghanistan',
        status: 'test',
        overdue: false,
        href: 'http://hub.example/v1/referrals/x',
        dedupeKey: uuidv7(),
        at: new Date(),
      },
    ]),
  );
};
const states = async (id: Uuid) => (await deliveriesOf(hub, id)).map(({ state }) => state);
const headersOf = ({ headers }: Received): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

describe('a new endpoint', () => {
  it('is not verified, and what is to be sent there is held', async () => {
    const { url, received } = await receiver(right);
    const { id, state, verifiedAt } = await created(url);
    expect([state, verifiedAt]).toEqual(['unverified', null]);
    await tell();
    const engine = engineOf(hub, sender);
    await engine.serve(id);
    await engine.close();
    expect(await states(id)).toEqual(['held']);
    expect(received).toEqual([]);
  });

  it('gets a challenge that is signed as every webhook, and is active once it repeats it', async () => {
    const { url, received } = await receiver(right);
    const { id, secret } = await created(url);
    await tell();
    expect(await verify(id)).toMatchObject({
      state: 'active',
      verifiedAt: expect.any(Date) as Date,
      pending: 1,
      held: 0,
    });
    const [asked] = received;
    const sent = new Webhook(secret).verify(asked!.body, headersOf(asked!)) as Sent;
    expect(sent).toMatchObject({ type: 'endpoint.verification', data: { endpointId: id } });
    expect(sent.data.challenge).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const engine = engineOf(hub, sender);
    await engine.serve(id);
    await engine.close();
    expect(await states(id)).toEqual(['delivered']);
    expect(await hub.superuser(`SELECT FROM evidence_entries WHERE action = 'endpoint.verified'`)).toHaveLength(1);
  });

  it('is paused once it is verified where its body wanted that', async () => {
    const { url } = await receiver(right);
    const { id } = await created(url, { paused: true });
    await tell();
    expect(await verify(id)).toMatchObject({ state: 'paused', pending: 0, held: 1 });
  });

  it('is told apart from one that is verified: another challenge is not put to that', async () => {
    const { url, received } = await receiver(right);
    const { id } = await created(url);
    await verify(id);
    expect(await begin(id)).toBeUndefined();
    expect(received).toHaveLength(1);
  });
});

describe('an endpoint stays unverified that', () => {
  it.each<[string, Answer, RegExp, object]>([
    [
      'answers with an error',
      (_, response) => response.writeHead(500).end('secret words'),
      /answered 500/,
      { answered: 500 },
    ],
    [
      'sends the hub elsewhere',
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      /answered 302/,
      { answered: 302 },
    ],
    [
      'answers with nothing',
      (_, response) => response.writeHead(204).end(),
      /answered 204, but not/,
      { answered: 204 },
    ],
    [
      'repeats another challenge',
      (_, response) => response.end(JSON.stringify({ challenge: 'x'.repeat(43) })),
      /answered 200, but not/,
      { answered: 200 },
    ],
    [
      'echoes whatever comes',
      (sent, response) => response.end(JSON.stringify(sent)),
      /answered 200, but not/,
      { answered: 200 },
    ],
    [
      'answers with more than is read',
      ({ data: { challenge } }, response) => response.end(JSON.stringify({ filling: 'x'.repeat(4_096), challenge })),
      /answered 200, but not/,
      { answered: 200 },
    ],
    ['hangs up', (_, response) => response.destroy(), /No whole answer came/, { fault: 'protocol' }],
  ])('%s', async (_, answer, detail, extra) => {
    const { url } = await receiver(answer);
    const { id } = await created(url);
    const tried = verify(id);
    await expect(tried).rejects.toMatchObject({ code: 'verification_failed', extra });
    await expect(tried).rejects.toMatchObject({ detail: expect.stringMatching(detail) as string });
    await expect(tried).rejects.not.toMatchObject({ detail: expect.stringContaining('secret words') as string });
    expect(await read(id)).toMatchObject({ state: 'unverified', verifiedAt: null });
  });

  it('is asked more than ten times within an hour', async () => {
    const { url } = await receiver(right);
    const { id } = await created(url);
    for (let tries = 0; tries < 10; tries += 1) expect(await begin(id)).toBeDefined();
    await expect(begin(id)).rejects.toMatchObject({ code: 'too_many_requests' });
    await hub.superuser(`UPDATE webhook_endpoints SET verification_tries_since = now() - interval '61 minutes'`);
    expect(await begin(id)).toBeDefined();
  });

  it('has another address by the time the answer is there', async () => {
    const { url } = await receiver(right);
    const { id, version } = await created(url);
    const challenge = await begin(id);
    await withEndpoints(hub, LEAD, (tools) => changeEndpoint(tools, id, version, { url: `${url}/elsewhere` }));
    const late = withEndpoints(hub, LEAD, (tools) => completeVerification(tools, id, challenge!.url));
    await expect(late).rejects.toMatchObject({ code: 'concurrent_change' });
    expect(await read(id)).toMatchObject({ state: 'unverified' });
  });

  it('belongs to another body', async () => {
    const { id } = await created('https://partner.example/');
    const other = withEndpoints(hub, 'unhcr', (tools) => beginVerification(tools, id));
    await expect(other).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('another address', () => {
  it('has to be verified anew: events are held until then, and an earlier pause is kept', async () => {
    const [first, second] = [await receiver(right), await receiver(right)];
    const endpoint = await endpointOf(hub, LEAD, first.url);
    await tell();
    const change = (version: number, json: Parameters<typeof changeEndpoint>[3]) =>
      withEndpoints(hub, LEAD, (tools) => changeEndpoint(tools, endpoint.id, version, json));
    const moved = await change(endpoint.version, { url: second.url });
    expect(moved).toMatchObject({ state: 'unverified', verifiedAt: null, pending: 0, held: 1 });
    const verified = await verify(endpoint.id);
    expect(verified).toMatchObject({ state: 'active', pending: 1 });

    const paused = await change(verified.version, { state: 'paused' });
    await change(paused.version, { url: first.url });
    expect(await verify(endpoint.id)).toMatchObject({ state: 'paused' });
  });

  it('is not another one when it is the same', async () => {
    const endpoint = await endpointOf(hub, LEAD, 'https://partner.example/hook');
    const same = await withEndpoints(hub, LEAD, (tools) =>
      changeEndpoint(tools, endpoint.id, endpoint.version, { url: 'https://partner.example/hook', description: 'x' }),
    );
    expect(same.state).toBe('active');
  });

  it('is not made active without being verified', async () => {
    const { id, version } = await created('https://partner.example/hook', { paused: true });
    const wanted = await withEndpoints(hub, LEAD, (tools) => changeEndpoint(tools, id, version, { state: 'active' }));
    expect(wanted.state).toBe('unverified');
    const verified = await withEndpoints(hub, LEAD, (tools) =>
      completeVerification(tools, id, 'https://partner.example/hook'),
    );
    expect(verified.state).toBe('active');
  });

  it('is not disabled by what an answer from the one before says', async () => {
    let late: ServerResponse | undefined;
    const old = await startReceiver((_, response) => {
      late = response;
    });
    receivers.push(old);
    const endpoint = await endpointOf(hub, LEAD, old.url);
    await tell();
    const engine = engineOf(hub, sender);
    const serving = engine.serve(endpoint.id);
    while (!late) await new Promise((resolve) => setImmediate(resolve));
    await withEndpoints(hub, LEAD, (tools) =>
      changeEndpoint(tools, endpoint.id, endpoint.version, { url: 'https://partner.example/new' }),
    );
    late.writeHead(410).end();
    await serving;
    await engine.close();
    expect(await read(endpoint.id)).toMatchObject({ state: 'unverified', disabledReason: null });
    expect(await states(endpoint.id)).toEqual(['held']);
  });
});

describe('limits', () => {
  it('are kept as they are given, changed, and taken away', async () => {
    const endpoint = await withEndpoints(hub, LEAD, (tools) =>
      createEndpoint(tools, { url: 'https://partner.example/', maxInFlight: 3, rateLimit: 20 }),
    );
    expect(endpoint).toMatchObject({ maxInFlight: 3, rateLimit: 20 });
    const change = (version: number, json: Parameters<typeof changeEndpoint>[3]) =>
      withEndpoints(hub, LEAD, (tools) => changeEndpoint(tools, endpoint.id, version, json));
    const other = await change(endpoint.version, { description: 'x' });
    expect(other).toMatchObject({ maxInFlight: 3, rateLimit: 20 });
    expect(await change(other.version, { maxInFlight: 8, rateLimit: null })).toMatchObject({
      maxInFlight: 8,
      rateLimit: null,
    });
  });
});
