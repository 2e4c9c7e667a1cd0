import { createPublicKey, verify as verifyEd25519 } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { uuidv7, type Uuid } from '#kernel';
import {
  DeliveryEngine,
  announce,
  changeEndpoint,
  deleteEndpoint,
  ed25519PublicJwk,
  findEndpoint,
  listAttempts,
  rotateSecret,
  sendTestEvent,
} from '#delivery';
import { HttpSender } from '#platform/http-client';
import { readReferral } from '#referrals';
import { deliveriesOf, endpointOf, engineOf, loopbackSender, withEndpoints } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { startReceiver, type Received, type Receiver } from '#test/receiver';
import { LEAD, SENDER, drain, idOf, submitted } from '#test/referral-flow';
import { eventually } from '#test/servers';

jest.setTimeout(60_000);

let hub: HubDatabase;
let sender: HttpSender;
const receivers: Receiver[] = [];
const engines: DeliveryEngine[] = [];

beforeEach(async () => {
  hub = await openHubDatabase();
  sender = loopbackSender();
});
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
  await sender.close();
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
  await hub.close();
});

const receiver = async (...parameters: Parameters<typeof startReceiver>): Promise<Receiver> => {
  const started = await startReceiver(...parameters);
  receivers.push(started);
  return started;
};
const engine = (over: Parameters<typeof engineOf>[2] = {}): DeliveryEngine => {
  const made = engineOf(hub, sender, over);
  engines.push(made);
  return made;
};
/** Leaves events for a body's endpoints: each of its own thread, or all of the given one. */
const tell = async (slug: string, count: number, threadId?: Uuid): Promise<void> => {
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
const states = async (endpointId: Uuid) => (await deliveriesOf(hub, endpointId)).map(({ state }) => state);
const allDelivered = (endpointId: Uuid) =>
  eventually('everything is delivered', async () => (await states(endpointId)).every((state) => state === 'delivered'));
const ids = (received: readonly Received[]) => received.map(({ headers }) => String(headers['webhook-id']));
const sequenceOf = ({ body }: Received) => (JSON.parse(body) as { data: { sequence: number } }).data.sequence;
const limitInFlight = (endpointId: Uuid, limit: number) =>
  hub.superuser('UPDATE webhook_endpoints SET max_in_flight = $2 WHERE id = $1', [endpointId, limit]);
const endpointRow = async (endpointId: Uuid) => {
  const [row] = await hub.superuser<{ state: string; lane_token: Uuid | null; resting: boolean | null }>(
    'SELECT state, lane_token, not_before > now() AS resting FROM webhook_endpoints WHERE id = $1',
    [endpointId],
  );
  return row;
};
const answerWith = (
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  body = '',
): void => {
  response.writeHead(status, headers).end(body);
};

describe('what is sent', () => {
  const headersOf = ({ headers }: Received): Record<string, string> => ({
    'webhook-id': String(headers['webhook-id']),
    'webhook-timestamp': String(headers['webhook-timestamp']),
    'webhook-signature': String(headers['webhook-signature']),
  });

  it('verifies with the libraries of Standard Webhooks and Svix, and with the published key', async () => {
    const { url, received } = await receiver();
    const endpoint = await endpointOf(hub, LEAD, url);
    await tell(LEAD, 1);
    await engine().serve(endpoint.id);
    const webhook = received[0]!;
    const headers = headersOf(webhook);
    expect(new StandardWebhook(endpoint.secret).verify(webhook.body, headers)).toMatchObject({
      type: 'referral.updated',
    });
    expect(new SvixWebhook(endpoint.secret).verify(webhook.body, headers)).toMatchObject({ type: 'referral.updated' });
    expect(() => new StandardWebhook(endpoint.secret).verify(`${webhook.body} `, headers)).toThrow();

    const keys = await hub.api.statement<{ public_key: string }>('SELECT public_key FROM webhook_public_keys()');
    const content = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${webhook.body}`);
    const signature = /v1a,([^ ]+)/.exec(headers['webhook-signature'] ?? '')?.[1] ?? '';
    const verified = keys.map(({ public_key: key }) => {
      const { kty, crv, x } = ed25519PublicJwk(key);
      const publicKey = createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
      return verifyEd25519(null, content, publicKey, Buffer.from(signature, 'base64'));
    });
    expect(verified).toEqual([true]);
  });

  it('verifies with the old and the new secret after a rotation', async () => {
    const { url, received } = await receiver();
    const endpoint = await endpointOf(hub, LEAD, url);
    const rotated = await withEndpoints(hub, LEAD, (tools) => rotateSecret(tools, endpoint.id));
    await tell(LEAD, 1);
    await engine().serve(endpoint.id);
    for (const { secret } of [endpoint, rotated])
      expect(new StandardWebhook(secret).verify(received[0]!.body, headersOf(received[0]!))).toBeTruthy();
  });

  it('is for a test event one ping, to the one endpoint, whatever it subscribed to', async () => {
    const [asked, other] = [await receiver(), await receiver()];
    const { id } = await endpointOf(hub, LEAD, asked.url, { eventTypes: ['referral.reminder'] });
    const { id: otherId } = await endpointOf(hub, LEAD, other.url);
    const { wake } = await withEndpoints(hub, LEAD, (tools) => sendTestEvent(tools, id, 'http://hub.example'));
    expect(wake).toEqual([id]);
    await Promise.all([id, otherId].map((endpointId) => engine().serve(endpointId)));
    expect(asked.received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(['test.ping']);
    expect(other.received).toEqual([]);
  });

  it('is thin: ids and times only, and the way to fetch the rest', async () => {
    const { url, received } = await receiver();
    const { id: endpointId } = await endpointOf(hub, LEAD, url);
    const { id, reference } = await submitted(hub);
    await drain(hub);
    await engine().serve(endpointId);
    const { type, data } = JSON.parse(received[0]!.body) as { type: string; data: Record<string, unknown> };
    expect(type).toBe('referral.routed');
    expect(data).toEqual({
      messageId: id,
      reference,
      kind: 'referral',
      operation: 'afghanistan',
      sequence: 1,
      thread: id,
      status: 'exercise',
      overdue: false,
      dueAt: expect.any(String) as string,
      href: `http://hub.example/v1/inbox/${id}`,
    });
  });
});

