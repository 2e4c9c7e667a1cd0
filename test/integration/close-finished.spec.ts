import type { Uuid } from '#kernel';
import { decide, progress } from '#referrals';
import { closeFinished } from '#tracking';
import { deliveriesOf, endpointOf } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, drain, routed } from '#test/referral-flow';

jest.setTimeout(60_000);

const DAY = 86_400_000;

describe('what is finished', () => {
  let hub: HubDatabase;

  beforeEach(async () => {
    hub = await openHubDatabase();
  });
  afterEach(() => hub.close());

  const completed = async (): Promise<Uuid> => {
    const { id } = await routed(hub, { to: [LEAD] });
    await hub.as(LEAD, (tools) => decide(tools, id, { decision: 'accepted' }));
    await hub.as(LEAD, (tools) => progress(tools, id, { state: 'completed', outcome: 'services_provided' }));
    return id;
  };
  const stateOf = async (id: Uuid) =>
    (await hub.superuser<{ state: string }>('SELECT state FROM recipients WHERE message_id = $1', [id]))[0]?.state;
  const close = () => closeFinished(hub.worker, hub.clock, 30);

  it('is closed by the hub after thirty days, once, also when several workers do it', async () => {
    const id = await completed();
    hub.clock.advance(30 * DAY);
    expect(await close()).toBe(0);
    hub.clock.advance(1);
    const counts = await Promise.all(Array.from({ length: 5 }, close));
    expect(counts.reduce((sum, count) => sum + count)).toBe(1);
    expect(await stateOf(id)).toBe('closed');
  });

  it('is told to both sides when it is closed', async () => {
    const endpoints = [
      await endpointOf(hub, LEAD, 'https://lead.example/hook', { eventTypes: ['referral.updated'] }),
      await endpointOf(hub, SENDER, 'https://sender.example/hook', { eventTypes: ['referral.updated'] }),
    ];
    await completed();
    await drain(hub);
    const before = await Promise.all(endpoints.map(async ({ id }) => (await deliveriesOf(hub, id)).length));
    hub.clock.advance(31 * DAY);
    await close();
    await drain(hub);
    const after = await Promise.all(endpoints.map(async ({ id }) => (await deliveriesOf(hub, id)).length));
    expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1]);
  });

  it('does not include a decline: the sender is to turn elsewhere', async () => {
    const { id } = await routed(hub, { to: [LEAD] });
    await hub.as(LEAD, (tools) => decide(tools, id, { decision: 'declined', reason: 'capacity' }));
    hub.clock.advance(400 * DAY);
    expect(await close()).toBe(0);
    expect(await stateOf(id)).toBe('declined');
  });
});
