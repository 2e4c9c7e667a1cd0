import type { Uuid } from '#kernel';
import { LARGEST_JWE, changeEndpoint, type DeliveryEngine } from '#delivery';
import type { HttpSender } from '#platform/http-client';
import { cancelReferral, closeReferral, decide, readInboxItem, reopenReferral, withdrawConsent } from '#referrals';
import { deliveriesOf, endpointOf, engineOf, loopbackSender, withEndpoints } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { receivingKey } from '#test/receiving-key';
import { startReceiver, type Received, type Receiver } from '#test/receiver';
import { LEAD, SENDER, drain, fictitiousBody, routed, submitted } from '#test/referral-flow';

jest.setTimeout(60_000);

let hub: HubDatabase;
let sender: HttpSender;
let engine: DeliveryEngine;
const receivers: Receiver[] = [];
const key = receivingKey();

beforeEach(async () => {
  hub = await openHubDatabase();
  sender = loopbackSender();
  engine = engineOf(hub, sender, { clock: hub.clock });
});
afterEach(async () => {
  await engine.close();
  await sender.close();
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
  await hub.close();
});

const receiver = async (...parameters: Parameters<typeof startReceiver>): Promise<Receiver> => {
  const started = await startReceiver(...parameters);
  receivers.push(started);
  return started;
};
/** A body's endpoint that asked for content, and what it receives. */
const encrypted = async (slug = LEAD, over: Parameters<typeof endpointOf>[3] = {}) => {
  const { url, received } = await receiver();
  const endpoint = await endpointOf(hub, slug, url, {
    payload: 'encrypted',
    encryptionKey: { ...key.publicJwk },
    ...over,
  });
  return { id: endpoint.id, url, received, serve: () => engine.serve(endpoint.id) };
};
const change = (id: Uuid, version: number, wish: Parameters<typeof changeEndpoint>[3]) =>
  withEndpoints(hub, LEAD, (tools) => changeEndpoint(tools, id, version, wish));
/** The lead declines, and the sender closes that: the body is told of it. */
const closed = async (id: Uuid): Promise<void> => {
  await hub.as(LEAD, (tools) => decide(tools, id, { decision: 'declined', reason: 'capacity' }));
  await hub.as(SENDER, (tools) => closeReferral(tools, id, { recipients: [LEAD] }));
};
const dataOf = ({ body }: Received) => (JSON.parse(body) as { data: Record<string, unknown> }).data;
const typeOf = ({ body }: Received) => (JSON.parse(body) as { type: string }).type;
const states = async (endpointId: Uuid) => (await deliveriesOf(hub, endpointId)).map(({ state }) => state);
const asRead = async (id: Uuid, slug = LEAD): Promise<unknown> =>
  JSON.parse(JSON.stringify(await hub.as(slug, (tools) => readInboxItem(tools, id))));
const sent = (id: Uuid) =>
  hub.superuser<{ organisation: string; actor_kind: string; detail: Record<string, unknown> }>(
    `SELECT o.slug AS organisation, e.actor_kind, e.detail FROM evidence_entries e
     JOIN organisations o ON o.id = e.organisation_id WHERE e.action = 'content.sent' AND e.subject_id = $1`,
    [id],
  );