describe('a receiver that fails', () => {
  it('gets the same id and the same bytes until it answers 2xx, and each attempt is on record', async () => {
    const { url, received } = await receiver((_, response, index) => {
      answerWith(response, index < 2 ? 500 : 200, {}, index < 2 ? 'out of paper' : 'thanks');
    });
    const { id: endpointId } = await endpointOf(hub, LEAD, url, { eventTypes: ['referral.routed'] });
    const { id } = await submitted(hub);
    await drain(hub);
    engine().start(20);
    await eventually('it is delivered', () => received.length === 3);
    await allDelivered(endpointId);
    expect(new Set(ids(received)).size).toBe(1);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    const attempts = await hub.as(LEAD, (tools) => listAttempts(tools, endpointId, undefined, 10));
    expect(attempts).toMatchObject([
      { attempt: 3, outcome: 'delivered', status: 200, excerpt: null },
      { attempt: 2, outcome: 'retry', status: 500, excerpt: 'out of paper' },
      { attempt: 1, outcome: 'retry', status: 500, excerpt: 'out of paper' },
    ]);
    const [kept] = await hub.superuser<{ clear: boolean }>(
      `SELECT bool_or(position('out of paper'::bytea IN excerpt) > 0) AS clear FROM delivery_attempts`,
    );
    expect(kept).toEqual({ clear: false });
    const { recipients } = await hub.as(SENDER, (tools) => readReferral(tools, id));
    expect(recipients.find(({ organisation }) => organisation === LEAD)?.delivery).toMatchObject({
      state: 'delivered',
      attempts: 3,
    });
  });

  it('is given up after the last attempt of the schedule, and the sender sees it', async () => {
    const { url } = await receiver((_, response) => {
      answerWith(response, 500);
    });
    const { id: endpointId } = await endpointOf(hub, LEAD, url, { eventTypes: ['referral.routed'] });
    const { id } = await submitted(hub);
    await drain(hub);
    await hub.superuser('UPDATE waiting_deliveries SET attempts = 9');
    await engine().serve(endpointId);
    expect(await states(endpointId)).toEqual(['exhausted']);
    const { recipients } = await hub.as(SENDER, (tools) => readReferral(tools, id));
    expect(recipients.find(({ organisation }) => organisation === LEAD)?.delivery.state).toBe('exhausted');
  });

  it('gets one thread in its order, also when one in the middle fails for a while', async () => {
    const failures = new Map<number, number>();
    const { url, received } = await receiver((webhook, response) => {
      const sequence = sequenceOf(webhook);
      const before = failures.get(sequence) ?? 0;
      failures.set(sequence, before + 1);
      answerWith(response, sequence % 2 === 0 && before < 2 ? 503 : 200);
    });
    const { id: endpointId } = await endpointOf(hub, LEAD, url);
    await tell(LEAD, 5, uuidv7());
    engine({ scheduleScale: 0.0005 }).start(10);
    await eventually('the thread is through', () => received.length === 9);
    await allDelivered(endpointId);
    expect(received.map(sequenceOf)).toEqual([1, 2, 2, 2, 3, 4, 4, 4, 5]);
  });

  it('is not disturbed before its Retry-After is over, whatever waits for it', async () => {
    const { url, received } = await receiver((_, response, index) => {
      if (index === 0) answerWith(response, 429, { 'retry-after': '1' });
      else response.end();
    });
    const { id: endpointId } = await endpointOf(hub, LEAD, url);
    await limitInFlight(endpointId, 1);
    await tell(LEAD, 8);
    engine().start(20);
    await eventually('everything is delivered', () => received.length === 9);
    await allDelivered(endpointId);
    expect(received[1]!.at - received[0]!.at).toBeGreaterThanOrEqual(1_000);
  });

  it('rests until its Retry-After also when another answer, in flight meanwhile, was good', async () => {
    let late: ServerResponse | undefined;
    const { url, received } = await receiver((_, response, index) => {
      if (index === 0) late = response;
      else if (index === 1) answerWith(response, 429, { 'retry-after': '600' });
      else response.end();
    });
    const { id: endpointId } = await endpointOf(hub, LEAD, url);
    await limitInFlight(endpointId, 2);
    await tell(LEAD, 2);
    const serving = engine().serve(endpointId);
    await eventually('it asked for rest', async () => (await endpointRow(endpointId))?.resting === true);
    late?.end();
    await serving;
    expect(await states(endpointId)).toContain('delivered');
    expect((await endpointRow(endpointId))?.resting).toBe(true);
    expect(received).toHaveLength(2);
  });

  it('that answers 410 is disabled, what waits is held, and making it active again releases it', async () => {
    let gone = true;
    const { url, received } = await receiver((_, response) => {
      answerWith(response, gone ? 410 : 204);
    });
    const { id: endpointId } = await endpointOf(hub, LEAD, url);
    await tell(LEAD, 3, uuidv7());
    await engine().serve(endpointId);
    expect(received).toHaveLength(1);
    expect(await states(endpointId)).toEqual(['held', 'held', 'held']);
    const disabled = await withEndpoints(hub, LEAD, ({ tx, organisationId }) =>
      findEndpoint(tx, organisationId, endpointId),
    );
    expect(disabled).toMatchObject({ state: 'disabled', disabledReason: 'the receiver answered 410 Gone', held: 3 });
    await tell(LEAD, 1);
    expect(await states(endpointId)).toEqual(['held', 'held', 'held', 'held']);

    gone = false;
    const active = await withEndpoints(hub, LEAD, (tools) =>
      changeEndpoint(tools, endpointId, disabled?.version ?? 0, { state: 'active' }),
    );
    expect(active).toMatchObject({ state: 'active', disabledReason: null, pending: 4, held: 0 });
    await engine().serve(endpointId);
    expect(await states(endpointId)).toEqual(Array(4).fill('delivered'));
  });

  it('is not sent again what it took while its endpoint was being paused', async () => {
    let late: ServerResponse | undefined;
    const { url, received } = await receiver((_, response) => {
      late = response;
    });
    const { id: endpointId, version } = await endpointOf(hub, LEAD, url);
    await tell(LEAD, 1);
    const serving = engine().serve(endpointId);
    await eventually('it is in flight', () => received.length === 1);
    await withEndpoints(hub, LEAD, (tools) => changeEndpoint(tools, endpointId, version, { state: 'paused' }));
    late?.end();
    await serving;
    expect(await states(endpointId)).toEqual(['delivered']);
  });

  it('stays paused, and what failed meanwhile stays held', async () => {
    let late: ServerResponse | undefined;
    const { url, received } = await receiver((_, response) => {
      late = response;
    });
    const { id: endpointId, version } = await endpointOf(hub, LEAD, url);
    await tell(LEAD, 1);
    const serving = engine().serve(endpointId);
    await eventually('it is in flight', () => received.length === 1);
    await withEndpoints(hub, LEAD, (tools) => changeEndpoint(tools, endpointId, version, { state: 'paused' }));
    if (late) answerWith(late, 500);
    await serving;
    expect(await states(endpointId)).toEqual(['held']);
    expect((await endpointRow(endpointId))?.state).toBe('paused');
  });

  it('is left alone for a while after five failures in a row', async () => {
    const { url, received } = await receiver((_, response) => {
      answerWith(response, 500);
    });
    const { id: endpointId } = await endpointOf(hub, LEAD, url);
    await tell(LEAD, 4);
    const patient = engine({ scheduleScale: 1 });
    await patient.serve(endpointId);
    expect((await endpointRow(endpointId))?.resting).not.toBe(true);
    await tell(LEAD, 1);
    await patient.serve(endpointId);
    expect((await endpointRow(endpointId))?.resting).toBe(true);
    await tell(LEAD, 1);
    await patient.serve(endpointId);
    expect(received).toHaveLength(5);
  });

  it('and is disabled is told of at the other endpoints of its body, and not at its own', async () => {
    const { url } = await receiver((_, response) => {
      answerWith(response, 410);
    });
    const other = await receiver();
    const { id: goneId } = await endpointOf(hub, LEAD, url, { eventTypes: ['referral.updated'] });
    const { id: otherId } = await endpointOf(hub, LEAD, other.url, { eventTypes: ['endpoint.disabled'] });
    await tell(LEAD, 1);
    await engine().serve(goneId);
    await engine().serve(otherId);
    expect(other.received.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
      {
        type: 'endpoint.disabled',
        data: { kind: 'endpoint', messageId: goneId, href: `http://hub.example/v1/webhook-endpoints/${goneId}` },
      },
    ]);
    expect(await states(goneId)).toEqual(['held']);
  });

  it('gets a single delivery as a probe after its rest; everything once that was taken', async () => {
    let broken = true;
    const { url, received } = await receiver((_, response) => {
      answerWith(response, broken ? 500 : 204);
    });
    const { id: endpointId } = await endpointOf(hub, LEAD, url);
    await hub.superuser('UPDATE webhook_endpoints SET consecutive_failures = 5, failing_since = now()');
    await tell(LEAD, 30);
    const patient = engine({ scheduleScale: 1 });
    await patient.serve(endpointId);
    expect(received).toHaveLength(1);
    expect((await endpointRow(endpointId))?.resting).toBe(true);

    broken = false;
    await hub.superuser('UPDATE webhook_endpoints SET not_before = NULL');
    await hub.superuser('UPDATE waiting_deliveries SET next_attempt_at = now()');
    await patient.serve(endpointId);
    expect(await states(endpointId)).toEqual(Array(30).fill('delivered'));
    expect(received).toHaveLength(31);
  });

  it('gets no more in a second than its rate, whoever sends', async () => {
    const { url, received } = await receiver();
    const { id: endpointId } = await endpointOf(hub, LEAD, url, { rateLimit: 20 });
    await tell(LEAD, 15);
    await engine().serve(endpointId);
    await tell(LEAD, 15);
    await engine().serve(endpointId);
    const times = received.map(({ at }) => at);
    expect(times).toHaveLength(30);
    // Two may go at once, and a receiver's clock reads whole milliseconds late or early.
    times.forEach((at, index) => {
      const later = times[index + 22];
      if (later !== undefined) expect(later - at).toBeGreaterThanOrEqual(900);
    });
  });

  it('that answers one slowly gets the others meanwhile, also what came after', async () => {
    let late: ServerResponse | undefined;
    const { url, received } = await receiver((_, response, index) => {
      if (index === 0) late = response;
      else response.end();
    });
    const { id: endpointId } = await endpointOf(hub, LEAD, url);
    await tell(LEAD, 1);
    const serving = engine().serve(endpointId);
    await eventually('the slow one is in flight', () => received.length === 1);
    await tell(LEAD, 3);
    await eventually(
      'the others are delivered',
      async () => (await states(endpointId)).filter((state) => state === 'delivered').length === 3,
    );
    late?.end();
    await serving;
    expect(await states(endpointId)).toEqual(Array(4).fill('delivered'));
    expect(received).toHaveLength(4);
  });

  it('is disabled when it has only failed for five days, and not a moment earlier', async () => {
    const { url } = await receiver((_, response) => {
      answerWith(response, 500);
    });
    const { id: endpointId } = await endpointOf(hub, LEAD, url);
    const patient = engine({ scheduleScale: 1 });
    const failOnce = async (since: string) => {
      await hub.superuser(
        `UPDATE webhook_endpoints SET consecutive_failures = 1, failing_since = now() - $1::interval`,
        [since],
      );
      await tell(LEAD, 1);
      await patient.serve(endpointId);
      return (await endpointRow(endpointId))?.state;
    };
    expect(await failOnce('4 days 23 hours')).toBe('active');
    expect(await failOnce('5 days 1 minute')).toBe('disabled');
    expect(await states(endpointId)).toEqual(['held', 'held']);
    const evidence = await hub.superuser(`SELECT FROM evidence_entries WHERE action = 'endpoint.disabled'`);
    expect(evidence).toHaveLength(1);
  });

  it('does not bring back by a late 410 what its body deleted', async () => {
    let late: ServerResponse | undefined;
    const { url, received } = await receiver((_, response) => {
      late = response;
    });
    const { id: endpointId } = await endpointOf(hub, LEAD, url);
    await tell(LEAD, 1);
    const serving = engine().serve(endpointId);
    await eventually('it is in flight', () => received.length === 1);
    await withEndpoints(hub, LEAD, (tools) => deleteEndpoint(tools, endpointId));
    if (late) answerWith(late, 410);
    await serving;
    expect((await endpointRow(endpointId))?.state).toBe('deleted');
  });

  it('that hangs does not slow another', async () => {
    const hanging = await receiver(() => undefined);
    const prompt = await receiver();
    const slow = await endpointOf(hub, LEAD, hanging.url);
    const quick = await endpointOf(hub, 'unhcr', prompt.url);
    await tell(LEAD, 100);
    await tell('unhcr', 100);
    const shared = engine({ deadlineMs: 20_000 });
    const serving = shared.serve(slow.id);
    await eventually('one hangs', () => hanging.received.length > 0);
    await shared.serve(quick.id);
    expect(prompt.received).toHaveLength(100);
    expect(await states(slow.id)).toEqual(Array(100).fill('pending'));
    await hanging.close();
    receivers.splice(receivers.indexOf(hanging), 1);
    await serving;
  });
});

