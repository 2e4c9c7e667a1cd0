import { uuidv7 } from '#kernel';
import { ApiCaller, type CallOptions } from '#test/api-caller';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';
import { verifiedEndpoint, type VerifiedEndpoint } from '#test/verified-endpoint';
import { WebhookReceiver } from '#test/webhook-receiver';

jest.setTimeout(60_000);

interface Delivery {
  readonly id: string;
  readonly state: string;
  readonly eventType: string;
  readonly attempts: number;
}
interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly answered?: number;
  readonly errors?: readonly { readonly pointer: string }[];
}

/** What a partner does with its own endpoint, from the first registration to a repair. */
describe('a body looks after its webhook endpoint', () => {
  let hub: RunningHub;
  let receiver: WebhookReceiver;
  let iom: ApiCaller;
  let other: ApiCaller;
  let endpoint: VerifiedEndpoint;

  beforeAll(async () => {
    receiver = await WebhookReceiver.open();
    hub = await startHub('one process on its own PostgreSQL');
    iom = new ApiCaller(hub, 'iom');
    other = new ApiCaller(hub, 'unhcr');
  }, 120_000);
  afterAll(async () => {
    await Promise.all([hub.stop(), receiver.close()]);
  }, 60_000);

  const at = (rest = '', id = endpoint.id) => `/v1/webhook-endpoints/${id}${rest}`;
  const post = <T = Problem>(path: string, options: CallOptions = {}, by = iom) => by.call<T>('POST', path, options);
  const deliveries = async (query = '') =>
    (await iom.call<{ data: Delivery[]; next: string | null }>('GET', at(`/deliveries${query}`))).body;
  const change = async (json: object): Promise<VerifiedEndpoint> => {
    const { body } = await iom.call<VerifiedEndpoint>('GET', at());
    const changed = await iom.call<VerifiedEndpoint>('PATCH', at(), {
      json,
      headers: { 'if-match': `"${body.version}"` },
    });
    expect(changed.status).toBe(200);
    return changed.body;
  };

  it('registers it, unverified, with limits of its own', async () => {
    const created = await post<VerifiedEndpoint>('/v1/webhook-endpoints', {
      json: { url: receiver.url, maxInFlight: 4, rateLimit: 50 },
    });
    expect(created).toMatchObject({ status: 201, body: { state: 'unverified', maxInFlight: 4, rateLimit: 50 } });
    endpoint = created.body;
  });

  it.each([
    { maxInFlight: 0 },
    { maxInFlight: 257 },
    { maxInFlight: null },
    { rateLimit: 0 },
    { rateLimit: 1_001 },
    { rateLimit: 1.5 },
  ])('is refused %j', async (limits) => {
    const answer = await post('/v1/webhook-endpoints', { json: { url: receiver.url, ...limits } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
    expect(answer.body.errors?.[0]?.pointer).toBe(`/${Object.keys(limits)[0] ?? ''}`);
  });

  it('is told what came instead when nobody answers the challenge there', async () => {
    const { body: wrong } = await post<VerifiedEndpoint>('/v1/webhook-endpoints', {
      json: { url: `${hub.api}/v1/nothing` },
    });
    const tried = await post(at('/verify', wrong.id), { headers: { 'idempotency-key': 'try-1' } });
    expect(tried).toMatchObject({ status: 422, body: { code: 'verification_failed' } });
    expect(tried.body.answered).toBeGreaterThanOrEqual(400);
    expect(tried.body.detail).toContain('{"challenge": "…"}');
    // A failed try is not kept: the same key tries anew.
    const again = await post(at('/verify', wrong.id), { headers: { 'idempotency-key': 'try-1' } });
    expect(again.body.code).toBe('verification_failed');
    expect((await iom.call('DELETE', at('', wrong.id))).status).toBe(204);
  });

  it('holds its events until it is verified, and sends them then', async () => {
    expect((await post(at('/test'))).status).toBe(202);
    expect((await deliveries()).data).toMatchObject([{ state: 'held', eventType: 'test.ping' }]);
    const headers = { 'idempotency-key': 'verify-1' };
    const verified = await post<VerifiedEndpoint>(at('/verify'), { headers });
    expect(verified).toMatchObject({
      status: 200,
      body: { state: 'active', verifiedAt: expect.any(String) as string },
    });
    expect(verified.headers.get('etag')).toBe(`"${verified.body.version}"`);
    expect((await post(at('/verify'), { headers })).body).toEqual(verified.body);
    await eventually('it is delivered', async () => (await deliveries('?state=delivered')).data.length === 1);
    expect(receiver.captured.map(({ raw }) => (JSON.parse(raw) as { type: string }).type)).toEqual(['test.ping']);
  });

  it('sends one delivery again, once per key', async () => {
    const [delivery] = (await deliveries()).data;
    const headers = { 'idempotency-key': 'resend-1' };
    const path = `/v1/deliveries/${delivery!.id}/resend`;
    for (const answer of [await post(path, { headers }), await post(path, { headers })])
      expect(answer).toMatchObject({ status: 202, body: { id: delivery!.id, state: 'pending' } });
    await eventually('it came twice', () => receiver.captured.length === 2);
    const [first, second] = receiver.captured;
    expect(second!.raw).toBe(first!.raw);
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
    await eventually('both attempts are on record', async () => (await deliveries()).data[0]?.attempts === 2);
    const one = await iom.call<{ history: { status: number }[] }>('GET', at(`/deliveries/${delivery!.id}`));
    expect(one.body.history.map(({ status }) => status)).toEqual([204, 204]);
    expect((await post(path, { headers, json: {} })).body.code).toBe('idempotency_key_reused');
  });

  it('is refused to send again what waits already', async () => {
    await change({ state: 'paused' });
    await post(at('/test'));
    const [held] = (await deliveries('?state=held')).data;
    const answer = await post(`/v1/deliveries/${held!.id}/resend`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'illegal_transition', state: 'held' } });
    await change({ state: 'active' });
    await eventually('it is released', async () => (await deliveries('?state=held')).data.length === 0);
  });

  it('pages through its deliveries', async () => {
    const { data: all } = await deliveries();
    const first = await deliveries('?limit=1');
    const second = await deliveries(`?limit=1&after=${first.next ?? ''}`);
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(all.slice(0, 2).map(({ id }) => id));
    for (const wrong of ['?after=x', '?state=x', '?limit=0', '?limit=201'])
      expect((await iom.call('GET', at(`/deliveries${wrong}`))).status).toBe(422);
  });

  it('sees its answers without what looks like a credential, and recovers after a repair', async () => {
    receiver.answer = () => ({ status: 503, body: 'ask amina.k@partner.example; token=abc123' });
    await post(at('/test'));
    await eventually('it failed', async () => ((await deliveries()).data[0]?.attempts ?? 0) > 0);
    const { body } = await iom.call<{ data: { excerpt: string }[] }>('GET', at('/attempts?limit=1'));
    expect(body.data[0]?.excerpt).toBe('ask […]; token=[…]');
    const health = await iom.call('GET', at('/health'));
    expect(health.body).toMatchObject({
      state: 'active',
      lastHour: { delivered: 3 },
      lastFailure: { status: 503 },
      pending: 1,
      maxInFlight: 4,
      rateLimit: 50,
    });
    receiver.answer = () => ({ status: 204 });
    const recovered = await post(at('/recover'), { json: { since: '2026-01-01T00:00:00Z' } });
    expect(recovered).toMatchObject({ status: 202, body: { requeued: 0, remaining: 0 } });
    await eventually('all is delivered', async () => (await deliveries('?state=delivered')).data.length === 3);
    for (const json of [{}, { since: 'yesterday' }, { since: '2026-02-30T00:00:00Z' }])
      expect((await post(at('/recover'), { json })).status).toBe(422);
  });

  it('has another address verified anew', async () => {
    const moved = await change({ url: `${receiver.url}?again` });
    expect(moved).toMatchObject({ state: 'unverified', verifiedAt: null });
    expect((await iom.call('PATCH', at(), { json: {}, headers: { 'if-match': '"1"' } })).status).toBe(412);
    expect((await iom.call('PATCH', at(), { json: {} })).status).toBe(428);
    expect((await post<VerifiedEndpoint>(at('/verify'))).body.state).toBe('active');
    // An old answer is kept under its key, also when the endpoint moved on.
    expect((await post(at('/verify'), { headers: { 'idempotency-key': 'verify-1' } })).status).toBe(200);
  });

  it('gets 404 for what is not its own, as for what is not there', async () => {
    const [delivery] = (await deliveries()).data;
    const theirs = await verifiedEndpoint(other, { url: receiver.url });
    const json = { since: '2026-01-01T00:00:00Z' };
    const calls: [string, string, CallOptions?][] = [endpoint.id, uuidv7(), 'x'].flatMap((id) => [
      ['GET', at('/health', id)],
      ['GET', at('/deliveries', id)],
      ['GET', at(`/deliveries/${delivery!.id}`, id)],
      ['POST', at('/verify', id)],
      ['POST', at('/recover', id), { json }],
    ]);
    for (const [method, path, options] of [
      ...calls,
      ['GET', at(`/deliveries/${delivery!.id}`, theirs.id)] as const,
      ['POST', `/v1/deliveries/${delivery!.id}/resend`] as const,
      ['POST', `/v1/deliveries/${uuidv7()}/resend`] as const,
    ])
      expect([path, (await other.call(method, path, options)).status]).toEqual([path, 404]);
  });
});
