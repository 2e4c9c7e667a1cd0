import type { Uuid } from '#kernel';
import { decide, progress, withdrawConsent } from '#referrals';
import { closeFinished, remindOfQuiet } from '#tracking';
import { deliveriesOf, endpointOf } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, drain, routed } from '#test/referral-flow';

jest.setTimeout(60_000);

const DAY = 86_400_000;
const DAYS = 14;

describe('an accepted case of which nothing is heard', () => {
  let hub: HubDatabase;

  beforeEach(async () => {
    hub = await openHubDatabase();
  });
  afterEach(() => hub.close());

  const accepted = async (): Promise<Uuid> => {
    const { id } = await routed(hub, { to: [LEAD] });
    await hub.as(LEAD, (tools) => decide(tools, id, { decision: 'accepted' }));
    await drain(hub);
    return id;
  };
  const move = (id: Uuid, state: 'in_progress' | 'on_hold') => hub.as(LEAD, (tools) => progress(tools, id, { state }));
  /** How many are reminded after so many days more. */
  const after = (days: number): Promise<number> => {
    hub.clock.advance(days * DAY);
    return remindOfQuiet(hub.worker, hub.clock, DAYS);
  };

  it('is asked after when fourteen days have passed, and again after fourteen more', async () => {
    await accepted();
    expect([await after(13.9), await after(0.1), await after(0), await after(13.9), await after(0.1)]).toEqual([
      0, 1, 0, 0, 1,
    ]);
  });

  it('is asked after once when several workers do it at once', async () => {
    await accepted();
    hub.clock.advance(15 * DAY);
    const counts = await Promise.all(Array.from({ length: 5 }, () => remindOfQuiet(hub.worker, hub.clock, DAYS)));
    expect(counts.toSorted()).toEqual([0, 0, 0, 0, 1]);
  });

  it('is asked after fourteen days after the last news', async () => {
    const id = await accepted();
    expect(await after(10)).toBe(0);
    await move(id, 'in_progress');
    expect([await after(13.9), await after(0.1)]).toEqual([0, 1]);
  });

  it('is left alone while it is on hold, and then has the time that was left', async () => {
    const id = await accepted();
    expect(await after(10)).toBe(0);
    await move(id, 'on_hold');
    expect(await after(400)).toBe(0);
    expect(await closeFinished(hub.worker, hub.clock, 30)).toBe(0);
    await move(id, 'in_progress');
    expect([await after(3.9), await after(0.1)]).toEqual([0, 1]);
  });

  it('is told to the body and to the sender, with nothing overdue', async () => {
    const endpoints = [
      await endpointOf(hub, LEAD, 'https://lead.example/hook', { eventTypes: ['referral.reminder'] }),
      await endpointOf(hub, SENDER, 'https://sender.example/hook', { eventTypes: ['referral.reminder'] }),
    ];
    const id = await accepted();
    await after(14);
    await drain(hub);
    for (const endpoint of endpoints) expect(await deliveriesOf(hub, endpoint.id)).toHaveLength(1);
    const told = await hub.superuser<{ step: string; overdue: boolean }>(
      `SELECT body::jsonb->'data'->>'step' AS step, (body::jsonb->'data'->'overdue')::boolean AS overdue FROM deliveries`,
    );
    expect(told).toEqual([0, 1].map(() => ({ step: 'progress_reminder', overdue: false })));
    const lines = await hub.superuser(
      `SELECT event FROM message_events WHERE message_id = $1 AND event = 'progress_reminder'`,
      [id],
    );
    expect(lines).toHaveLength(1);
  });

  it.each<[string, (id: Uuid) => Promise<unknown>]>([
    [
      'it is completed',
      (id) => hub.as(LEAD, (tools) => progress(tools, id, { state: 'completed', outcome: 'services_provided' })),
    ],
    ['consent is withdrawn', (id) => hub.as(SENDER, (tools) => withdrawConsent(tools, id, {}))],
  ])('is asked after no more once %s', async (_, end) => {
    await end(await accepted());
    expect(await after(100)).toBe(0);
  });
});
