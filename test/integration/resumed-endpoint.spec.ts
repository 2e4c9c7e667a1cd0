import { uuidv7, type Uuid } from '#kernel';
import { announce, changeEndpoint } from '#delivery';
import { deliveriesOf, endpointOf, withEndpoints } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, idOf } from '#test/referral-flow';
import { eventually } from '#test/servers';

jest.setTimeout(60_000);

/** A body makes its endpoint active while an event is being announced to it: whoever comes second sees the first. */
describe('an event that is announced while its endpoint is made active', () => {
  let hub: HubDatabase;
  let endpointId: Uuid;
  let organisationId: Uuid;

  beforeEach(async () => {
    hub = await openHubDatabase();
    organisationId = await idOf(hub, LEAD);
    endpointId = (await endpointOf(hub, LEAD, 'http://partner.example/hook', { paused: true })).id;
  });
  afterEach(() => hub.close());

  const resume = (then: () => Promise<void>): Promise<void> =>
    withEndpoints(hub, LEAD, async (tools) => {
      await changeEndpoint(tools, endpointId, 2, { state: 'active' });
      await then();
    });
  const tell = (then: () => Promise<void>): Promise<void> =>
    hub.worker.transaction({ kind: 'worker' }, async (tx) => {
      await announce(tx, [
        {
          ...{ type: 'referral.recalled', organisationId, messageId: uuidv7(), threadId: uuidv7(), reference: 'TEST' },
          ...{ kind: 'referral', operation: 'afghanistan', status: 'test', overdue: false, at: new Date() },
          ...{ href: 'http://hub.example/v1/inbox/x', dedupeKey: uuidv7() },
        },
      ]);
      await then();
    });
  const waitsOrIsDone = async (work: Promise<void>): Promise<void> => {
    let done = false;
    void work.finally(() => (done = true));
    await eventually('the second waits for the first', async () => {
      const waiting = await hub.superuser(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return done || waiting.length > 0;
    });
  };

  it.each([
    ['which is not committed yet', resume, tell],
    ['before that is committed', tell, resume],
  ])('%s is not left held', async (_, first, second) => {
    let other: Promise<void> = Promise.resolve();
    await first(async () => {
      other = second(() => Promise.resolve());
      await waitsOrIsDone(other);
    });
    await other;
    expect((await deliveriesOf(hub, endpointId)).map(({ state }) => state)).toEqual(['pending']);
  });
});
