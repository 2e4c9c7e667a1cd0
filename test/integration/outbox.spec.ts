import type { Uuid } from '#kernel';
import type { WorkerDatabase } from '#platform/database';
import { outboxDepth } from '#platform/outbox';
import { acknowledge, decide, progress } from '#referrals';
import { endpointOf } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, drain, routed, submitted } from '#test/referral-flow';

jest.setTimeout(60_000);

describe('the outbox', () => {
  let hub: HubDatabase;
  let endpointId: Uuid;

  beforeEach(async () => {
    hub = await openHubDatabase();
    ({ id: endpointId } = await endpointOf(hub, SENDER, 'https://sender.example/hook'));
  });
  afterEach(() => hub.close());

  interface Told {
    readonly thread: Uuid;
    readonly sequence: number;
    /** Number of the event in the outbox. */
    readonly event: number;
  }
  const told = () =>
    hub.superuser<Told>(
      `SELECT thread_id AS thread, sequence, split_part(dedupe_key, '/', 2)::int AS event
       FROM deliveries WHERE endpoint_id = $1 ORDER BY thread_id, sequence`,
      [endpointId],
    );
  const waiting = () =>
    hub.superuser<{ id: string; attempts: number; last_fault: string | null; thread_id: Uuid; later: boolean }>(
      'SELECT id, attempts, last_fault, thread_id, available_at > now() AS later FROM outbox ORDER BY id',
    );
  /** Three events of one thread, from two of its recipients. */
  const happenings = async (id: Uuid) => {
    await hub.as(LEAD, (tools) => acknowledge(tools, id));
    await hub.as('unhcr', (tools) => decide(tools, id, { decision: 'accepted' }));
    await hub.as('unhcr', (tools) => progress(tools, id, { state: 'in_progress' }));
  };
  const breakBody = (id: Uuid) =>
    hub.superuser(
      `UPDATE messages SET body_sealed = set_byte(body_sealed, 20, 255 - get_byte(body_sealed, 20)) WHERE id = $1`,
      [id],
    );

  it('tells the events of each thread in their order and each once, with four drains at once', async () => {
    const threads = await Promise.all(Array.from({ length: 12 }, () => routed(hub)));
    await Promise.all(threads.map(({ id }) => happenings(id)));
    const counts = await Promise.all([drain(hub), drain(hub), drain(hub), drain(hub)]);
    expect(counts.reduce((sum, count) => sum + count)).toBe(36);
    const rows = await told();
    for (const { id } of threads) {
      const ofThread = rows.filter(({ thread }) => thread === id);
      expect(ofThread.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
      const events = ofThread.map(({ event }) => event);
      expect(events).toEqual([...events].sort((a, b) => a - b));
    }
    expect(await waiting()).toEqual([]);
  });

  it('routes each message once when it is drained by many at once', async () => {
    const messages = await Promise.all(Array.from({ length: 20 }, () => submitted(hub)));
    await Promise.all(Array.from({ length: 6 }, () => drain(hub)));
    const [row] = await hub.superuser<{ recipients: number; messages: number }>(
      'SELECT count(*)::int AS recipients, count(DISTINCT message_id)::int AS messages FROM recipients',
    );
    expect(row).toEqual({ recipients: messages.length * 3, messages: messages.length });
  });

  it('numbers what goes to one body together in the order in which it was submitted, without a gap', async () => {
    const before = await routed(hub);
    const together: Uuid[] = [];
    for (let count = 0; count < 5; count += 1) together.push((await submitted(hub)).id);
    expect(await drain(hub)).toBe(5);
    const inbox = await hub.superuser<{ message: Uuid; place: number; body: string }>(
      `SELECT r.message_id AS message, r.inbox_sequence::int AS place, o.slug AS body
       FROM recipients r JOIN organisations o ON o.id = r.organisation_id ORDER BY o.slug, r.inbox_sequence`,
    );
    for (const slug of new Set(inbox.map(({ body }) => body))) {
      const own = inbox.filter(({ body }) => body === slug);
      expect(own.map(({ message }) => message)).toEqual([before.id, ...together]);
      expect(own.map(({ place }) => place)).toEqual([1, 2, 3, 4, 5, 6]);
    }
    expect(new Set(inbox.map(({ body }) => body)).size).toBe(3);
  });

  it('postpones an event that cannot be dealt with, and holds up only its thread', async () => {
    const [broken, healthy] = [await submitted(hub), await submitted(hub)];
    await breakBody(broken.id);
    await hub.superuser(
      `INSERT INTO outbox (topic, thread_id, message_id, detail) VALUES ('recipient.decided', $1, $1, '{}')`,
      [broken.id],
    );
    const faults: unknown[] = [];
    await drain(hub, { onFault: (error) => faults.push(error) });
    expect(faults.length).toBeGreaterThan(0);
    const states = await hub.superuser('SELECT state FROM messages WHERE id = ANY ($1) ORDER BY id', [
      [broken.id, healthy.id],
    ]);
    expect(states).toEqual([{ state: 'submitted' }, { state: 'routed' }]);
    expect(await waiting()).toMatchObject([
      { thread_id: broken.id, attempts: 1, last_fault: expect.any(String) as string, later: true },
      { thread_id: broken.id, attempts: 0, last_fault: null, later: false },
    ]);

    // Mended and due again, the thread goes on where it stood.
    await breakBody(broken.id);
    await hub.superuser('UPDATE outbox SET available_at = now()');
    expect(await drain(hub)).toBe(2);
    expect(await waiting()).toEqual([]);
  });

  it('tells again what a worker had claimed when it died before its commit', async () => {
    const { id } = await routed(hub);
    await happenings(id);
    const mortal = dyingBeforeCommit(hub);
    await expect(drain(hub, { database: mortal, onFault: () => undefined })).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(await told()).toEqual([]);
    expect((await waiting()).map(({ attempts }) => attempts)).toEqual([0, 0, 0]);
    await drain(hub);
    expect((await told()).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });

  it('wakes a lane only after what waits for it is committed', async () => {
    const { id } = await routed(hub);
    await hub.as(LEAD, (tools) => acknowledge(tools, id));
    const seen: Promise<Told[]>[] = [];
    await drain(hub, { wakeLane: (endpoint) => seen.push(endpoint === endpointId ? told() : Promise.resolve([])) });
    expect((await Promise.all(seen)).map((rows) => rows.length)).toEqual([1]);
  });

  it('says how much waits, and since when', async () => {
    await submitted(hub);
    await hub.superuser(`UPDATE outbox SET created_at = now() - interval '90 seconds'`);
    const depth = await hub.worker.transaction({ kind: 'worker' }, outboxDepth);
    expect(depth.waiting).toBe(1);
    expect(depth.oldestSeconds).toBeGreaterThanOrEqual(90);
  });
});

/** A worker that is killed each time after its work and before its commit. */
function dyingBeforeCommit(hub: HubDatabase): WorkerDatabase {
  const transaction: WorkerDatabase['transaction'] = (context, work) =>
    hub.worker.transaction(context, async (tx) => {
      const result = await work(tx);
      const row = await tx.row<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await hub.superuser('SELECT pg_terminate_backend($1, 5000)', [row?.pid]);
      return result;
    });
  return Object.assign(Object.create(hub.worker) as WorkerDatabase, { transaction });
}
