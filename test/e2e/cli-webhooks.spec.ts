import { Webhook as StandardWebhook } from 'standardwebhooks';
import { eventTypes } from '#delivery';
import { ApiCaller } from '#test/api-caller';
import { startCommand, type Ended, type RunningCommand } from '#test/command-line';
import { fictitiousCase } from '#test/fictitious';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';
import { verifiedEndpoint } from '#test/verified-endpoint';
import { WebhookReceiver, type CapturedWebhook } from '#test/webhook-receiver';
import { isVerification, verifyWebhook, type WebhookEvent } from '../../libs/partner-sdk/src';

interface Listening {
  readonly secret: string;
  readonly publicKey: string;
  readonly endpoint: string | null;
  readonly source: string;
}
interface Forwarded {
  readonly id: string;
  readonly type: string;
  readonly status: number | null;
  readonly fault: string | null;
}

describe('hub listen and hub trigger, against a running hub', () => {
  let hub: RunningHub;
  let own: WebhookReceiver;
  let registered: WebhookReceiver;
  let endpointId: string;
  let endpointSecret: string;
  const started: RunningCommand[] = [];

  const as = (body: string): ApiCaller => new ApiCaller(hub, body);
  const post = async <T>(body: string, path: string, json: unknown = {}): Promise<T> =>
    (await as(body).call<T>('POST', path, { json })).body;
  const refer = async (): Promise<string> => {
    const draft = { operation: 'afghanistan', priority: 'urgent', status: 'exercise', body: fictitiousCase() };
    const { id } = await post<{ id: string }>('isaf-hq', '/v1/referrals', draft);
    await post('isaf-hq', `/v1/referrals/${id}/submit`);
    return id;
  };
  const about = (captured: readonly CapturedWebhook[], id: string): CapturedWebhook[] =>
    captured.filter(({ raw }) => raw.includes(id));
  /** Starts listening, and waits until it does. */
  const listening = async (body: string, ...words: string[]): Promise<Listening & { run: RunningCommand }> => {
    const run = startCommand(hub, body, ['listen', '--forward-to', own.url, '--json', ...words]);
    started.push(run);
    await eventually('it listens', () => run.out().includes('\n'), 30_000);
    const [first = ''] = run.out().split('\n');
    return { ...(JSON.parse(first) as { listening: Listening }).listening, run };
  };
  const forwardedBy = ({ out }: RunningCommand): Forwarded[] =>
    out()
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => (JSON.parse(line) as { forwarded: Forwarded }).forwarded);
  const interrupted = async ({ child, ended }: RunningCommand): Promise<Ended> => {
    child.kill('SIGINT');
    return ended;
  };
  const verified = ({ headers, raw }: CapturedWebhook, secrets: string): WebhookEvent => {
    const event = verifyWebhook({ headers, body: raw, secrets });
    if (isVerification(event)) throw new Error('It is the challenge of the hub.');
    return event;
  };

  beforeAll(async () => {
    [own, registered] = [await WebhookReceiver.open(), await WebhookReceiver.open()];
    hub = await startHub('one process on its own PostgreSQL');
  }, 120_000);
  beforeEach(() => {
    own.captured.length = 0;
    registered.captured.length = 0;
  });
  afterEach(() => {
    // What a test that failed left running would disturb the next.
    for (const { child } of started.splice(0)) child.kill('SIGKILL');
  });
  afterAll(async () => {
    await Promise.all([hub.stop(), own.close(), registered.close()]);
  }, 60_000);

  it('says to a body without an endpoint that there is none to trigger', async () => {
    const { code, said } = await startCommand(hub, 'iom', ['trigger', 'test.ping']).ended;
    expect(code).toBe(2);
    expect(said).toContain('has no webhook endpoint');
  }, 30_000);

  it('forwards to a body without an endpoint what it would be sent: of what it received, and of what it sent', async () => {
    const receiving = await listening('iom');
    const sending = await listening('isaf-hq', '--events', 'referral.updated');
    expect(receiving).toMatchObject({ endpoint: null, source: 'events' });
    const id = await refer();
    await eventually('the recipient is told', () => about(own.captured, id).length === 1, 30_000);
    const [routed] = about(own.captured, id);
    expect(verified(routed!, receiving.secret)).toMatchObject({
      type: 'referral.routed',
      data: {
        ...{ messageId: id, thread: id, sequence: 1, kind: 'referral', status: 'exercise', overdue: false },
        ...{ dueAt: expect.stringMatching(/Z$/) as string, href: `${hub.api}/v1/inbox/${id}` },
      },
    });
    await post('iom', `/v1/inbox/${id}/acknowledge`);
    await eventually('the sender is told', () => about(own.captured, id).length === 2, 30_000);
    expect(verified(about(own.captured, id)[1]!, sending.publicKey)).toMatchObject({
      type: 'referral.updated',
      data: { sequence: 1, href: `${hub.api}/v1/referrals/${id}` },
    });
    const [atIom, atSender] = [await interrupted(receiving.run), await interrupted(sending.run)];
    expect([atIom.code, atSender.code]).toEqual([0, 0]);
    expect(forwardedBy(receiving.run).map(({ type, status }) => [type, status])).toEqual([['referral.routed', 204]]);
    // Nothing at the hub has changed: a body that is written to by mail still is.
    expect((await as('iom').call<{ data: unknown[] }>('GET', '/v1/webhook-endpoints')).body.data).toEqual([]);
  }, 90_000);

  it('forwards what an endpoint is sent: the same id, the same bytes, signed anew by both schemes', async () => {
    const created = await verifiedEndpoint(as('iom'), { url: registered.url });
    [endpointId, endpointSecret] = [created.id, created.secret];
    const { run, secret, publicKey, ...told } = await listening('iom');
    expect(told).toEqual({ endpoint: endpointId, source: 'deliveries' });
    const id = await refer();
    await eventually(
      'both have it',
      () => about(own.captured, id).length + about(registered.captured, id).length === 2,
    );
    const [[forwarded], [sent]] = [about(own.captured, id), about(registered.captured, id)];
    expect(forwarded?.raw).toBe(sent?.raw);
    for (const name of ['webhook-id', 'content-type', 'user-agent'])
      expect(forwarded?.headers[name]).toBe(sent?.headers[name]);
    expect(verified(forwarded!, secret)).toEqual(verified(sent!, endpointSecret));
    expect(verified(forwarded!, publicKey).type).toBe('referral.routed');
    expect(() => new StandardWebhook(secret).verify(forwarded!.raw, forwarded!.headers as never)).not.toThrow();
    expect(() => verified(forwarded!, endpointSecret)).toThrow('No signature fits');
    expect(String(forwarded?.headers['webhook-signature'])).toMatch(/^v1,\S+ v1a,\S+$/);
    expect((await interrupted(run)).code).toBe(0);
    const line = forwardedBy(run).find((one) => one.id === sent?.headers['webhook-id']);
    expect(line).toMatchObject({ type: 'referral.routed', status: 204, fault: null });
  }, 60_000);

  it('goes on after the hub was away and forwards each once, also what the receiver refuses or does not take', async () => {
    const { run } = await listening('iom');
    const before = await refer();
    await eventually('it is forwarded', () => about(own.captured, before).length === 1, 30_000);
    await hub.kill(hub.front);
    await hub.start(hub.front);
    own.answer = () => ({ status: 500 });
    const after = await refer();
    await eventually('what comes afterwards is', () => about(own.captured, after).length === 1, 60_000);
    own.answer = () => ({ status: 204 });
    const last = await refer();
    await eventually('and so on', () => about(own.captured, last).length === 1, 30_000);
    const { code, said } = await interrupted(run);
    expect(code).toBe(0);
    expect(said).toContain('Trying again.');
    expect(forwardedBy(run).map(({ status }) => status)).toEqual([204, 500, 204]);
    expect(own.captured).toHaveLength(3);
  }, 120_000);

  it('tells a person one line each: time, type, id, status, milliseconds', async () => {
    const words = ['listen', '--forward-to', 'http://127.0.0.1:9/', '--events', 'test.ping', '--endpoint', endpointId];
    const run = startCommand(hub, 'iom', words);
    started.push(run);
    await eventually('it listens', () => run.out().includes('public key'), 30_000);
    expect(run.out()).toMatch(/secret +whsec_\S+\n +public key +whpk_\S+\n$/);
    await startCommand(hub, 'iom', ['trigger', 'message.routed']).ended;
    await startCommand(hub, 'iom', ['trigger', 'test.ping']).ended;
    await eventually('it is told', () => run.out().includes('test.ping'), 30_000);
    const { out, code } = await interrupted(run);
    expect(code).toBe(0);
    expect(out.trim().split('\n').slice(3)).toEqual([
      expect.stringMatching(/^\S+Z {2}test\.ping {2}[0-9a-f-]{36} {2}\S+ {2}\d+ ms$/),
    ]);
  }, 60_000);

  it('triggers every event of the catalogue, marked as a test', async () => {
    const types = Object.keys(eventTypes);
    const [first = '', ...others] = types;
    const { code, out, said } = await startCommand(hub, 'iom', ['trigger', first, '--output', 'json']).ended;
    expect({ code, said }).toEqual({ code: 0, said: '' });
    expect(JSON.parse(out)).toEqual({ endpointId, eventType: first });
    for (const eventType of others)
      expect(
        (await as('iom').call('POST', `/v1/webhook-endpoints/${endpointId}/test`, { json: { eventType } })).status,
      ).toBe(202);
    await eventually('all arrive', () => registered.captured.length === types.length, 30_000);
    const events = registered.captured.map((webhook) => verified(webhook, endpointSecret));
    expect(events.map(({ type }) => type).sort()).toEqual([...types].sort());
    for (const { data } of events)
      expect(data).toMatchObject({ status: 'test', reference: 'TEST', operation: 'none', sequence: 1 });
    const escalated = events.find(({ type }) => type === 'referral.escalated');
    expect(escalated?.data).toMatchObject({ step: 'escalation', organisation: 'none', overdue: true });
    const routed = events.find(({ type }) => type === 'referral.routed');
    expect((await as('iom').call('GET', new URL(routed!.data.href).pathname)).status).toBe(404);
  }, 120_000);

  it('sends a ping when asked for nothing, refuses what is no event, and other bodies', async () => {
    const path = `/v1/webhook-endpoints/${endpointId}/test`;
    expect((await as('iom').call('POST', path)).status).toBe(202);
    await eventually('it arrives', () => registered.captured.length === 1);
    expect(verified(registered.captured[0]!, endpointSecret).type).toBe('test.ping');
    const wrong = await as('iom').call('POST', path, { json: { eventType: 'referral.lost' } });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '/eventType' }] } });
    expect((await as('unhcr').call('POST', path, { json: {} })).status).toBe(404);
    const { code } = await startCommand(hub, 'unhcr', ['trigger', 'test.ping', '--endpoint', endpointId]).ended;
    expect(code).toBe(4);
  }, 30_000);

  it('shows a body its own webhooks only, after a cursor', async () => {
    interface Kept {
      readonly data: readonly { readonly id: string; readonly body: string }[];
      readonly next: string | null;
    }
    const list = async (body: string, query = ''): Promise<Kept> =>
      (await as(body).call<Kept>('GET', `/v1/webhook-deliveries?limit=200${query}`)).body;
    const all = await list('iom');
    const ids = all.data.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(10);
    expect([...ids].sort()).toEqual(ids);
    expect(all.next).toBe(ids.at(-1));
    expect((await list('iom', `&after=${ids[2]!.toUpperCase()}`)).data.map(({ id }) => id)).toEqual(ids.slice(3));
    expect((await list('iom', `&after=${all.next!}`)).data).toEqual([]);
    const newest = await as('iom').call<Kept>('GET', '/v1/webhook-deliveries?limit=1');
    expect(newest.body.data.map(({ id }) => id)).toEqual(ids.slice(-1));
    expect(await list('unhcr', `&endpoint=${endpointId}`)).toEqual({ data: [], next: null });
    expect((await as('iom').call('GET', '/v1/webhook-deliveries?after=yesterday')).status).toBe(422);
    expect((await new ApiCaller(hub, undefined).call('GET', '/v1/webhook-deliveries')).status).toBe(401);
    for (const { body } of all.data) expect(body).not.toMatch(/Testperson|FICTION/);
  }, 30_000);
});
