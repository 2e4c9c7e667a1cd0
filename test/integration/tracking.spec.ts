import type { Uuid } from '#kernel';
import { acknowledge, decide } from '#referrals';
import { sweep } from '#tracking';
import { deliveriesOf, endpointOf } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, drain, routed } from '#test/referral-flow';

jest.setTimeout(60_000);

const HOUR = 3_600_000;

describe('deadlines', () => {
  let hub: HubDatabase;

  beforeEach(async () => {
    hub = await openHubDatabase();
  });
  afterEach(() => hub.close());

  /** Sent to the lead alone, to be acknowledged within 24 hours. */
  const urgentReferral = () => routed(hub, { priority: 'emergency', to: [LEAD] });
  const sweepOnce = () => sweep(hub.worker, hub.clock);
  const stepsOnRecord = async (id: Uuid) =>
    (
      await hub.superuser<{ event: string }>(
        `SELECT event FROM message_events WHERE message_id = $1 AND actor_id IS NULL AND recipient_id IS NOT NULL
           AND event <> 'sent' ORDER BY id`,
        [id],
      )
    ).map(({ event }) => event);

  const remindersOf = async (endpointId: Uuid) =>
    (
      await hub.superuser<{ data: { step: string; overdue: boolean; organisation?: string } }>(
        `SELECT body::jsonb->'data' AS data FROM deliveries WHERE endpoint_id = $1 AND event_type = 'referral.reminder' ORDER BY id`,
        [endpointId],
      )
    ).map(({ data: { step, overdue, organisation } }) => ({
      step,
      overdue,
      ...(organisation === undefined ? {} : { organisation }),
    }));

  it('lead to a step at 50, 80, 100 and 125 per cent, each once', async () => {
    const { id } = await urgentReferral();
    const taken: [number, readonly string[]][] = [];
    let hours = 0;
    for (const until of [11.999, 12, 19.199, 19.2, 23.999, 24, 29.999, 30, 100]) {
      hub.clock.advance(Math.round(until * HOUR) - Math.round(hours * HOUR));
      hours = until;
      taken.push([until, await sweepOnce()]);
      expect(await sweepOnce()).toEqual([]);
    }
    expect(taken).toEqual([
      [11.999, []],
      [12, ['reminder_50']],
      [19.199, []],
      [19.2, ['reminder_80']],
      [23.999, []],
      [24, ['deadline']],
      [29.999, []],
      [30, ['escalation']],
      [100, []],
    ]);
    expect(await stepsOnRecord(id)).toEqual(['reminder_50', 'reminder_80', 'deadline', 'escalation']);
  });

  it('are taken once when several workers sweep at once', async () => {
    const messages = [await urgentReferral(), await urgentReferral(), await urgentReferral()];
    hub.clock.advance(12 * HOUR);
    const swept = await Promise.all(Array.from({ length: 5 }, sweepOnce));
    expect(swept.flat()).toEqual(messages.map(() => 'reminder_50'));
    for (const { id } of messages) expect(await stepsOnRecord(id)).toEqual(['reminder_50']);
  });

  it('after a long pause lead to the last due step only', async () => {
    const { id } = await urgentReferral();
    hub.clock.advance(25 * HOUR);
    expect(await sweepOnce()).toEqual(['deadline']);
    hub.clock.advance(100 * HOUR);
    expect(await sweepOnce()).toEqual(['escalation']);
    expect(await stepsOnRecord(id)).toEqual(['deadline', 'escalation']);
  });

  it('lead to nothing once the message is decided', async () => {
    const { id } = await urgentReferral();
    await hub.as(LEAD, (tools) => decide(tools, id, { decision: 'declined', reason: 'capacity' }));
    hub.clock.advance(100 * HOUR);
    expect(await sweepOnce()).toEqual([]);
  });

  it('are the recipient’s own: one acknowledges, the others are reminded', async () => {
    const { id } = await routed(hub, { priority: 'emergency' });
    await hub.as(LEAD, (tools) => acknowledge(tools, id));
    hub.clock.advance(12 * HOUR);
    expect((await sweepOnce()).toSorted()).toEqual(['decision_50', 'reminder_50', 'reminder_50']);
  });

  it('remind the recipient, and tell the sender of each step and of whom it is about', async () => {
    const recipient = await endpointOf(hub, LEAD, 'https://lead.example/hook');
    const sender = await endpointOf(hub, SENDER, 'https://sender.example/hook');
    await urgentReferral();
    for (const hours of [12, 7.2, 4.8, 6.001]) {
      hub.clock.advance(hours * HOUR);
      await sweepOnce();
      await drain(hub);
    }
    const steps = [
      { step: 'reminder_50', overdue: false },
      { step: 'reminder_80', overdue: false },
      { step: 'deadline', overdue: false },
      { step: 'escalation', overdue: true },
    ];
    expect(await remindersOf(recipient.id)).toEqual(steps);
    expect(await remindersOf(sender.id)).toEqual(steps.map((step) => ({ ...step, organisation: LEAD })));
  });

  it('remind nobody who acknowledged between the sweep and the telling', async () => {
    const { id: endpointId } = await endpointOf(hub, LEAD, 'https://lead.example/hook', {
      eventTypes: ['referral.reminder'],
    });
    const { id } = await urgentReferral();
    hub.clock.advance(12 * HOUR);
    await sweepOnce();
    await hub.as(LEAD, (tools) => acknowledge(tools, id));
    await drain(hub);
    expect(await deliveriesOf(hub, endpointId)).toEqual([]);
  });

  it('leave evidence of every step', async () => {
    const { id } = await urgentReferral();
    hub.clock.advance(12 * HOUR);
    await sweepOnce();
    const evidence = await hub.superuser(
      `SELECT actor_kind, detail->>'step' AS step FROM evidence_entries WHERE subject_id = $1 AND action = 'recipient.reminded'`,
      [id],
    );
    expect(evidence).toEqual([{ actor_kind: 'hub', step: 'reminder_50' }]);
  });
});
