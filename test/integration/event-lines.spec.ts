import { uuidv7, systemClock } from '#kernel';
import { acknowledge, eventLinesAfter, lowestIdAt, type EventLine } from '#referrals';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, routed } from '#test/referral-flow';

jest.setTimeout(60_000);

describe('the lines of the timeline that a body may see', () => {
  let hub: HubDatabase;
  const begin = lowestIdAt(0);
  const seenBy = (slug: string, after = begin): Promise<EventLine[]> =>
    hub.as(slug, ({ tx }) => eventLinesAfter(tx, after));

  beforeAll(async () => {
    hub = await openHubDatabase();
  });
  afterAll(() => hub.close());

  it('are all to the sender, those about itself to a recipient, none to others', async () => {
    const { id } = await routed(hub, { to: [LEAD] });
    await hub.as(LEAD, (tools) => acknowledge(tools, id));
    const onRecord = await hub.superuser<{ id: string; slug: string | null }>(
      `SELECT e.id, o.slug FROM message_events e LEFT JOIN organisations o ON o.id = e.organisation_id ORDER BY e.id`,
    );
    expect(onRecord.length).toBeGreaterThan(4);
    const sent = await seenBy(SENDER);
    expect(sent.map((line) => line.id)).toEqual(onRecord.map((line) => line.id));
    expect(sent.every((line) => line.sent && line.messageId === id && line.kind === 'referral')).toBe(true);
    const received = await seenBy(LEAD);
    expect(received.map((line) => line.id)).toEqual(
      onRecord.filter(({ slug }) => slug === LEAD).map((line) => line.id),
    );
    expect(received.map(({ event, sent: own }) => [event, own])).toEqual([
      ['sent', false],
      ['acknowledged', false],
    ]);
    expect(Object.keys(received[0] ?? {}).sort()).toEqual([
      'at',
      'decisionDueAt',
      'dueAt',
      'event',
      'id',
      'kind',
      'messageId',
      'operation',
      'organisation',
      'recipientState',
      'reference',
      'sent',
      'state',
      'status',
      'threadId',
    ]);
    expect(received[0]).toMatchObject({
      threadId: id,
      recipientState: 'acknowledged',
      dueAt: expect.any(Date) as Date,
    });
    // The sender sees the deadline of its recipient, and none where a line is about the whole.
    expect(sent.every(({ organisation, dueAt }) => (organisation === null) === (dueAt === null))).toBe(true);
    expect(await seenBy('kfor-hq')).toEqual([]);
  });

  it('come after an id', async () => {
    const [first, ...rest] = await seenBy(SENDER);
    expect(await seenBy(SENDER, first?.id)).toEqual(rest);
    expect(await seenBy(SENDER, uuidv7(systemClock.now().getTime()))).toEqual([]);
  });

  it('are found by the index although every row passes a policy: a look costs what is new, not all there is', async () => {
    const plan = await hub.as(SENDER, async ({ tx }) => {
      await tx.execute('SET LOCAL enable_seqscan = off');
      const rows = await tx.rows<Record<string, string>>(
        `EXPLAIN SELECT id FROM message_events WHERE id > '${begin}' ORDER BY id LIMIT 500`,
      );
      return rows.flatMap((row) => Object.values(row)).join('\n');
    });
    expect(plan).toMatch(/Scan (?:using|on) message_events_pkey/);
    expect(plan).toContain('Index Cond: (id >');
  });
});
