import type { Uuid } from '#kernel';
import { acknowledge, cancelReferral, decide, listReferrals, readInbox } from '#referrals';
import { sweep } from '#tracking';
import { endpointOf } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, drain, routed } from '#test/referral-flow';

jest.setTimeout(60_000);

const HOUR = 3_600_000;

describe('the deadline to decide', () => {
  let hub: HubDatabase;

  beforeEach(async () => {
    hub = await openHubDatabase();
  });
  afterEach(() => hub.close());

  /** To be acknowledged within 24 hours; acknowledged six hours after it came. */
  const takenUp = async (): Promise<Uuid> => {
    const { id } = await routed(hub, { priority: 'emergency', to: [LEAD] });
    hub.clock.advance(6 * HOUR);
    await hub.as(LEAD, (tools) => acknowledge(tools, id));
    await drain(hub);
    return id;
  };
  const sweepOnce = () => sweep(hub.worker, hub.clock);
  const inboxItem = async () =>
    (await hub.as(LEAD, (tools) => readInbox(tools, { after: 0n, limit: 10, order: 'oldest' }))).data[0];
  const sent = (overdue?: boolean) =>
    hub.as(SENDER, async (tools) => {
      const { data } = await listReferrals(tools, { limit: 10, ...(overdue === undefined ? {} : { overdue }) });
      return data.flatMap(({ recipients }) => recipients);
    });

  it('is as long after the acknowledgement as the time to acknowledge was', async () => {
    await takenUp();
    const decisionDueAt = new Date(hub.clock.now().getTime() + 24 * HOUR);
    expect(await inboxItem()).toMatchObject({ decisionDueAt, overdue: false });
    expect(await sent()).toMatchObject([{ decisionDueAt, overdue: false }]);
  });

  it('leads to a step at 50, 80, 100 and 125 per cent of it, each once', async () => {
    await takenUp();
    const taken: string[][] = [];
    for (const hours of [11.999, 0.001, 7.2, 4.8, 5.999, 0.001, 100]) {
      hub.clock.advance(Math.round(hours * HOUR));
      taken.push([...(await sweepOnce())]);
      expect(await sweepOnce()).toEqual([]);
    }
    expect(taken).toEqual([
      [],
      ['decision_50'],
      ['decision_80'],
      ['decision_deadline'],
      [],
      ['decision_escalation'],
      [],
    ]);
  });

  it('makes it overdue in every list and event until the decision', async () => {
    const { id: endpointId } = await endpointOf(hub, SENDER, 'https://sender.example/hook');
    const id = await takenUp();
    hub.clock.advance(24.5 * HOUR);
    await sweepOnce();
    await drain(hub);
    expect(await inboxItem()).toMatchObject({ state: 'acknowledged', overdue: true });
    expect(await sent(true)).toMatchObject([{ organisation: LEAD, overdue: true }]);
    await hub.as(LEAD, (tools) => decide(tools, id, { decision: 'accepted' }));
    await drain(hub);
    expect(await inboxItem()).toMatchObject({ overdue: false });
    expect(await sent(true)).toEqual([]);
    const told = await hub.superuser<{ data: object }>(
      `SELECT (body::jsonb->'data') - 'href' AS data FROM deliveries WHERE endpoint_id = $1 ORDER BY id`,
      [endpointId],
    );
    expect(told.map(({ data }) => data)).toMatchObject([
      { overdue: false },
      { overdue: true, step: 'decision_deadline', organisation: LEAD },
      { overdue: false },
    ]);
  });

  it.each<[string, (id: Uuid) => Promise<unknown>]>([
    ['a decision', (id) => hub.as(LEAD, (tools) => decide(tools, id, { decision: 'onward_referred' }))],
    ['a cancellation', (id) => hub.as(SENDER, (tools) => cancelReferral(tools, id, {}))],
  ])('ends with %s', async (_, end) => {
    await end(await takenUp());
    hub.clock.advance(100 * HOUR);
    expect(await sweepOnce()).toEqual([]);
  });

  it('is told to nobody when the decision came between the sweep and the telling', async () => {
    const { id: endpointId } = await endpointOf(hub, LEAD, 'https://lead.example/hook', {
      eventTypes: ['referral.reminder'],
    });
    const id = await takenUp();
    hub.clock.advance(12 * HOUR);
    expect(await sweepOnce()).toEqual(['decision_50']);
    await hub.as(LEAD, (tools) => decide(tools, id, { decision: 'accepted' }));
    await drain(hub);
    expect(await hub.superuser('SELECT id FROM deliveries WHERE endpoint_id = $1', [endpointId])).toEqual([]);
  });

  it('does not exist for who is only informed, or decides at once', async () => {
    const { id } = await routed(hub, { priority: 'emergency', to: [LEAD] });
    await hub.superuser(`UPDATE recipients SET capacity = 'information' WHERE message_id = $1`, [id]);
    await hub.as(LEAD, (tools) => acknowledge(tools, id));
    const other = await routed(hub, { priority: 'emergency', to: [LEAD] });
    await hub.as(LEAD, (tools) => decide(tools, other.id, { decision: 'accepted' }));
    hub.clock.advance(100 * HOUR);
    expect(await sweepOnce()).toEqual([]);
    const { data } = await hub.as(LEAD, (tools) => readInbox(tools, { after: 0n, limit: 10, order: 'oldest' }));
    expect(data.map(({ decisionDueAt, overdue }) => ({ decisionDueAt, overdue }))).toEqual(
      Array.from({ length: 2 }, () => ({ decisionDueAt: null, overdue: false })),
    );
  });
});
