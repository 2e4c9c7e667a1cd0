import { Redis } from 'ioredis';
import { ApiCaller } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { withClient } from '#test/hub-database';
import { copyRecipients } from '#test/many-recipients';
import { startReceiver, type Receiver } from '#test/receiver';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';
import { challengeAnswer, verifiedEndpoint } from '#test/verified-endpoint';

/** More than one batch of the sweep. */
const CROWD = 600;
const PATIENCE_MS = 120_000;

interface Event {
  readonly type: string;
  readonly data: { readonly messageId: string; readonly step?: string };
}

/**
 * Deadlines in the production shape while its processes are killed and Redis is emptied. The clock is the machine's: the
 * deadlines are moved back in the database, which is the same as a clock that jumps ahead.
 */
describe('reminders and escalation survive what is killed', () => {
  let hub: RunningHub;
  const receivers: Receiver[] = [];

  beforeAll(async () => {
    hub = await startHub('separate processes on PostgreSQL and Redis');
  }, 120_000);
  afterAll(async () => {
    await hub.stop();
    await Promise.all(receivers.map((receiver) => receiver.close()));
  }, 60_000);

  const sql = <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
    withClient(hub.superuserUrl, async (client) => (await client.query(text, [...values])).rows as Row[]);
  const count = async (text: string, values: readonly unknown[] = []): Promise<number> =>
    (await sql<{ count: number }>(`SELECT count(*)::int AS count FROM ${text}`, values))[0]?.count ?? 0;
  const hoursPass = (hours: number) =>
    sql(
      `UPDATE recipients SET routed_at = routed_at - $1 * interval '1 hour', due_at = due_at - $1 * interval '1 hour',
         next_step_at = next_step_at - $1 * interval '1 hour'`,
      [hours],
    );
  const listen = async (body: string, eventTypes: readonly string[]): Promise<Receiver> => {
    const receiver = await startReceiver(({ body: raw }, response) => response.end(challengeAnswer(raw)));
    receivers.push(receiver);
    await verifiedEndpoint(new ApiCaller(hub, body), { url: receiver.url, eventTypes });
    return receiver;
  };
  /** Different webhooks (a repeat has the same webhook-id) per message and step: how many there are of each. */
  const timesTold = ({ received }: Receiver, type: string): Map<string, number> => {
    const seen = new Set<unknown>();
    const times = new Map<string, number>();
    for (const { headers, body } of received) {
      const event = JSON.parse(body) as Event;
      if (event.type !== type || seen.has(headers['webhook-id'])) continue;
      seen.add(headers['webhook-id']);
      const key = `${event.data.messageId} ${event.data.step ?? ''}`;
      times.set(key, (times.get(key) ?? 0) + 1);
    }
    return times;
  };

  it('each step is taken and told once per recipient, and each item is on the agenda once', async () => {
    const sender = new ApiCaller(hub, 'iom');
    const late = await listen('unhcr', ['referral.reminder']);
    const coordinator = await listen('isaf-hq', ['referral.escalated']);
    const { body: draft } = await sender.call<{ id: string }>('POST', '/v1/referrals', {
      json: {
        operation: 'afghanistan',
        priority: 'emergency',
        status: 'exercise',
        to: ['unhcr'],
        body: fictitiousCase(),
      },
    });
    await sender.call('POST', `/v1/referrals/${draft.id}/submit`);
    await eventually('it is routed', async () => (await count('recipients')) > 0);
    const slugs = `SELECT o.slug FROM recipients r JOIN organisations o ON o.id = r.organisation_id`;
    expect(await sql(slugs)).toEqual([{ slug: 'unhcr' }]);
    await copyRecipients(sql, draft.id, CROWD - 1);

    const redis = new Redis(hub.redis?.url ?? '');
    redis.on('error', () => undefined);
    const steps = ['reminder_50', 'reminder_80', 'deadline', 'escalation'];
    for (const [index, hours] of [12.01, 7.2, 4.8, 6].entries()) {
      const step = steps[index] ?? '';
      await hoursPass(hours);
      await eventually(`${step} has begun`, async () => (await count('message_events WHERE event = $1', [step])) > 0);
      await hub.kill('tracking-worker');
      await redis.flushall();
      await hub.kill('routing-worker');
      await Promise.all([hub.start('tracking-worker'), hub.start('routing-worker')]);
      await eventually(
        `${step} is taken for all, and told`,
        async () =>
          (await count('message_events WHERE event = $1', [step])) >= CROWD &&
          (await count('outbox')) === 0 &&
          (await count('waiting_deliveries WHERE NOT held')) === 0,
        PATIENCE_MS,
      );
    }
    redis.disconnect();

    const record = await sql(
      `SELECT step, count(*)::int AS recipients, max(lines)::int AS lines, max(entries)::int AS entries FROM (
         SELECT e.event AS step, count(*) AS lines, (SELECT count(*) FROM evidence_entries w
           WHERE w.subject_id = e.message_id AND w.detail->>'step' = e.event) AS entries
         FROM message_events e WHERE e.event = ANY($1) GROUP BY e.event, e.message_id, e.recipient_id
       ) AS each GROUP BY step ORDER BY step`,
      [steps],
    );
    expect(record).toEqual(steps.toSorted().map((step) => ({ step, recipients: CROWD, lines: 1, entries: 1 })));
    const reminders = timesTold(late, 'referral.reminder');
    expect([reminders.size, Math.max(...reminders.values())]).toEqual([CROWD * steps.length, 1]);
    const escalations = timesTold(coordinator, 'referral.escalated');
    expect([escalations.size, Math.max(...escalations.values())]).toEqual([CROWD, 1]);
    expect(await count(`agenda_requests WHERE state = 'open'`)).toBe(CROWD);

    const unhcr = new ApiCaller(hub, 'unhcr');
    expect(await unhcr.call('POST', `/v1/inbox/${draft.id}/acknowledge`)).toMatchObject({ status: 200 });
    const settled = async () =>
      (
        await new ApiCaller(hub, 'isaf-hq').call<{ data: { messageId: string }[] }>(
          'GET',
          '/v1/agenda-requests?operation=afghanistan&state=settled',
        )
      ).body.data.map(({ messageId }) => messageId);
    await eventually('the answered one is off the agenda', async () => (await settled()).length > 0);
    expect(await settled()).toEqual([draft.id]);
  }, 400_000);
});