describe('an endpoint that asked for content', () => {
  it('gets what its body would read, encrypted to its key, beside what every webhook says', async () => {
    const { serve, received } = await encrypted();
    const { id, reference } = await routed(hub);
    await serve();
    const [webhook] = received;
    const { encrypted: jwe, ...thin } = dataOf(webhook!);
    expect(thin).toEqual({
      ...{ messageId: id, reference, kind: 'referral', operation: 'afghanistan', sequence: 1, thread: id },
      ...{ status: 'exercise', overdue: false, dueAt: expect.any(String) as string },
      href: `http://hub.example/v1/inbox/${id}`,
    });
    expect(String(jwe).split('.')).toHaveLength(5);
    const content = await key.open(webhook!.body);
    expect(content).toMatchObject({ reference, sender: SENDER, body: { person: fictitiousBody.person } });
    expect(content).toEqual(await asRead(id));
  });

  it('and one of the same body that did not: each gets its own', async () => {
    const plain = await receiver();
    const { id: plainId } = await endpointOf(hub, LEAD, plain.url);
    const { serve, received } = await encrypted();
    await routed(hub);
    await Promise.all([engine.serve(plainId), serve()]);
    expect(dataOf(plain.received[0]!)).not.toHaveProperty('encrypted');
    expect(dataOf(received[0]!)).toHaveProperty('encrypted');
  });

  it('gets the same bytes at every attempt', async () => {
    const answers = [500, 500, 200];
    const failing = await receiver((_, response, index) => response.writeHead(answers[index] ?? 200).end());
    const { id } = await endpointOf(hub, LEAD, failing.url, {
      payload: 'encrypted',
      encryptionKey: { ...key.publicJwk },
    });
    await routed(hub);
    for (const [index] of answers.entries()) {
      await hub.superuser(`UPDATE waiting_deliveries SET next_attempt_at = now() WHERE endpoint_id = $1`, [id]);
      await hub.superuser(`UPDATE webhook_endpoints SET not_before = NULL WHERE id = $1`, [id]);
      await engine.serve(id);
      expect(failing.received.length).toBeGreaterThan(index);
    }
    expect(new Set(failing.received.map(({ body }) => body)).size).toBe(1);
    expect(await key.open(failing.received[0]!.body)).toBeDefined();
  });

  it('is witnessed as having been sent content, once for each delivery, and content is nowhere in clear', async () => {
    const { id: endpointId } = await encrypted();
    const { id } = await routed(hub);
    const [delivery] = await deliveriesOf(hub, endpointId);
    expect(await sent(id)).toEqual([
      {
        organisation: LEAD,
        actor_kind: 'hub',
        detail: {
          recipient: expect.any(String) as string,
          delivery: delivery!.id,
          endpoint: endpointId,
          event: 'referral.routed',
          key: expect.stringMatching(/^[\w-]{43}$/) as string,
        },
      },
    ]);
    const rows = await hub.superuser<{ row: string }>(
      `SELECT d::text AS row FROM deliveries d UNION ALL SELECT e::text FROM evidence_entries e
       UNION ALL SELECT w::text FROM webhook_endpoints w UNION ALL SELECT o::text FROM outbox o`,
    );
    expect(rows.filter(({ row }) => /Testperson|Omega|Kabul|AFG-TEST/.test(row))).toEqual([]);
  });

  it('gets it also when what it received moves on, and never of what it sent or may not read', async () => {
    const lead = await encrypted();
    const origin = await encrypted(SENDER);
    const { id } = await routed(hub);
    await closed(id);
    await drain(hub);
    const then = await asRead(id);
    await hub.as(SENDER, (tools) => reopenReferral(tools, id, {}));
    await drain(hub);
    await Promise.all([lead.serve(), origin.serve()]);
    expect(lead.received.map(typeOf)).toEqual(['referral.routed', 'referral.updated', 'referral.updated']);
    const opened = await Promise.all(lead.received.map(({ body }) => key.open(body)));
    expect(opened).toMatchObject([{ state: 'pending' }, { state: 'closed' }, { state: 'acknowledged' }]);
    expect(opened[1]).toEqual(then);
    expect((await sent(id)).map(({ detail }) => detail['event'])).toEqual(lead.received.map(typeOf));
    expect(origin.received.map(dataOf).filter((data) => 'encrypted' in data)).toEqual([]);
  });

  it('gets reminders, cancellations and recalls thin', async () => {
    const { serve, received } = await encrypted();
    const { id } = await routed(hub);
    await serve();
    await hub.as(SENDER, (tools) => withdrawConsent(tools, id, {}));
    await drain(hub);
    const { id: second } = await routed(hub);
    await serve();
    await hub.as(SENDER, (tools) => cancelReferral(tools, second, {}));
    await drain(hub);
    await serve();
    const carrying = received.map((webhook) => [typeOf(webhook), 'encrypted' in dataOf(webhook)]);
    expect(carrying).toEqual([
      ['referral.routed', true],
      ['referral.recalled', false],
      ['referral.routed', true],
      ['referral.cancelled', false],
    ]);
  });

  it('gets a thin event where the content is withheld, erased or out of its time when it is announced', async () => {
    const { id: endpointId, serve, received } = await encrypted(LEAD, { eventTypes: ['referral.updated'] });
    for (const gone of [
      'withheld_at = now()',
      `readable_until = '${hub.clock.now().toISOString()}'`,
      'data_key = NULL, release_sealed = NULL',
    ]) {
      const { id } = await routed(hub);
      await closed(id);
      await hub.superuser(`UPDATE recipients SET ${gone} WHERE message_id = $1`, [id]);
      await drain(hub);
      expect(await sent(id)).toEqual([]);
    }
    await serve();
    expect(received.map(dataOf).map((data) => Object.keys(data).includes('encrypted'))).toEqual([false, false, false]);
    expect(await states(endpointId)).toEqual(['delivered', 'delivered', 'delivered']);
  });
});

