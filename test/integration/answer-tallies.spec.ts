import fc from 'fast-check';
import { Directory } from '#directory';
import { HubError, uuidv7, type Uuid } from '#kernel';
import { acknowledge, cancelReferral, decide, progress, withdrawConsent, type ReferralTools } from '#referrals';
import {
  keepTallies,
  readAcknowledgement,
  talliesUpTo,
  type AcknowledgementReport,
  type FigureGroup,
} from '#reporting';
import { Metrics, type Log } from '#platform/telemetry';
import { openHubDatabase, withClient, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, idOf, routed } from '#test/referral-flow';
import { eventually } from '#test/servers';
import { TallyWatch } from '../../apps/tracking-worker/tally-watch';

jest.setTimeout(240_000);

const HOUR = 3_600_000;
const BODIES = [LEAD, 'unhcr', 'aihrc'] as const;
/** A body of the operation that neither sends nor receives. */
const BYSTANDER = 'unicef';
const GROUPINGS: readonly (readonly FigureGroup[])[] = [
  ['organisation'],
  ['priority'],
  ['kind'],
  ['organisation', 'priority', 'kind'],
];
const ALWAYS = { above: -1, oldest: 600_000 };
const NEVER = { above: Number.POSITIVE_INFINITY, oldest: 600_000 };

type Reading = typeof ALWAYS;

