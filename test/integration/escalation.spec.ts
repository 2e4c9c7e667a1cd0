import type { Uuid } from '#kernel';
import { MailEngine, type OutgoingMail } from '#delivery';
import { acknowledge, cancelReferral, decide, reopenReferral, closeReferral, progress } from '#referrals';
import { listAgendaRequests, sweep, type AgendaRequest } from '#tracking';
import { endpointOf } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, drain, routed } from '#test/referral-flow';

jest.setTimeout(60_000);

const HOUR = 3_600_000;

interface Told {
  readonly type: string;
  readonly data: Record<string, unknown>;
}

describe('what is not answered in time', () => {
  let hub: HubDatabase;

  beforeEach(async () => {
    hub = await openHubDatabase();
  });
  afterEach(() => hub.close());

  const after = async (hours: number): Promise<void> => {
    hub.clock.advance(hours * HOUR);
    while ((await sweep(hub.worker, hub.clock)).length > 0);
    await drain(hub);
  };
  /** An emergency: to be acknowledged within 24 hours, and escalated after 30. */
  const emergency = (sender: string, ...to: string[]) => routed(hub, { priority: 'emergency', to }, sender);
  const listener = (slug: string) => endpointOf(hub, slug, `https://${slug}.example/hook`);
  const escalationsAt = async (endpointId: Uuid): Promise<Told[]> =>
    (
      await hub.superuser<{ body: Told }>(
        `SELECT body::jsonb AS body FROM deliveries WHERE endpoint_id = $1 AND event_type = 'referral.escalated' ORDER BY id`,
        [endpointId],
      )
    ).map(({ body }) => body);
  const agendaOf = async (slug: string): Promise<AgendaRequest[]> =>
    (await hub.as(slug, ({ tx, caller }) => listAgendaRequests(tx, caller.organisationId, { limit: 50 }))).data;

  it('is told to the coordinator, by reference and without content', async () => {
    const coordinator = await listener('isaf-hq');
    const { id, reference } = await emergency(LEAD, 'unhcr');
    await after(29.9);
    expect(await escalationsAt(coordinator.id)).toEqual([]);
    await after(0.2);
    const [told, ...more] = (await escalationsAt(coordinator.id)).filter(
      ({ data }) => data['organisation'] === 'unhcr',
    );
    expect(more).toEqual([]);
    expect(told?.data).toEqual({
      messageId: id,
      reference,
      kind: 'referral',
      operation: 'afghanistan',
      sequence: expect.any(Number) as number,
      thread: id,
      status: 'exercise',
      dueAt: expect.any(String) as string,
      overdue: true,
      step: 'escalation',
      organisation: 'unhcr',
      href: 'http://hub.example/v1/agenda-requests?operation=afghanistan',
    });
  });

  it('is told to the lead agency where the coordinator is the sender, and to nobody else where that one is late', async () => {
    const [coordinator, lead] = [await listener(SENDER), await listener(LEAD)];
    await emergency(SENDER, 'unhcr');
    await after(30.1);
    expect(await escalationsAt(coordinator.id)).toEqual([]);
    expect((await escalationsAt(lead.id)).map(({ data }) => data['organisation'])).toEqual(
      (await agendaOf(SENDER)).map(({ organisation }) => organisation).filter((slug) => slug !== LEAD),
    );
    expect((await agendaOf(SENDER)).map(({ organisation }) => organisation).toSorted()).toEqual([LEAD, 'unhcr']);
  });

  it('is written to a coordinator without an endpoint, without content and without a link', async () => {
    await emergency(LEAD, 'unhcr');
    await after(30.1);
    const sent: OutgoingMail[] = [];
    const mails = new MailEngine({
      database: hub.worker,
      directory: hub.directory,
      clock: hub.clock,
      transport: {
        send: (mail) => {
          sent.push(mail);
          return Promise.resolve();
        },
        close: () => Promise.resolve(),
      },
      publicUrl: 'https://hub.example',
      scheduleScale: 1,
      onError: (error) => {
        throw error;
      },
    });
    await mails.sendDue();
    await mails.close();
    const [mail] = sent.filter(({ to }) => to === 'focal-point@isaf-hq.example');
    expect(mail?.subject).toContain('not acknowledged by UNHCR');
    expect(`${mail?.text ?? ''}${mail?.html ?? ''}`).not.toMatch(/acknowledge\/|Testperson|Omega/);
    // What was written to others is no delivery to the body that is late.
    const [late] = await hub.superuser<{ delivery_attempts: number }>(
      `SELECT delivery_attempts FROM recipients r JOIN organisations o ON o.id = r.organisation_id WHERE o.slug = 'unhcr'`,
    );
    expect(late?.delivery_attempts).toBe(sent.filter(({ to }) => to.endsWith('@unhcr.example')).length);
  });

  it('is requested for the next meeting once, and seen by those concerned only', async () => {
    const { id, reference } = await emergency(SENDER, 'unhcr');
    await after(30.1);
    await after(200);
    for (const slug of [SENDER, LEAD, 'unhcr']) {
      const mine = (await agendaOf(slug)).filter(({ organisation }) => organisation === 'unhcr');
      expect(mine).toMatchObject([
        {
          messageId: id,
          reference,
          sender: SENDER,
          reason: 'unacknowledged',
          state: 'open',
          overdue: true,
          settledAt: null,
        },
      ]);
    }
    for (const slug of ['unicef', 'unama-hru', 'kfor-hq']) expect(await agendaOf(slug)).toEqual([]);
  });

  it.each<[string, (id: Uuid) => Promise<unknown>]>([
    ['acknowledges', (id) => hub.as(LEAD, (tools) => acknowledge(tools, id))],
    ['decides', (id) => hub.as(LEAD, (tools) => decide(tools, id, { decision: 'accepted' }))],
    ['is called off', (id) => hub.as(SENDER, (tools) => cancelReferral(tools, id, {}))],
  ])('is off the agenda when the body %s', async (_, answer) => {
    const { id } = await emergency(SENDER, LEAD);
    await after(30.1);
    expect(await agendaOf(SENDER)).toMatchObject([{ state: 'open' }]);
    await answer(id);
    await drain(hub);
    expect(await agendaOf(SENDER)).toMatchObject([{ state: 'settled', overdue: false, settledAt: hub.clock.now() }]);
    await drain(hub);
    expect(await agendaOf(SENDER)).toHaveLength(1);
  });

  it('comes on the agenda a second time when it was opened again and is late again', async () => {
    const { id } = await emergency(SENDER, LEAD);
    await hub.as(LEAD, (tools) => acknowledge(tools, id));
    await after(30.1);
    expect(await agendaOf(SENDER)).toMatchObject([{ reason: 'undecided', state: 'open' }]);
    await hub.as(LEAD, (tools) => decide(tools, id, { decision: 'accepted' }));
    await hub.as(LEAD, (tools) => progress(tools, id, { state: 'completed', outcome: 'services_provided' }));
    await hub.as(SENDER, (tools) => closeReferral(tools, id, {}));
    await drain(hub);
    expect(await agendaOf(SENDER)).toMatchObject([{ state: 'settled' }]);
    await hub.as(SENDER, (tools) => reopenReferral(tools, id, {}));
    await after(29.9);
    expect(await agendaOf(SENDER)).toMatchObject([{ state: 'settled' }]);
    await after(0.2);
    expect(await agendaOf(SENDER)).toMatchObject([{ reason: 'undecided', state: 'open' }]);
    // The same decision as the first time is a new one.
    await hub.as(LEAD, (tools) => decide(tools, id, { decision: 'accepted' }));
    await drain(hub);
    expect(await agendaOf(SENDER)).toMatchObject([{ state: 'settled' }]);
  });

  it('leaves evidence of whom it was escalated to', async () => {
    const { id } = await emergency(LEAD, 'unhcr');
    await after(30.1);
    const coordinator = (await hub.caller('isaf-hq')).organisationId;
    const evidence = await hub.superuser(
      `SELECT detail->>'escalatedTo' AS told FROM evidence_entries e JOIN organisations o ON o.id = e.organisation_id
       WHERE subject_id = $1 AND action = 'recipient.reminded' AND detail->>'step' = 'escalation' AND o.slug = 'unhcr'`,
      [id],
    );
    expect(evidence).toEqual([{ told: coordinator }]);
  });
});