describe('a body that changes its mind', () => {
  it('gets by its new key what is announced from then on; what waits stays with the old one', async () => {
    const { id, url, serve, received } = await encrypted(LEAD, { paused: true });
    const first = await routed(hub);
    const next = receivingKey('P-521');
    const changed = await change(id, 2, { encryptionKey: { ...next.publicJwk } });
    expect(changed).toMatchObject({ url, payload: 'encrypted', encryptionKey: { crv: 'P-521' } });
    const second = await routed(hub);
    await change(id, 3, { payload: 'thin' });
    const third = await routed(hub);
    await change(id, 4, { state: 'active' });
    await serve();
    const of = (message: { readonly id: Uuid }) =>
      received.find((webhook) => dataOf(webhook)['messageId'] === message.id)!;
    expect(await key.open(of(first).body)).toMatchObject({ messageId: first.id });
    await expect(key.open(of(second).body)).rejects.toThrow();
    expect(await next.open(of(second).body)).toMatchObject({ messageId: second.id });
    expect(dataOf(of(third))).not.toHaveProperty('encrypted');
  });

  it('cannot hand in a private key, and none gets into the record', async () => {
    const { id } = await encrypted();
    const given = { encryptionKey: { ...key.privateJwk } };
    await expect(change(id, 2, given)).rejects.toMatchObject({ errors: [{ code: 'private_key' }] });
    await expect(endpointOf(hub, LEAD, 'https://one.example', given)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(
      hub.superuser(`UPDATE webhook_endpoints SET encryption_key = encryption_key || '{"d":"x"}' WHERE id = $1`, [id]),
    ).rejects.toMatchObject({ code: '23514' });
    const rows = await hub.superuser<{ row: string }>(
      `SELECT w::text AS row FROM webhook_endpoints w UNION ALL SELECT e::text FROM evidence_entries e`,
    );
    expect(rows.filter(({ row }) => row.includes(String(key.privateJwk.d)))).toEqual([]);
  });
});

describe('content that waits to be sent', () => {
  it('is never sent once it was recalled, at whichever moment', async () => {
    const { id: endpointId, serve, received } = await encrypted(LEAD, { paused: true });
    const { id } = await routed(hub);
    await hub.as(SENDER, (tools) => withdrawConsent(tools, id, {}));
    // The recall is on record; no worker has dealt with it yet.
    await change(endpointId, 2, { state: 'active' });
    await serve();
    expect(received).toEqual([]);
    expect(await states(endpointId)).toEqual(['superseded']);
    await drain(hub);
    await serve();
    expect(received.map(typeOf)).toEqual(['referral.recalled']);
  });

  it('is never sent once it was called off; the body is told that it was', async () => {
    const { id: endpointId, serve, received } = await encrypted(LEAD, { paused: true });
    const { id } = await routed(hub);
    await hub.as(SENDER, (tools) => cancelReferral(tools, id, {}));
    await drain(hub);
    expect(await states(endpointId)).toEqual(['superseded', 'held']);
    await change(endpointId, 2, { state: 'active' });
    await serve();
    expect(received.map(typeOf)).toEqual(['referral.cancelled']);
  });

  it('is never sent once the time is over for which the body may read it', async () => {
    const { id: endpointId, serve, received } = await encrypted();
    const { id } = await routed(hub);
    const until = new Date(hub.clock.now().getTime() + 60_000);
    await hub.superuser(`UPDATE recipients SET readable_until = $2 WHERE message_id = $1`, [id, until]);
    await routed(hub);
    hub.clock.advance(60_000);
    await serve();
    expect(await Promise.all(received.map(({ body }) => key.open(body)))).not.toContainEqual(
      expect.objectContaining({ messageId: id }),
    );
    expect(await states(endpointId)).toEqual(['superseded', 'delivered']);
    const [recipient] = await hub.superuser<{ delivery_state: string }>(
      `SELECT r.delivery_state FROM recipients r JOIN organisations o ON o.id = r.organisation_id
       WHERE r.message_id = $1 AND o.slug = $2`,
      [id, LEAD],
    );
    expect(recipient).toEqual({ delivery_state: 'superseded' });
  });

  it('is not sent either when it is withheld after the lane read it and before its turn', async () => {
    let inFlight: Uuid | undefined;
    const slow = await receiver((webhook, response, index) => {
      const answer = async (): Promise<void> => {
        if (index === 0) {
          inFlight = dataOf(webhook)['messageId'] as Uuid;
          await hub.superuser(`UPDATE recipients SET withheld_at = now() WHERE message_id <> $1`, [inFlight]);
        }
        response.end();
      };
      void answer();
    });
    const { id } = await endpointOf(hub, LEAD, slow.url, { payload: 'encrypted', encryptionKey: { ...key.publicJwk } });
    await hub.superuser(`UPDATE webhook_endpoints SET max_in_flight = 1 WHERE id = $1`, [id]);
    const both = [await submitted(hub), await submitted(hub)];
    await drain(hub);
    await engine.serve(id);
    expect(both.map((one) => one.id)).toContain(inFlight);
    expect(slow.received).toHaveLength(1);
    expect((await states(id)).sort()).toEqual(['delivered', 'superseded']);
  });
});

describe('content that cannot go along', () => {
  it('because it is too large leaves the event thin, which says so', async () => {
    const { serve, received } = await encrypted();
    const { id } = await routed(hub);
    await closed(id);
    // No form of today fills so much: a name that does.
    const directory = Object.create(hub.directory) as typeof hub.directory;
    directory.slugOf = () => Promise.resolve('x'.repeat(LARGEST_JWE));
    await drain(hub, { directory });
    await serve();
    expect(dataOf(received[0]!)).toHaveProperty('encrypted');
    expect(dataOf(received[1]!)).toMatchObject({ tooLarge: true });
    expect(dataOf(received[1]!)).not.toHaveProperty('encrypted');
    expect(await sent(id)).toHaveLength(1);
  });

  it.each([
    ['opened', () => Promise.reject(new Error('the key service is away'))],
    ['read from the record', (tx: { execute: (text: string) => Promise<unknown> }) => tx.execute('SELECT 1 / 0')],
  ])('because it cannot be %s leaves the event thin, and loses nothing', async (_, fail) => {
    const { serve, received } = await encrypted();
    const { id } = await submitted(hub);
    const faults: unknown[] = [];
    const directory = Object.create(hub.directory) as typeof hub.directory;
    let open: { execute: (text: string) => Promise<unknown> } | undefined;
    const database = Object.create(hub.worker) as typeof hub.worker;
    database.transaction = (context, work) =>
      hub.worker.transaction(context, (tx) => {
        open = tx;
        return work(tx);
      });
    let asked = 0;
    directory.slugOf = async (organisationId) => {
      // Routing asks for the sender first; the content comes after it.
      if ((asked += 1) > 1) await fail(open!);
      return hub.directory.slugOf(organisationId);
    };
    await drain(hub, { directory, database, onContentFault: (error) => faults.push(error) });
    await serve();
    expect(faults).toHaveLength(1);
    expect(received.map(typeOf)).toEqual(['referral.routed']);
    expect(dataOf(received[0]!)).not.toHaveProperty('encrypted');
    expect(await sent(id)).toEqual([]);
  });
});
