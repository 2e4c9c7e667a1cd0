import { eventually } from '#test/servers';
import { Trial } from './driver/trial';

const SUBMISSIONS = 240;

/** What was answered is on PostgreSQL's disk; what was not is sent again under the same key. */
describe('while PostgreSQL restarts', () => {
  let trial: Trial;
  let intact = false;

  beforeAll(async () => {
    trial = await Trial.start(8);
  }, 120_000);
  afterAll(() => trial.stop(!intact), 60_000);

  it('nothing that was accepted is lost, nothing is done twice, and every process goes on by itself', async () => {
    const { postgres, apps } = trial.hub;
    const begun = apps.map(({ starts }) => starts);
    const submitting = trial.submit(SUBMISSIONS);
    const faults = [() => postgres.kill(), () => postgres.restart(), () => postgres.kill()];
    for (const [index, fault] of faults.entries()) {
      const share = ((index + 1) / (faults.length + 1)) * SUBMISSIONS;
      await eventually('a part is accepted', () => trial.accepted() >= share, 120_000);
      await fault();
    }
    await submitting;
    await trial.settle();
    const { accepted, lost, secondEffects, broken } = await trial.judge();
    expect(broken).toEqual([]);
    expect({ accepted, lost, secondEffects }).toEqual({ accepted: SUBMISSIONS, lost: 0, secondEffects: 0 });
    // No process fell over; otherwise its supervisor would have hidden that.
    expect(apps.map(({ starts }) => starts)).toEqual(begun);
    intact = true;
  }, 400_000);
});
