import { Redis } from 'ioredis';
import { ApiCaller } from '#test/api-caller';
import { runDemo, type DemoReport } from '#test/demo-run';
import { startHub, type HubApp, type RunningHub, type Shape } from '#test/running-hub';
import { eventually } from '#test/servers';

interface Referral {
  readonly id: string;
  readonly reference: string;
  readonly state: string;
  readonly recipients: readonly { readonly organisation: string; readonly acknowledgedAt: string | null }[];
}

/** How many of the demo's referrals are submitted, and how many recipients have acknowledged. */
async function progress(hub: RunningHub): Promise<{ submitted: number; acknowledged: number }> {
  const all = await allReferrals(hub);
  return {
    submitted: all.filter(({ state }) => state !== 'draft').length,
    acknowledged: all.flatMap(({ recipients }) => recipients).filter(({ acknowledgedAt }) => acknowledgedAt !== null)
      .length,
  };
}

async function allReferrals(hub: RunningHub): Promise<Referral[]> {
  const pages = await Promise.all(
    ['isaf-hq', 'kfor-hq'].map(async (sender) => {
      const answer = await new ApiCaller(hub, sender)
        .call<{ data: Referral[] }>('GET', '/v1/referrals?limit=200')
        .catch(() => undefined);
      return answer?.body.data ?? [];
    }),
  );
  return pages.flat();
}

/** The demo's own verdict, and then ours from the evidence: one acknowledgement per message and recipient. */
async function expectExactlyOnce(
  hub: RunningHub,
  run: { code: number | null; report: DemoReport; said: string },
): Promise<void> {
  expect(run.report.missing).toEqual([]);
  expect(run.code).toBe(0);
  expect(run.report.totals['referrals']).toBe(40);
  for (const { id, recipients } of await allReferrals(hub))
    for (const { organisation, acknowledgedAt } of recipients) {
      expect(acknowledgedAt).not.toBeNull();
      const { body } = await new ApiCaller(hub, organisation).call<{
        data: { action: string; actor: string | null }[];
      }>('GET', `/v1/evidence?subject=${id}`);
      expect(
        body.data.filter(({ action, actor }) => action === 'recipient.acknowledged' && actor === organisation),
      ).toHaveLength(1);
    }
}

describe('a killed process loses nothing and does nothing twice', () => {
  let hub: RunningHub;
  const begin = async (shape: Shape): Promise<void> => {
    hub = await startHub(shape);
  };
  afterEach(() => hub.stop(), 60_000);

  it('the whole hub is killed in the middle of the demo, with its PostgreSQL left behind', async () => {
    await begin('one process on its own PostgreSQL');
    const running = runDemo(hub);
    await eventually('referrals are on their way', async () => (await progress(hub)).submitted >= 15, 60_000);
    await hub.kill('hub');
    await hub.start('hub');
    await eventually('some are acknowledged', async () => (await progress(hub)).acknowledged >= 5, 60_000);
    await hub.kill('hub');
    await hub.start('hub');
    await expectExactlyOnce(hub, await running);
  }, 240_000);

  it('each process of the production shape is killed in turn, and Redis is emptied and restarted', async () => {
    await begin('separate processes on PostgreSQL and Redis');
    const running = runDemo(hub);
    await eventually('referrals are on their way', async () => (await progress(hub)).submitted >= 5, 60_000);
    const apps: HubApp[] = ['routing-worker', 'delivery-worker', 'tracking-worker', 'api'];
    const redis = new Redis(hub.redis?.url ?? '');
    redis.on('error', () => undefined);
    for (const app of apps) {
      await hub.kill(app);
      await redis.flushall();
      await hub.start(app);
    }
    redis.disconnect();
    await expectExactlyOnce(hub, await running);
  }, 240_000);
});
