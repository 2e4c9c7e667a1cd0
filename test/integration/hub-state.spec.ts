import { uuidv7 } from '#kernel';
import { announce } from '#delivery';
import { JobClient } from '#platform/queue';
import { hubWork, waitingWakeUps, type HubState } from '#runtime';
import { HttpSender } from '#platform/http-client';
import { endpointOf, engineOf, loopbackSender } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { startReceiver } from '#test/receiver';
import { startRedis } from '#test/redis';
import { eventually } from '#test/servers';
import { LEAD, idOf, submitted } from '#test/referral-flow';

jest.setTimeout(60_000);

/** What whoever runs the hub sees of its work, as a body that has nothing to do with it. */
describe('the state of the hub', () => {
  let hub: HubDatabase;
  let sender: HttpSender;

  beforeAll(async () => {
    hub = await openHubDatabase();
    sender = loopbackSender();
  });
  afterAll(async () => {
    await sender.close();
    await hub.close();
  });

  const state = (at = new Date()): Promise<Omit<HubState, 'queues'>> => hub.as('unhcr', ({ tx }) => hubWork(tx, at));
  const waiting = async (name: string) => (await state()).work.find((one) => one.name === name)?.waiting;

  it('tells what waits to be routed', async () => {
    expect(await waiting('routing')).toBe(0);
    await submitted(hub);
    expect(await waiting('routing')).toBe(1);
    const { work } = await state();
    expect(work.map(({ name }) => name).sort()).toEqual(['deadlines', 'evidence', 'mails', 'routing', 'webhooks']);
    expect(work.find(({ name }) => name === 'evidence')?.oldestSince).toBeInstanceOf(Date);
  });

  it('tells how the endpoints of all bodies fare, by counts and codes alone', async () => {
    const refusing = await startReceiver((_, response) => response.writeHead(500).end());
    const engine = engineOf(hub, sender, { scheduleScale: 1 });
    try {
      const { id } = await endpointOf(hub, LEAD, refusing.url);
      const organisationId = await idOf(hub, LEAD);
      await hub.worker.transaction({ kind: 'worker' }, (tx) =>
        announce(tx, [
          {
            ...{ type: 'referral.updated', organisationId, messageId: uuidv7(), threadId: uuidv7(), reference: 'TEST' },
            ...{ kind: 'referral', operation: 'afghanistan', status: 'test', overdue: false, dedupeKey: uuidv7() },
            ...{ href: 'http://hub.example/v1/referrals/x', at: new Date() },
          },
        ]),
      );
      await engine.serve(id);
      const { endpoints, work } = await state();
      expect(endpoints).toHaveLength(1);
      expect(endpoints[0]).toMatchObject({
        ...{ id, organisation: LEAD, state: 'active', consecutiveFailures: 1, pending: 1, held: 0, laneUntil: null },
        lastHour: { attempts: 1, delivered: 0 },
      });
      expect(JSON.stringify(endpoints)).not.toContain(new URL(refusing.url).port);
      // It waits for its next turn, and is not due.
      expect(work.find(({ name }) => name === 'webhooks')?.waiting).toBe(0);
      const later = await state(new Date(Date.now() + 86_400_000));
      expect(later.work.find(({ name }) => name === 'webhooks')?.waiting).toBe(1);
    } finally {
      await engine.close();
      await refusing.close();
    }
  });

  it('counts the wake-ups that wait, and says which queues do not answer', async () => {
    const redis = await startRedis();
    const jobs = new JobClient({ backend: 'redis', url: redis.url });
    try {
      jobs.wake('routing.drain', {});
      await jobs.ping();
      const queues = await waitingWakeUps(jobs);
      expect(queues.map(({ name }) => name)).toEqual(['routing', 'delivery', 'tracking', 'meetings']);
      expect(queues.every(({ waiting: count }) => count !== null)).toBe(true);
      await redis.kill();
      expect((await waitingWakeUps(jobs)).map(({ waiting: count }) => count)).toEqual([null, null, null, null]);
    } finally {
      // A connection that waits for its server to come back keeps the process: each is to be back before it is closed.
      const again = await startRedis({ port: redis.port });
      await eventually('every queue answers again', async () =>
        (await waitingWakeUps(jobs)).every(({ waiting: count }) => count !== null),
      );
      await jobs.close();
      await again.stop();
    }
  });
});
