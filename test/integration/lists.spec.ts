import fc from 'fast-check';
import { uuidv7, type Uuid } from '#kernel';
import { messageStates } from '#messages';
import { listReferrals, readInbox, type ReferralFilter, type ReferralSummary } from '#referrals';
import { agendaStates, listAgendaRequests, type AgendaFilter, type AgendaState } from '#tracking';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import {
  anyMessage,
  bodies,
  kinds,
  operations,
  priorities,
  senders,
  writeMessages,
  type ListedMessage,
} from '#test/listed-messages';

jest.setTimeout(180_000);

const MESSAGES = 300;
type Asked = Omit<ReferralFilter, 'limit' | 'before'>;

/** What a filter means, said as plainly as can be. */
function expected(messages: readonly ListedMessage[], sender: string, asked: Asked): Uuid[] {
  const late = ({ recipients }: ListedMessage): boolean =>
    recipients.some(
      ({ state, due, decisionDue }) =>
        (state === 'pending' && due < 0) || (state === 'acknowledged' && decisionDue !== null && decisionDue < 0),
    );
  return messages
    .filter((message) => message.sender === sender)
    .filter(({ kind }) => asked.kind === undefined || kind === asked.kind)
    .filter(({ operation }) => asked.operation === undefined || operation === asked.operation)
    .filter(({ state }) => asked.state === undefined || state === asked.state)
    .filter(({ priority }) => asked.priority === undefined || priority === asked.priority)
    .filter(
      ({ recipients }) =>
        asked.recipient === undefined || recipients.some(({ organisation }) => organisation === asked.recipient),
    )
    .filter((message) => asked.overdue === undefined || late(message) === asked.overdue)
    .map(({ id }) => id)
    .reverse();
}