describe('tallies of answers', () => {
  let hub: HubDatabase;
  let sent: Uuid[];

  beforeEach(async () => {
    hub = await openHubDatabase();
    sent = [];
  });
  afterEach(() => hub.close());

  const keep = (signal?: AbortSignal) =>
    keepTallies({
      database: hub.worker,
      directory: hub.directory,
      clock: hub.clock,
      ...(signal === undefined ? {} : { signal }),
    });
  const dayBefore = (days: number) => new Date(hub.clock.now().getTime() - days * 24 * HOUR).toISOString().slice(0, 10);
  const read = (slug: string, use: Reading, by: readonly FigureGroup[] = ['organisation'], from = dayBefore(500)) =>
    hub.as(slug, (tools) => readAcknowledgement(tools, { operation: 'afghanistan', by, from }, use));
  const changes = async () =>
    (await hub.superuser<{ since: string }>(`SELECT since::text FROM answer_changes`)).map(({ since }) => since);
  const send = async (to: readonly string[] = [LEAD], over: object = {}) => {
    const { id } = await routed(hub, { priority: 'emergency', status: 'actual', to, ...over });
    sent.push(id);
    return id;
  };

  /** The tallies of now say what the rows say, to whoever asks and however. */
  const expectTheSame = async (bodies: readonly string[] = [SENDER, ...BODIES, BYSTANDER]) => {
    for (const slug of bodies)
      for (const by of GROUPINGS) {
        const live = await read(slug, NEVER, by);
        // Whose time it tells shows which of the two answered.
        hub.clock.advance(1);
        const tallied = await read(slug, ALWAYS, by);
        hub.clock.advance(-1);
        expect(withoutHours(tallied)).toEqual(withoutHours(live));
        expectNear(tallied, live);
      }
  };

  it('count as the rows do, for every body and grouping, whatever happens', async () => {
    const recipient = fc.record({ message: fc.nat(), body: fc.constantFrom(...BODIES) });
    const moves = fc.array(
      fc.oneof(
        fc.record({
          move: fc.constant('send' as const),
          priority: fc.constantFrom('emergency' as const, 'urgent' as const, 'normal' as const),
          status: fc.constantFrom('actual' as const, 'actual' as const, 'exercise' as const),
          to: fc.subarray([...BODIES], { minLength: 1 }),
        }),
        fc.record({ move: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 400 }) }),
        fc.record({
          move: fc.constantFrom('acknowledge' as const, 'accept' as const, 'decline' as const),
          on: recipient,
        }),
        fc.record({
          move: fc.constantFrom('begin' as const, 'hold' as const, 'cancel' as const, 'withdraw' as const),
          on: recipient,
        }),
        fc.constant({ move: 'tally' as const }),
      ),
      { minLength: 12, maxLength: 25 },
    );
    await send(BODIES);
    await fc.assert(
      fc.asyncProperty(moves, async (all) => {
        for (const each of all)
          if (each.move === 'send') await send(each.to, { priority: each.priority, status: each.status });
          else if (each.move === 'wait') hub.clock.advance(each.hours * HOUR);
          else if (each.move === 'tally') await keep();
          else await moved(hub, each.move, sent[each.on.message % sent.length] ?? '', each.on.body);
        await keep();
        await expectTheSame([SENDER, LEAD, BYSTANDER]);
      }),
      { numRuns: 4 },
    );
    await expectTheSame();
  });

  it('have something of every figure, once everything has happened', async () => {
    const [first = '', second = '', third = '', fourth = ''] = [
      ...[await send(BODIES), await send(BODIES), await send(BODIES), await send(BODIES)],
    ];
    hub.clock.advance(HOUR);
    await moved(hub, 'accept', first, LEAD);
    await moved(hub, 'acknowledge', first, 'unhcr');
    await moved(hub, 'acknowledge', second, LEAD);
    await moved(hub, 'cancel', second, 'unhcr');
    hub.clock.advance(25 * HOUR);
    await moved(hub, 'cancel', third, 'aihrc');
    await moved(hub, 'withdraw', fourth, LEAD);
    hub.clock.advance(30 * HOUR);
    await keep();
    await expectTheSame();
    const { total } = await read(SENDER, ALWAYS);
    expect(Object.entries(total).filter(([, figure]) => figure === 0 || figure === null)).toEqual([]);
    expect(total.hoursToAcknowledge?.median).toBeCloseTo(1, 1);
  });

  it('say what became due by itself, and nothing is counted again until something does', async () => {
    await send();
    expect(await keep()).toBeGreaterThan(0);
    expect(await keep()).toBe(0);
    expect((await read(SENDER, ALWAYS)).total).toMatchObject({ due: 0, overdue: 0, decisionDue: 0 });
    hub.clock.advance(24 * HOUR + 1);
    expect(await keep()).toBe(1);
    expect((await read(SENDER, ALWAYS)).total).toMatchObject({ due: 1, overdue: 1, decisionDue: 0 });
    hub.clock.advance(24 * HOUR);
    expect(await keep()).toBe(1);
    expect((await read(SENDER, ALWAYS)).total).toMatchObject({ due: 1, overdue: 1, decisionDue: 1 });
    hub.clock.advance(1_000 * HOUR);
    expect(await keep()).toBe(0);
    await expectTheSame();
  });

  it('answer only for periods that hold many recipients, of those that the body sees', async () => {
    await send([LEAD, 'unhcr']);
    await keep();
    hub.clock.advance(1);
    const at = async (slug: string, above: number) => (await read(slug, { ...ALWAYS, above })).at;
    const [now, then] = [hub.clock.now(), new Date(hub.clock.now().getTime() - 1)];
    expect([await at(SENDER, 1), await at(SENDER, 2), await at(LEAD, 0), await at(LEAD, 1)]).toEqual([
      ...[then, now],
      ...[then, now],
    ]);
    expect((await hub.as(SENDER, (tools) => readAcknowledgement(tools, anyQuery))).at).toEqual(now);
  });

  it('are not used when they are too old, or there are none', async () => {
    await send();
    expect((await read(SENDER, ALWAYS)).at).toEqual(hub.clock.now());
    await keep();
    const kept = hub.clock.now();
    hub.clock.advance(600_000);
    expect((await read(SENDER, ALWAYS)).at).toEqual(kept);
    hub.clock.advance(1);
    expect((await read(SENDER, ALWAYS)).at).toEqual(hub.clock.now());
    await keep();
    await hub.superuser(`UPDATE answer_tally_states SET basis = 'of an earlier version'`);
    hub.clock.advance(1);
    expect((await read(SENDER, ALWAYS)).at).toEqual(hub.clock.now());
  });

  it('are filled with what was on record before there were any, also of days on which nothing changed since', async () => {
    for (let month = 0; month < 3; month += 1) {
      await send(BODIES);
      hub.clock.advance(31 * 24 * HOUR);
    }
    await hub.superuser(`DELETE FROM answer_changes`);
    await keep();
    await expectTheSame([SENDER, LEAD]);
    expect((await read(SENDER, ALWAYS)).total.recipients).toBe(9);
  });

  it('are of the days of the operation’s time zone, and counted anew when it is another one', async () => {
    for (let hour = 0; hour < 24; hour += 6) {
      await send();
      hub.clock.advance(6 * HOUR);
    }
    await keep();
    const elsewhere = inTimeZone(hub.directory, 'Pacific/Honolulu');
    const figures = (use: Reading, day: number) =>
      hub.as(SENDER, (tools) =>
        readAcknowledgement(
          { ...tools, directory: elsewhere },
          { operation: 'afghanistan', by: ['kind'], from: dayBefore(day), to: dayBefore(day) },
          use,
        ),
      );
    hub.clock.advance(1);
    expect((await figures(ALWAYS, 1)).at).toEqual(hub.clock.now());
    await keepTallies({ database: hub.worker, directory: elsewhere, clock: hub.clock });
    for (const day of [0, 1, 2]) {
      const live = await figures(NEVER, day);
      hub.clock.advance(1);
      const tallied = await figures(ALWAYS, day);
      hub.clock.advance(-1);
      expect(withoutHours(tallied)).toEqual(withoutHours(live));
    }
  });

  it('are up to no time before all days of all operations were counted', async () => {
    const upTo = () => talliesUpTo({ database: hub.worker, directory: hub.directory });
    await send();
    expect(await upTo()).toBeUndefined();
    await keep(AbortSignal.abort());
    expect(await upTo()).toBeUndefined();
    await keep();
    expect(await upTo()).toEqual(hub.clock.now());
    // As when another worker found another basis, and has to begin again.
    await hub.superuser(`UPDATE answer_tally_states SET as_of = NULL WHERE operation_id = 'kosovo'`);
    expect(await upTo()).toBeUndefined();
  });

  it('are kept by the tracking worker from its start on, and tell it when they could not be', async () => {
    await send();
    const error = jest.fn();
    const metrics = new Metrics();
    const keptAt = async () => (await metrics.talliesKept.get()).values[0]?.value;
    expect(await keptAt()).toBe(0);
    const watch = new TallyWatch(hub.worker, hub.directory, hub.clock, metrics, { error } as unknown as Log);
    watch.onApplicationBootstrap();
    const states = () => hub.superuser(`SELECT FROM answer_tally_states WHERE as_of IS NOT NULL`);
    await eventually('both operations are counted', async () => (await states()).length === 2);
    expect((await read(SENDER, ALWAYS)).total.recipients).toBe(1);
    const now = Math.floor(hub.clock.now().getTime() / 1_000);
    await watch.look();
    expect(await keptAt()).toBe(now);
    await hub.superuser(`ALTER TABLE answer_tally_states RENAME TO away`);
    await watch.look();
    expect(await keptAt()).toBe(now);
    expect(error).toHaveBeenCalledTimes(1);
    await watch.onModuleDestroy();
  });

  describe('while they are counted', () => {
    it('miss no change that is committed before it can be seen', async () => {
      const id = await send();
      await keep();
      await hub.as(LEAD, async (tools) => {
        await acknowledge(tools, id);
        await keep();
      });
      await keep();
      expect((await read(SENDER, ALWAYS)).total.acknowledged).toBe(1);
    });

    it('miss no change that is committed after the rows were counted', async () => {
      // The days beside it are counted with it: where one is of the month before, that is a step of its own, and waits first.
      hub.clock.advance(untilMiddleOfNextMonth(hub.clock.now()));
      const id = await send();
      await withClient(hub.database.superuserUrl, async (client) => {
        await client.query('BEGIN');
        // Tallies are written after the rows were counted.
        await client.query('LOCK TABLE answer_tallies IN SHARE MODE');
        const kept = keep();
        await eventually('the days were counted', async () => {
          const waiting = await hub.superuser(
            `SELECT FROM pg_locks WHERE NOT granted AND relation = 'answer_tallies'::regclass`,
          );
          return waiting.length > 0;
        });
        await hub.as(LEAD, (tools) => acknowledge(tools, id));
        await client.query('COMMIT');
        await kept;
      });
      expect((await read(SENDER, ALWAYS)).total.acknowledged).toBe(0);
      expect(await keep()).toBe(1);
      expect((await read(SENDER, ALWAYS)).total.acknowledged).toBe(1);
    });

    it('may be left between two steps, and are gone on with', async () => {
      for (let month = 0; month < 3; month += 1) {
        await send();
        hub.clock.advance(31 * 24 * HOUR);
      }
      let looks = 0;
      const afterOne = {
        get aborted() {
          looks += 1;
          return looks > 1;
        },
      } as AbortSignal;
      const first = await keep(afterOne);
      expect(first).toBeGreaterThan(0);
      hub.clock.advance(1);
      // Half of them is none.
      expect((await read(SENDER, ALWAYS)).at).toEqual(hub.clock.now());
      const rest = await keep();
      expect(rest).toBeGreaterThan(60);
      expect(await keep()).toBe(0);
      await expectTheSame([SENDER]);
    });

    it('are right when several workers count at once', async () => {
      for (let turn = 0; turn < 5; turn += 1) {
        const id = await send(BODIES);
        hub.clock.advance(20 * 24 * HOUR);
        await Promise.all([keep(), hub.as(LEAD, (tools) => acknowledge(tools, id)), keep(), keep()]);
      }
      await keep();
      await expectTheSame([SENDER, LEAD]);
    });

    it('are counted by several workers as by one, and each day once', async () => {
      for (let month = 0; month < 3; month += 1) {
        await send();
        hub.clock.advance(31 * 24 * HOUR);
      }
      const counted = await Promise.all([keep(), keep(), keep()]);
      await expectTheSame([SENDER]);
      await hub.superuser(`UPDATE answer_tally_states SET basis = 'of an earlier version'`);
      expect(await keep()).toBe(counted.reduce((sum, count) => sum + count, 0));
    });
  });

  describe('changes', () => {
    beforeEach(async () => {
      await send();
      await send([LEAD], { status: 'exercise' });
      hub.clock.advance(1_000 * HOUR);
      await keep();
      expect(await changes()).toEqual([]);
    });

    it('are none where no figure looks: delivery, reminders, exercises', async () => {
      await hub.superuser(`UPDATE recipients SET delivery_state = 'delivered', delivery_attempts = 3, version = 9,
        delivered_at = now(), delivered_via = 'webhook', next_step = NULL, next_step_at = NULL`);
      await hub.superuser(`UPDATE recipients SET state = state`);
      await hub.superuser(`UPDATE recipients SET state = 'declined' WHERE message_status = 'exercise'`);
      await send([LEAD], { status: 'test' });
      expect(await changes()).toEqual([]);
    });

    it.each([
      ['state', `'declined'`],
      ['acknowledged_at', `due_at, receipt_id = id`],
      ['decided_at', `due_at, decision = 'accepted'`],
      ['due_at', `due_at + interval '1 day'`],
      ['capacity', `'information'`],
      ['kind', `'information-share'`],
      ['priority', `'normal'`],
      ['message_status', `'exercise'`],
    ])('are noted of %s', async (column, value) => {
      await hub.superuser(`UPDATE recipients SET ${column} = ${value} WHERE message_status = 'actual'`);
      expect(await changes()).toEqual(['-infinity']);
      await keep();
      await expectTheSame([SENDER]);
    });

    it('are noted of both days when a recipient goes to another, and of one that comes and goes', async () => {
      await hub.superuser(
        `UPDATE recipients SET routed_at = routed_at - interval '3 days' WHERE message_status = 'actual'`,
      );
      expect(await changes()).toHaveLength(2);
      await keep();
      await expectTheSame([SENDER]);
      const id = uuidv7();
      await hub.superuser(
        `INSERT INTO recipients SELECT (jsonb_populate_record(r, jsonb_build_object('id', $1::uuid, 'organisation_id', $2::uuid,
           'inbox_sequence', 9))).* FROM recipients r WHERE message_status = 'actual'`,
        [id, await idOf(hub, BYSTANDER)],
      );
      await keep();
      expect((await read(BYSTANDER, ALWAYS)).total.recipients).toBe(1);
      await expectTheSame([SENDER]);
      await hub.superuser(`DELETE FROM recipients WHERE id = $1`, [id]);
      await keep();
      expect((await read(BYSTANDER, ALWAYS)).total.recipients).toBe(0);
      await expectTheSame([SENDER]);
    });
  });

  describe('tell a body no more than the rows', () => {
    beforeEach(async () => {
      await send([LEAD, 'unhcr']);
      await keep();
    });

    const seen = (organisationId: Uuid, operations: 'all' | readonly string[] = 'all') =>
      hub.api.transaction({ kind: 'body', organisationId, person: uuidv7(), operations }, async (tx) => {
        const row = await tx.row<{ count: number }>(
          `SELECT sum(recipients)::int AS count FROM answer_tallies WHERE grain = 'month'`,
        );
        return row?.count ?? 0;
      });

    it('the sender all that it sent, a recipient itself, others nothing', async () => {
      const slugs = [SENDER, LEAD, 'unhcr', BYSTANDER, 'kfor-hq'];
      expect(await Promise.all(slugs.map(async (slug) => seen(await idOf(hub, slug))))).toEqual([2, 1, 1, 0, 0]);
      expect((await read(BYSTANDER, ALWAYS)).total.recipients).toBe(0);
    });

    it('a person those of the operations that they are held to', async () => {
      const sender = await idOf(hub, SENDER);
      expect(await seen(sender, ['afghanistan', 'kosovo'])).toBe(2);
      expect([await seen(sender, ['kosovo']), await seen(sender, [])]).toEqual([0, 0]);
    });

    it('nothing of what is behind a wall: it is in no tally, and who may look there is answered from the rows', async () => {
      await hub.superuser(`UPDATE recipients SET kind = 'accountability-notice' WHERE organisation_id = $1`, [
        await idOf(hub, 'unhcr'),
      ]);
      await keep();
      expect(await hub.superuser(`SELECT DISTINCT kind FROM answer_tallies`)).toEqual([{ kind: 'referral' }]);
      await expectTheSame([SENDER, 'unhcr']);
      hub.clock.advance(1);
      const caller = await hub.caller(SENDER);
      const inRoom = { kind: 'body', organisationId: caller.organisationId, room: 'accountability' } as const;
      const report = await hub.api.transaction(inRoom, (tx) =>
        readAcknowledgement({ tx, clock: hub.clock, directory: hub.directory, caller }, anyQuery, ALWAYS),
      );
      expect(report.at).toEqual(hub.clock.now());
    });

    it('by the policies of the rows, each of them, but that of what is behind a wall nothing is there', async () => {
      const policies = (table: string) =>
        hub.superuser<{ name: string; permissive: string; sees: string }>(
          `SELECT policyname AS name, permissive, qual AS sees FROM pg_policies
           WHERE tablename = $1 AND 'liaison_api' = ANY (roles) AND cmd IN ('ALL', 'SELECT') ORDER BY policyname`,
          [table],
        );
      const ofRows = await policies('recipients');
      expect(ofRows.map(({ name }) => name)).toEqual(['api_need_to_know', 'api_operations', 'api_sees']);
      const [wall, ...others] = ofRows;
      const sees = wall?.sees.replace(' OR knows_of_allegation(message_id)', '').replace(/^\((.*)\)$/, '$1');
      expect(await policies('answer_tallies')).toEqual([{ ...wall, sees }, ...others]);
    });
  });
});