describe('several engines', () => {
  it('on one lane send each delivery once', async () => {
    const { url, received } = await receiver();
    const { id: endpointId } = await endpointOf(hub, LEAD, url);
    await tell(LEAD, 60);
    const both = [engine(), engine()];
    for (const each of both) each.start(10);
    await Promise.all(both.flatMap((each) => [each.serve(endpointId), each.serve(endpointId)]));
    await allDelivered(endpointId);
    expect(received).toHaveLength(60);
    expect(new Set(ids(received)).size).toBe(60);
  });

  it('are fenced: what a frozen one still brings after its lease is not written, and the other sends', async () => {
    let late: ServerResponse | undefined;
    const { url, received } = await receiver((_, response, index) => {
      if (index === 0) late = response;
      else response.end();
    });
    const { id: endpointId } = await endpointOf(hub, LEAD, url);
    await tell(LEAD, 1);
    const unwritten: number[] = [];
    const frozen = engine({ onLostLease: (count) => unwritten.push(count) }).serve(endpointId);
    await eventually('the first is in flight', () => received.length === 1);
    await hub.superuser(`UPDATE webhook_endpoints SET lane_until = now() - interval '1 second'`);
    await engine().serve(endpointId);
    expect(await states(endpointId)).toEqual(['delivered']);
    if (late) answerWith(late, 500);
    await frozen;
    expect(unwritten).toEqual([1]);
    expect(await states(endpointId)).toEqual(['delivered']);
    const attempts = await hub.superuser('SELECT outcome FROM delivery_attempts');
    expect(attempts).toEqual([{ outcome: 'delivered' }]);
    expect(new Set(ids(received)).size).toBe(1);
  });

  it('leave no delivery behind that was announced while the lane was in other hands', async () => {
    let late: ServerResponse | undefined;
    const { url, received } = await receiver((_, response, index) => {
      if (index === 0) late = response;
      else response.end();
    });
    const { id: endpointId } = await endpointOf(hub, LEAD, url);
    await tell(LEAD, 1);
    const holder = engine().serve(endpointId);
    await eventually('the first is in flight', () => received.length === 1);
    await tell(LEAD, 1);
    // The wake-up comes to another process, which finds the lane taken and leaves word.
    await engine().serve(endpointId);
    expect(received).toHaveLength(1);
    late?.end();
    await holder;
    expect(await states(endpointId)).toEqual(['delivered', 'delivered']);
  });
});