const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 });
const anyFilter = fc
  .record({
    kind: maybe(kinds),
    operation: maybe([...operations, 'nowhere']),
    state: maybe(messageStates),
    priority: maybe(priorities),
    recipient: maybe([...bodies, 'nobody']),
    overdue: maybe([true, false]),
  })
  // What is not asked for is not there: a member that is undefined is another type.
  .map((filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Asked);

describe('lists', () => {
  let hub: HubDatabase;

  beforeAll(async () => {
    hub = await openHubDatabase();
  });
  afterAll(() => hub.close());
  beforeEach(async () => {
    await hub.superuser('DELETE FROM agenda_requests');
    await hub.superuser('DELETE FROM recipients');
    await hub.superuser('DELETE FROM messages');
  });

  const fill = (count = MESSAGES) => writeMessages(hub, fc.sample(anyMessage, count));

  const pageOf = (sender: string, filter: ReferralFilter) => hub.as(sender, (tools) => listReferrals(tools, filter));

  /** Every page of a list, one after the other. */
  async function* pagesOf(sender: string, asked: Asked, limit: number): AsyncGenerator<readonly ReferralSummary[]> {
    let before: Uuid | null = null;
    do {
      const { data, next }: Awaited<ReturnType<typeof pageOf>> = await pageOf(sender, {
        ...asked,
        limit,
        ...(before === null ? {} : { before }),
      });
      yield data;
      before = next;
    } while (before !== null);
  }

  it('find by all filters together what each of them alone would leave, page by page', async () => {
    const messages = await fill();
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...senders),
        anyFilter,
        fc.integer({ min: 1, max: 40 }),
        async (sender, asked, limit) => {
          const listed: Uuid[] = [];
          for await (const page of pagesOf(sender, asked, limit)) listed.push(...page.map(({ id }) => id));
          expect(listed).toEqual(expected(messages, sender, asked));
          found += listed.length;
        },
      ),
      { numRuns: 400 },
    );
    // Otherwise every answer was right for being empty.
    expect(found).toBeGreaterThan(400);
  });

  it('call overdue what the referrals in them call overdue', async () => {
    await fill();
    for (const overdue of [true, false])
      for await (const page of pagesOf('isaf-hq', { overdue }, 50))
        for (const { recipients } of page) expect(recipients.some((recipient) => recipient.overdue)).toBe(overdue);
  });

  it.each<[string, Asked]>([
    ['all', {}],
    ['of a kind', { kind: 'referral' }],
    ['of a body', { recipient: 'unhcr' }],
    ['overdue', { overdue: true }],
    ['not overdue', { overdue: false }],
  ])('neither skip nor repeat one while others are written: %s', async (_name, asked) => {
    const before = expected(await fill(), 'isaf-hq', asked);
    const listed: Uuid[] = [];
    for await (const page of pagesOf('isaf-hq', asked, 7)) {
      listed.push(...page.map(({ id }) => id));
      await fill(5);
    }
    expect(listed).toEqual(before);
    expect(before.length).toBeGreaterThan(7);
  });

  it('of an inbox bring everything once and in order, what comes meanwhile too', async () => {
    await fill();
    const sequences: number[] = [];
    let after = 0n;
    for (let page = 0; ; page += 1) {
      const { data } = await hub.as('unhcr', (tools) => readInbox(tools, { after, limit: 7, order: 'oldest' }));
      if (data.length === 0) break;
      sequences.push(...data.map(({ sequence }) => sequence));
      after = BigInt(sequences.at(-1) ?? 0);
      if (page < 5) await fill(20);
    }
    const [{ count } = { count: 0 }] = await hub.superuser<{ count: number }>(
      `SELECT count(*)::int AS count FROM recipients r JOIN organisations o ON o.id = r.organisation_id WHERE o.slug = 'unhcr'`,
    );
    expect(sequences).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    expect(count).toBeGreaterThan(6 * 7);
  });

  it.each(['waiting', 'overdue', undefined] as const)('of an inbox go back from the newest: only %s', async (only) => {
    await fill();
    const everything = await hub.as('unhcr', (tools) => readInbox(tools, { after: 0n, limit: 1_000, order: 'oldest' }));
    const wanted = everything.data.filter(({ state, decisionDueAt, overdue }) => {
      const waits = ['pending', 'cancel_requested', 'recalled'].includes(state);
      if (only === 'waiting') return waits || (state === 'acknowledged' && decisionDueAt !== null);
      return only === undefined || overdue;
    });
    const listed: number[] = [];
    for (let after = 0n; ; after = BigInt(listed.at(-1) ?? 0)) {
      const { data } = await hub.as('unhcr', (tools) => readInbox(tools, { after, limit: 7, order: 'newest', only }));
      listed.push(...data.map(({ sequence }) => sequence));
      if (data.length < 7) break;
    }
    expect(listed).toEqual(wanted.map(({ sequence }) => sequence).reverse());
    expect(listed.length).toBeGreaterThan(7);
  });

  it('of an inbox hold what was asked for, whichever is asked for together', async () => {
    await fill();
    const whole = { after: 0n, limit: 1_000, order: 'oldest' } as const;
    const { data } = await hub.as('unhcr', (tools) => readInbox(tools, whole));
    const senders = new Map(
      (
        await hub.superuser<{ id: Uuid; sender: string }>(
          `SELECT m.id, o.slug AS sender FROM messages m JOIN organisations o ON o.id = m.sender_id`,
        )
      ).map(({ id, sender }) => [id, sender]),
    );
    const everything = data.map(({ messageId, sequence, operation, kind, priority }) => ({
      ...{ sequence, operation, kind, priority },
      sender: senders.get(messageId) ?? '',
    }));
    const of = (name: 'operation' | 'kind' | 'priority' | 'sender'): (string | undefined)[] => [
      undefined,
      'nothing-like-it',
      ...new Set(everything.map((item) => item[name])),
    ];
    let found = 0;
    for (const operation of of('operation'))
      for (const kind of of('kind'))
        for (const priority of of('priority'))
          for (const sender of of('sender')) {
            const asked = { operation, kind, priority, sender };
            const wanted = everything.filter((item) =>
              Object.entries(asked).every(
                ([name, value]) => value === undefined || item[name as keyof typeof asked] === value,
              ),
            );
            const page = await hub.as('unhcr', (tools) => readInbox(tools, { ...whole, ...asked }));
            expect([asked, page.data.map(({ sequence }) => sequence)]).toEqual([
              asked,
              wanted.map(({ sequence }) => sequence),
            ]);
            if (wanted.length > 0 && wanted.length < everything.length) found += 1;
          }
    expect(found).toBeGreaterThan(3);
  });

  it('of agenda requests hold those that concern a body in any of the four ways, once', async () => {
    const messages = await fill();
    const requests = await writeRequests(messages);
    const concerned = ['isaf-hq', 'iom', ...bodies, 'unmik'];
    const anyAgenda = fc.record({ operation: maybe(operations), state: maybe<AgendaState>(agendaStates) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...concerned),
        anyAgenda,
        fc.integer({ min: 1, max: 40 }),
        async (body, asked, limit) => {
          const filter = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
          const listed: Uuid[] = [];
          for (let before: Uuid | null | undefined; before !== null;) {
            const page: AgendaFilter = { ...filter, limit, ...(before === undefined ? {} : { before }) };
            const { data, next } = await hub.as(body, ({ tx, caller }) =>
              listAgendaRequests(tx, caller.organisationId, page),
            );
            listed.push(...data.map(({ id }) => id));
            before = next;
          }
          const expectedIds = requests
            .filter(({ parties }) => parties.includes(body))
            .filter(({ operation }) => asked.operation === undefined || operation === asked.operation)
            .filter(({ state }) => asked.state === undefined || state === asked.state)
            .map(({ id }) => id)
            .reverse();
          expect(listed).toEqual(expectedIds);
        },
      ),
      { numRuns: 100 },
    );
  });

  /** One per recipient, with a coordinator and a lead that come by chance or not at all. */
  async function writeRequests(messages: readonly ListedMessage[]) {
    const requests = messages.flatMap((message, index) =>
      message.recipients.map(({ organisation }, place) => {
        const state = agendaStates[(index + place) % 3] ?? 'open';
        const coordinator = index % 4 === 0 ? null : index % 4 === 1 ? 'unmik' : message.sender;
        const lead = index % 5 === 0 ? null : index % 5 === 1 ? 'unicef' : 'iom';
        const parties = [message.sender, organisation, coordinator, lead];
        return {
          id: uuidv7(),
          message: message.id,
          organisation,
          operation: message.operation,
          state,
          coordinator,
          lead,
          parties,
        };
      }),
    );
    await hub.superuser(
      `INSERT INTO agenda_requests (id, operation_id, recipient_id, message_id, reference, kind, message_status, priority,
         organisation_id, sender_id, coordinator_id, lead_id, reason, due_at, state, created_at, settled_at)
       SELECT g.id, r.operation_id, r.id, r.message_id, r.reference, r.kind, r.message_status, r.priority, r.organisation_id,
         r.sender_id, c.id, l.id, 'unacknowledged', r.due_at, g.state, now(), CASE WHEN g.state = 'settled' THEN now() END
       FROM jsonb_to_recordset($1::jsonb)
         AS g (id uuid, message uuid, organisation text, state text, coordinator text, lead text)
       JOIN organisations o ON o.slug = g.organisation
       JOIN recipients r ON r.message_id = g.message AND r.organisation_id = o.id
       LEFT JOIN organisations c ON c.slug = g.coordinator LEFT JOIN organisations l ON l.slug = g.lead`,
      [JSON.stringify(requests)],
    );
    return requests;
  }
});
