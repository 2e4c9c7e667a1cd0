import { WorkerDatabase } from '#platform/database';
import { sweep } from '#tracking';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { copyRecipients } from '#test/many-recipients';
import { LEAD, SENDER, drain, routed } from '#test/referral-flow';
import { endpointOf } from '#test/engine';

jest.setTimeout(120_000);

const HOUR = 3_600_000;
const CROWD = 1_000;

describe('a thousand deadlines', () => {
  let hub: HubDatabase;

  beforeEach(async () => {
    hub = await openHubDatabase();
    const { id } = await routed(hub, { priority: 'emergency', to: [LEAD] });
    await copyRecipients((text, values) => hub.superuser(text, values), id, CROWD - 1);
  });
  afterEach(() => hub.close());

  /** A worker that is killed when it has done everything but commit. */
  const dying = (): WorkerDatabase => {
    const mortal = Object.create(hub.worker) as WorkerDatabase;
    mortal.transaction = (context, work) =>
      hub.worker.transaction(context, async (tx) => {
        const result = await work(tx);
        await tx.rows('SELECT pg_terminate_backend(pg_backend_pid())');
        return result;
      });
    return mortal;
  };
  const sweepAll = async (): Promise<number> => {
    let taken = 0;
    for (;;) {
      const { length } = await sweep(hub.worker, hub.clock);
      if (length === 0) return taken;
      taken += length;
    }
  };
  /** How often each recipient was reminded at each step, by the timeline and by the evidence. */
  const counted = () =>
    hub.superuser(
      `SELECT step, count(*)::int AS recipients, max(times)::int AS most, max(witnessed)::int AS witnessed FROM (
         SELECT e.event AS step, e.recipient_id, count(*) AS times,
           (SELECT count(*) FROM evidence_entries w WHERE w.subject_id = e.message_id AND w.detail->>'step' = e.event) AS witnessed
         FROM message_events e WHERE e.event ~ '^(reminder|deadline|escalation)' GROUP BY e.event, e.recipient_id, e.message_id
       ) AS per_recipient GROUP BY step ORDER BY step`,
    );
  const once = (...steps: string[]) => steps.map((step) => ({ step, recipients: CROWD, most: 1, witnessed: 1 }));

  it('are each reminded once per step by two workers, one of which is killed at every step', async () => {
    for (const hours of [12, 7.2, 4.8, 6]) {
      hub.clock.advance(hours * HOUR);
      const killed = sweep(dying(), hub.clock).catch(() => 'killed');
      const taken = await Promise.all([sweepAll(), sweepAll()]);
      expect(await killed).toBe('killed');
      // What the killed one had in hand is free again.
      expect(taken[0] + taken[1] + (await sweepAll())).toBe(CROWD);
    }
    expect(await counted()).toEqual(once('deadline', 'escalation', 'reminder_50', 'reminder_80'));
    const [agenda] = await hub.superuser('SELECT count(*)::int AS open FROM agenda_requests');
    expect(agenda).toEqual({ open: CROWD });
  });

  it('are told once each, however often the telling is begun anew', async () => {
    const endpoint = await endpointOf(hub, SENDER, 'https://sender.example/hook');
    hub.clock.advance(30 * HOUR);
    await sweepAll();
    await drain(hub, { database: dying(), onFault: () => undefined }).catch(() => undefined);
    await Promise.all([drain(hub), drain(hub)]);
    await drain(hub);
    const [told] = await hub.superuser(
      `SELECT count(*)::int AS deliveries, count(DISTINCT message_id)::int AS messages FROM deliveries WHERE endpoint_id = $1`,
      [endpoint.id],
    );
    expect(told).toEqual({ deliveries: CROWD, messages: CROWD });
  });

  it('after a jump of days lead to the last step once, and a clock that goes back doubles nothing', async () => {
    hub.clock.advance(12 * HOUR);
    expect(await sweepAll()).toBe(CROWD);
    hub.clock.advance(10 * 24 * HOUR);
    expect(await sweepAll()).toBe(CROWD);
    hub.clock.advance(-10 * 24 * HOUR - 6 * HOUR);
    expect(await sweepAll()).toBe(0);
    hub.clock.advance(30 * 24 * HOUR);
    expect(await sweepAll()).toBe(0);
    expect(await counted()).toEqual(once('escalation', 'reminder_50'));
  });
});
