import { eventually } from '#test/servers';
import { only } from './driver/ledger';
import { Trial } from './driver/trial';

const SOME = 40;
/** Longer than any wait of the queue's clients between two tries to connect, milliseconds. */
const AWAY_MS = 20_000;

/** Wake-ups travel through Redis, and nothing else: what it forgets, or does not take, is found in PostgreSQL. */
describe('while Redis fails, deliveries go on', () => {
  let trial: Trial;
  let intact = true;

  beforeAll(async () => {
    trial = await Trial.start(7);
  }, 120_000);
  afterAll(() => trial.stop(!intact), 60_000);

  /** Everything accepted came to everybody, once. */
  const expectAllKept = async (): Promise<void> => {
    intact = false;
    await trial.settle();
    const { lost, secondEffects, secondSends, broken } = await trial.judge();
    expect(broken).toEqual([]);
    expect({ lost, secondEffects, secondSends }).toEqual({ lost: 0, secondEffects: 0, secondSends: 0 });
    intact = true;
  };
  const received = (): number => only(trial.ledger.entries, 'received').length;
  /** In the middle of the work: some of it is done, and some is not. */
  const underWay = async (before: number): Promise<void> => {
    await eventually('webhooks arrive', () => received() > before + 5, 60_000);
  };

  it.each([
    ['emptied', () => trial.hub.redis.flush()],
    ['killed, and comes back with its data', () => trial.hub.redis.killed(false)],
    ['killed, and comes back empty', () => trial.hub.redis.killed(true)],
  ])(
    'that is %s, again and again while deliveries wait',
    async (_, fault) => {
      for (let round = 0; round < 2; round += 1) {
        const before = received();
        const submitting = trial.submit(SOME);
        await underWay(before);
        await fault();
        await submitting;
      }
      await expectAllKept();
    },
    300_000,
  );

  it('that cannot be reached: the work is found every second, and the wake-ups come back by themselves', async () => {
    const { hub } = trial;
    await hub.redisLine.cut();
    const cutAt = performance.now();
    try {
      await trial.submit(SOME);
      // All of it, from the submission to the acknowledgement, without a single wake-up.
      await trial.settle();
      await eventually('the time is over', () => performance.now() > cutAt + AWAY_MS, AWAY_MS + 5_000);
      await trial.submit(SOME);
    } finally {
      await hub.redisLine.open();
    }
    for (const app of hub.apps)
      await eventually(`${app.name} has its queue again`, async () => (await app.checks())['queue'] === 'up', 60_000);
    await trial.submit(SOME);
    await expectAllKept();
  }, 300_000);
});
