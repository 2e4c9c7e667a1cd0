import { uuidv7, type Uuid } from '#kernel';
import {
  announce,
  attemptsOf,
  changeEndpoint,
  endpointHealth,
  findDelivery,
  listDeliveries,
  recover,
  resendDelivery,
  rotateSecret,
  type DeliveryEngine,
  type EndpointHealth,
} from '#delivery';
import { HttpSender } from '#platform/http-client';
import { readReferral, withdrawConsent } from '#referrals';
import { deliveriesOf, endpointOf, engineOf, loopbackSender, withEndpoints } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { startReceiver, type Receiver } from '#test/receiver';
import { LEAD, SENDER, drain, idOf, submitted } from '#test/referral-flow';

jest.setTimeout(60_000);

let hub: HubDatabase;
let sender: HttpSender;
let engine: DeliveryEngine;
const receivers: Receiver[] = [];

beforeEach(async () => {
  hub = await openHubDatabase();
  sender = loopbackSender();
  engine = engineOf(hub, sender, { scheduleScale: 1 });
});
afterEach(async () => {
  await engine.close();
  await sender.close();
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
  await hub.close();
});

/** A receiver that answers with a status that the spec may change. */
const receiver = async (): Promise<Receiver & { status: number; words: string }> => {
  const answers = { status: 204, words: '' };
  const started = await startReceiver((_, response) => response.writeHead(answers.status).end(answers.words));
  receivers.push(started);
  return Object.assign(answers, started);
};
const tell = async (slug: string, count = 1, threadId?: Uuid): Promise<void> => {
  const organisationId = await idOf(hub, slug);
  for (let index = 0; index < count; index += 1)
    await hub.worker.transaction({ kind: 'worker' }, (tx) =>
      announce(tx, [
        {
          type: 'referral.updated',
          organisationId,
          messageId: uuidv7(),
          threadId: threadId ?? uuidv7(),
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
const idsOf = async (id: Uuid): Promise<Uuid[]> => (await deliveriesOf(hub, id)).map((delivery) => delivery.id);
const give = async (id: Uuid): Promise<void> => {
  await hub.superuser(`UPDATE waiting_deliveries SET attempts = 9, next_attempt_at = now() WHERE endpoint_id = $1`, [
    id,
  ]);
  await hub.superuser(`UPDATE webhook_endpoints SET not_before = NULL, consecutive_failures = 0`);
  await engine.serve(id);
};
const resend = (slug: string, id: Uuid) => withEndpoints(hub, slug, (tools) => resendDelivery(tools, id));
const webhookIds = ({ received }: Receiver) => received.map(({ headers }) => headers['webhook-id']);

describe('resending', () => {
  it('sends a delivered one again under the same id, with the same bytes', async () => {
    const own = await receiver();
    const { id: endpointId } = await endpointOf(hub, LEAD, own.url);
    await tell(LEAD);
    await engine.serve(endpointId);
    const [id] = await idsOf(endpointId);
    expect(await resend(LEAD, id!)).toMatchObject({ id, endpointId, state: 'pending', attempts: 1 });
    await engine.serve(endpointId);
    expect(webhookIds(own)).toEqual([id, id]);
    expect(own.received[0]!.body).toBe(own.received[1]!.body);
    expect(await states(endpointId)).toEqual(['delivered']);
  });

  it('sends again what was given up, with the whole schedule before it, and the sender sees it', async () => {
    const own = await receiver();
    const { id: endpointId } = await endpointOf(hub, LEAD, own.url, { eventTypes: ['referral.routed'] });
    const message = await submitted(hub);
    await drain(hub);
    own.status = 500;
    await give(endpointId);
    const atSender = async () =>
      (await hub.as(SENDER, (tools) => readReferral(tools, message.id))).recipients.find(
        ({ organisation }) => organisation === LEAD,
      )?.delivery.state;
    expect([await states(endpointId), await atSender()]).toEqual([['exhausted'], 'exhausted']);
    const [id] = await idsOf(endpointId);
    await resend(LEAD, id!);
    expect(await atSender()).toBe('pending');
    await engine.serve(endpointId);
    expect(await states(endpointId)).toEqual(['pending']);
    own.status = 204;
    await hub.superuser(`UPDATE waiting_deliveries SET next_attempt_at = now()`);
    await engine.serve(endpointId);
    expect([await states(endpointId), await atSender()]).toEqual([['delivered'], 'delivered']);
  });

  it('is refused while it waits, and holds what is for a paused endpoint', async () => {
    const own = await receiver();
    const { id: endpointId, version } = await endpointOf(hub, LEAD, own.url);
    await tell(LEAD, 2);
    const [first, second] = await idsOf(endpointId);
    await expect(resend(LEAD, first!)).rejects.toMatchObject({
      code: 'illegal_transition',
      extra: { state: 'pending' },
    });
    await engine.serve(endpointId);
    await withEndpoints(hub, LEAD, (tools) => changeEndpoint(tools, endpointId, version, { state: 'paused' }));
    expect(await resend(LEAD, second!)).toMatchObject({ state: 'held', nextAttemptAt: null });
    await expect(resend(LEAD, second!)).rejects.toMatchObject({ code: 'illegal_transition', extra: { state: 'held' } });
    await engine.serve(endpointId);
    expect(own.received).toHaveLength(2);
  });

  it('never sends what a recall overtook, whether it waited or was given up', async () => {
    const own = await receiver();
    const { id: endpointId } = await endpointOf(hub, LEAD, own.url, { eventTypes: ['referral.routed'] });
    const [waits, given] = [await submitted(hub), await submitted(hub)];
    await drain(hub);
    await hub.superuser(
      `WITH gone AS (DELETE FROM waiting_deliveries w USING deliveries d WHERE d.id = w.delivery_id AND d.message_id = $1
         RETURNING d.id) UPDATE deliveries SET ended = 'exhausted' FROM gone WHERE deliveries.id = gone.id`,
      [given.id],
    );
    for (const { id } of [waits, given]) await hub.as(SENDER, (tools) => withdrawConsent(tools, id, {}));
    await drain(hub);
    expect(await states(endpointId)).toEqual(['superseded', 'superseded']);
    for (const id of await idsOf(endpointId))
      await expect(resend(LEAD, id)).rejects.toMatchObject({
        code: 'illegal_transition',
        extra: { state: 'superseded' },
      });
    expect(await withEndpoints(hub, LEAD, (tools) => recover(tools, endpointId, { since: new Date(0) }))).toMatchObject(
      { requeued: 0, remaining: 0 },
    );
  });

  it('is not for another body', async () => {
    const { id: endpointId } = await endpointOf(hub, LEAD, 'http://127.0.0.1:9/');
    await tell(LEAD);
    const [id] = await idsOf(endpointId);
    await expect(resend('unhcr', id!)).rejects.toMatchObject({ code: 'not_found' });
    expect(
      await withEndpoints(hub, 'unhcr', ({ tx, organisationId }) => findDelivery(tx, organisationId, id!)),
    ).toBeUndefined();
  });

  it('keeps the order of a thread: what is sent again goes before what waits behind it', async () => {
    const own = await receiver();
    const { id: endpointId } = await endpointOf(hub, LEAD, own.url);
    const thread = uuidv7();
    await tell(LEAD, 1, thread);
    await engine.serve(endpointId);
    const [first] = await idsOf(endpointId);
    await tell(LEAD, 1, thread);
    await resend(LEAD, first!);
    await engine.serve(endpointId);
    const sequences = own.received.map(
      ({ body }) => (JSON.parse(body) as { data: { sequence: number } }).data.sequence,
    );
    expect(sequences).toEqual([1, 1, 2]);
  });
});

describe('recovering', () => {
  const recovered = (slug: string, id: Uuid, since: Date, until?: Date) =>
    withEndpoints(hub, slug, (tools) => recover(tools, id, { since, ...(until ? { until } : {}) }));

  it('queues again what was given up since a time, and nothing that is older or later', async () => {
    const own = await receiver();
    own.status = 500;
    const { id: endpointId } = await endpointOf(hub, LEAD, own.url);
    await tell(LEAD, 4);
    await give(endpointId);
    expect(await states(endpointId)).toEqual(Array(4).fill('exhausted'));
    const ids = await idsOf(endpointId);
    await hub.superuser(
      `UPDATE deliveries SET created_at = timestamptz '2026-03-01T00:00Z' + n * interval '1 day'
       FROM unnest($1::uuid[]) WITH ORDINALITY AS own (id, n) WHERE deliveries.id = own.id`,
      [ids],
    );
    const [since, until] = [new Date('2026-03-03T00:00Z'), new Date('2026-03-05T00:00Z')];
    expect(await recovered(LEAD, endpointId, since, until)).toEqual({
      endpointId,
      requeued: 2,
      hastened: 0,
      remaining: 0,
    });
    expect(await states(endpointId)).toEqual(['exhausted', 'pending', 'pending', 'exhausted']);
    expect(await recovered(LEAD, endpointId, since, until)).toMatchObject({ requeued: 0 });
    own.status = 204;
    await hub.superuser(`UPDATE webhook_endpoints SET not_before = NULL, consecutive_failures = 0`);
    await engine.serve(endpointId);
    expect(await states(endpointId)).toEqual(['exhausted', 'delivered', 'delivered', 'exhausted']);
  });

  it('makes due at once what waits for a later attempt, but nothing that is held', async () => {
    const own = await receiver();
    own.status = 500;
    const { id: endpointId } = await endpointOf(hub, LEAD, own.url);
    await tell(LEAD, 2);
    await engine.serve(endpointId);
    await hub.superuser(
      `UPDATE waiting_deliveries SET next_attempt_at = now() + interval '10 hours',
         held = delivery_id = (SELECT delivery_id FROM waiting_deliveries ORDER BY delivery_id DESC LIMIT 1)`,
    );
    expect(await recovered(LEAD, endpointId, new Date(0))).toMatchObject({ requeued: 0, hastened: 1 });
    own.status = 204;
    await engine.serve(endpointId);
    expect(await states(endpointId)).toEqual(['delivered', 'held']);
  });

  it('goes on where it stopped when there is more than it takes at once', async () => {
    const { id: endpointId } = await endpointOf(hub, LEAD, 'http://127.0.0.1:9/');
    await tell(LEAD);
    await hub.superuser(
      `INSERT INTO deliveries (id, endpoint_id, organisation_id, event_type, dedupe_key, thread_id, sequence, body, created_at, ended)
       SELECT gen_random_uuid(), endpoint_id, organisation_id, event_type, 'k' || n, gen_random_uuid(), 1, '{}', now(), 'exhausted'
       FROM deliveries, generate_series(1, 1200) AS n`,
    );
    expect(await recovered(LEAD, endpointId, new Date(0))).toMatchObject({ requeued: 1_000, remaining: 200 });
    expect(await recovered(LEAD, endpointId, new Date(0))).toMatchObject({ requeued: 200, remaining: 0 });
  });

  it('is not for another body', async () => {
    const { id } = await endpointOf(hub, LEAD, 'http://127.0.0.1:9/');
    await expect(recovered('unhcr', id, new Date(0))).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a body sees', () => {
  it('its deliveries, the newest first, page by page and by state, each with its attempts', async () => {
    const own = await receiver();
    const { id: endpointId } = await endpointOf(hub, LEAD, own.url);
    await tell(LEAD, 2);
    await engine.serve(endpointId);
    own.status = 503;
    own.words = 'ask amina.k@partner.example, token=abc123';
    await tell(LEAD, 1);
    await engine.serve(endpointId);
    const ids = (await idsOf(endpointId)).reverse();
    const list = (query: Partial<Parameters<typeof listDeliveries>[2]>) =>
      withEndpoints(hub, LEAD, ({ tx }) => listDeliveries(tx, endpointId, { limit: 50, ...query }));
    const [newest, ...others] = await list({});
    expect([newest, ...others].map((delivery) => delivery?.id)).toEqual(ids);
    expect(newest).toMatchObject({ state: 'pending', attempts: 1, nextAttemptAt: expect.any(Date) as Date });
    expect(await list({ after: ids[0]!, limit: 1 })).toEqual([others[0]]);
    expect(await list({ state: 'delivered' })).toEqual(others);
    expect(await list({ state: 'pending' })).toEqual([newest]);
    for (const state of ['held', 'exhausted', 'superseded'] as const) expect(await list({ state })).toEqual([]);
    expect(await withEndpoints(hub, LEAD, (tools) => attemptsOf(tools, ids[0]!))).toEqual([
      {
        attempt: 1,
        startedAt: expect.any(Date) as Date,
        durationMs: expect.any(Number) as number,
        outcome: 'retry',
        status: 503,
        fault: null,
        excerpt: 'ask […], token=[…]',
      },
    ]);
  });

  const health = async (id: Uuid, slug = LEAD): Promise<EndpointHealth | undefined> =>
    withEndpoints(hub, slug, ({ tx, organisationId }) => endpointHealth(tx, organisationId, id));

  it('how an endpoint does: figures, breaker, what waits, and secrets that end', async () => {
    const own = await receiver();
    const { id: endpointId } = await endpointOf(hub, LEAD, own.url, { rateLimit: 500 });
    expect(await health(endpointId)).toMatchObject({
      state: 'active',
      breaker: { state: 'closed', until: null },
      lastHour: { attempts: 0, delivered: 0, successRate: null, p50Ms: null, p95Ms: null },
      sampled: false,
      lastSuccess: null,
      lastFailure: null,
      pending: 0,
      oldestWaitingSince: null,
      rateLimit: 500,
      previousSecretsExpireAt: null,
    });
    await tell(LEAD, 3);
    await engine.serve(endpointId);
    await hub.superuser(`UPDATE delivery_attempts SET started_at = now() - interval '2 hours', duration_ms = 90`);
    own.status = 500;
    await tell(LEAD, 1);
    await engine.serve(endpointId);
    const { previousExpiresAt } = await withEndpoints(hub, LEAD, (tools) => rotateSecret(tools, endpointId));
    expect(await health(endpointId)).toMatchObject({
      consecutiveFailures: 1,
      lastHour: { attempts: 1, delivered: 0, successRate: 0 },
      lastDay: { attempts: 4, delivered: 3, successRate: 0.75, p50Ms: 90 },
      lastSuccess: { status: 204 },
      lastFailure: { status: 500, fault: null },
      pending: 1,
      held: 0,
      oldestWaitingSince: expect.any(Date) as Date,
      previousSecretsExpireAt: previousExpiresAt,
    });
  });

  it('when an endpoint is left alone, and when it is probed', async () => {
    const own = await receiver();
    own.status = 500;
    const { id: endpointId } = await endpointOf(hub, LEAD, own.url);
    await tell(LEAD, 5);
    await engine.serve(endpointId);
    expect((await health(endpointId))?.breaker).toEqual({ state: 'open', until: expect.any(Date) as Date });
    await hub.superuser(`UPDATE webhook_endpoints SET not_before = now() - interval '1 second'`);
    expect((await health(endpointId))?.breaker).toEqual({ state: 'half_open', until: null });
  });

  it('nothing of the endpoint of another body', async () => {
    const { id } = await endpointOf(hub, LEAD, 'http://127.0.0.1:9/');
    expect(await health(id, 'unhcr')).toBeUndefined();
    await tell(LEAD);
    expect(await withEndpoints(hub, 'unhcr', ({ tx }) => listDeliveries(tx, id, { limit: 50 }))).toEqual([]);
    const [delivery] = await idsOf(id);
    expect(await withEndpoints(hub, 'unhcr', (tools) => attemptsOf(tools, delivery!))).toEqual([]);
  });
});