const anyQuery = { operation: 'afghanistan', by: ['kind'] } as const;

/** What cannot be done now is not done. */
async function moved(
  hub: HubDatabase,
  move: 'acknowledge' | 'accept' | 'decline' | 'begin' | 'hold' | 'cancel' | 'withdraw',
  id: Uuid,
  body: string,
): Promise<void> {
  const bySender = move === 'cancel' || move === 'withdraw';
  const work = (tools: ReferralTools): Promise<unknown> => {
    switch (move) {
      case 'acknowledge':
        return acknowledge(tools, id);
      case 'accept':
        return decide(tools, id, { decision: 'accepted' });
      case 'decline':
        return decide(tools, id, { decision: 'declined', reason: 'capacity' });
      case 'begin':
        return progress(tools, id, { state: 'in_progress' });
      case 'hold':
        return progress(tools, id, { state: 'on_hold' });
      case 'cancel':
        return cancelReferral(tools, id, { recipients: [body] });
      case 'withdraw':
        return withdrawConsent(tools, id, {});
    }
  };
  await hub.as(bySender ? SENDER : body, work).catch((error: unknown) => {
    if (!(error instanceof HubError)) throw error;
  });
}

/** Milliseconds. */
function untilMiddleOfNextMonth(now: Date): number {
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 15) - now.getTime();
}