describe('an engine', () => {
  it('finds by itself what nobody woke it for', async () => {
    const { url } = await receiver();
    const { id: endpointId } = await endpointOf(hub, LEAD, url);
    engine().start(20);
    await tell(LEAD, 3);
    await allDelivered(endpointId);
  });

  it('that is closed writes what is in flight, sends no more and lets the lane go', async () => {
    let late: ServerResponse | undefined;
    const { url, received } = await receiver((_, response, index) => {
      if (index === 0) late = response;
      else response.end();
    });
    const { id: endpointId } = await endpointOf(hub, LEAD, url);
    await limitInFlight(endpointId, 1);
    await tell(LEAD, 3);
    const closing = engine();
    const serving = closing.serve(endpointId);
    await eventually('one is in flight', () => received.length === 1);
    const closed = closing.close();
    late?.end();
    await Promise.all([closed, serving]);
    expect(await states(endpointId)).toEqual(['delivered', 'pending', 'pending']);
    expect((await endpointRow(endpointId))?.lane_token).toBeNull();
    await engine().serve(endpointId);
    expect(new Set(ids(received)).size).toBe(3);
    expect(received).toHaveLength(3);
  });

  it('sends nothing to an endpoint that is paused', async () => {
    const { url, received } = await receiver();
    const { id: endpointId } = await endpointOf(hub, LEAD, url, { paused: true });
    await tell(LEAD, 1);
    const idle = engine();
    await idle.serve(endpointId);
    expect(received).toEqual([]);
    expect(await states(endpointId)).toEqual(['held']);
  });
});