function inTimeZone(directory: Directory, timeZone: string): Directory {
  const there = Object.create(directory) as Directory;
  there.operation = async (id) => {
    const found = await directory.operation(id);
    return { ...found, operation: { ...found.operation, timeZone } };
  };
  there.operations = async () =>
    (await directory.operations()).map((found) => ({ ...found, operation: { ...found.operation, timeZone } }));
  return there;
}

function withoutHours(report: AcknowledgementReport): object {
  const hourless = (figures: object): object => ({ ...figures, hoursToAcknowledge: null, hoursToDecide: null });
  return { ...report, groups: report.groups.map(hourless), total: hourless(report.total) };
}

/** Hours are within a hundredth, and rounded to the hundredth on both sides. */
function expectNear(tallied: AcknowledgementReport, live: AcknowledgementReport): void {
  const pairs = [
    [tallied.total, live.total] as const,
    ...tallied.groups.map((group, index) => [group, live.groups[index]] as const),
  ];
  for (const [near, exact] of pairs)
    for (const figure of ['hoursToAcknowledge', 'hoursToDecide'] as const)
      for (const percentile of ['median', 'p90'] as const) {
        const [found, wanted] = [near[figure]?.[percentile] ?? null, exact?.[figure]?.[percentile] ?? null];
        expect(found === null).toBe(wanted === null);
        if (found !== null && wanted !== null)
          expect(Math.abs(found - wanted)).toBeLessThanOrEqual(Math.max(wanted * 0.01, 0.005) + 0.011);
      }
}
