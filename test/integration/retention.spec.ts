import { MovableClock, uuidv7, type Uuid } from '#kernel';
import type { Log } from '#platform/telemetry';
import type { Settings } from '#runtime';
import { announce, forgetDeliveries, keepAttempts, listAttempts } from '#delivery';
import { RecordKeeper } from '../../apps/delivery-worker/record-keeper';
import { endpointOf } from '#test/engine';
import { openHubDatabase, withClient, type HubDatabase } from '#test/hub-database';
import { LEAD, idOf } from '#test/referral-flow';
import { eventually } from '#test/servers';

jest.setTimeout(120_000);

const DAY = 86_400_000;
const WORKER = { kind: 'worker' } as const;

let hub: HubDatabase;
let organisationId: Uuid;
let endpointId: Uuid;

beforeEach(async () => {
  hub = await openHubDatabase();
  organisationId = await idOf(hub, LEAD);
  endpointId = (await endpointOf(hub, LEAD, 'https://lead.example/hook')).id;
});
afterEach(() => hub.close());

/** The month so many months from now, as partitions are named. */
const month = (ahead: number): string => {
  const now = hub.clock.now();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead))
    .toISOString()
    .slice(0, 7)
    .replace('-', '_');
};
const inMonth = (ahead: number): Date => new Date(`${month(ahead).replace('_', '-')}-15T12:00:00Z`);
const now = (): Date => hub.clock.now();

/** Leaves a delivery that is done. */
async function delivered(at = now()): Promise<Uuid> {
  const id = uuidv7();
  await hub.superuser(
    `INSERT INTO deliveries (id, endpoint_id, organisation_id, event_type, dedupe_key, thread_id, sequence, body, created_at)
     VALUES ($1::uuid, $2, $3, 'test.ping', $1::uuid::text, $1::uuid, 1, '{}', $4)`,
    [id, endpointId, organisationId, at],
  );
  return id;
}

/** Writes attempts as the delivery worker does. */
const INSERT = `INSERT INTO delivery_attempts (delivery_id, organisation_id, endpoint_id, attempt, started_at, duration_ms, outcome)
  SELECT $1, $2, $3, n, $4::timestamptz + n * interval '1 microsecond', 1, 'delivered' FROM generate_series(1, $5) n`;
const attempt = (deliveryId: Uuid, at: Date, count = 1): Promise<number> =>
  hub.worker.transaction(WORKER, (tx) => tx.execute(INSERT, [deliveryId, organisationId, endpointId, at, count]));

/** How many attempts lie in each partition that has some. */
async function places(): Promise<Record<string, number>> {
  const rows = await hub.superuser<{ part: string; count: number }>(
    `SELECT replace(tableoid::regclass::text, 'delivery_attempts_', '') AS part, count(*)::int AS count
     FROM delivery_attempts GROUP BY tableoid ORDER BY 1`,
  );
  return Object.fromEntries(rows.map(({ part, count }) => [part, count]));
}

async function partitions(): Promise<string[]> {
  const rows = await hub.superuser<{ name: string }>(
    `SELECT replace(relname, 'delivery_attempts_', '') AS name FROM pg_inherits JOIN pg_class ON oid = inhrelid
     WHERE inhparent = 'delivery_attempts'::regclass ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

const keep = (days = 90, clock = hub.clock) => keepAttempts(hub.worker, clock, days);

describe('partitions of attempts', () => {
  it('are made for this month and two ahead, once, and take the attempts of their month', async () => {
    const ahead = [month(0), month(1), month(2)];
    expect(await keep()).toEqual({ complete: true, made: [...ahead].reverse(), dropped: [], moved: 0 });
    expect(await keep()).toEqual({ complete: true, made: [], dropped: [], moved: 0 });
    expect(await partitions()).toEqual([...ahead, 'default']);

    const id = await delivered();
    await attempt(id, now());
    await attempt(id, inMonth(2));
    await attempt(id, inMonth(3));
    expect(await places()).toEqual({ [month(0)]: 1, [month(2)]: 1, default: 1 });
  });

  it('take over what lies in the default partition; what is older than is kept goes', async () => {
    const id = await delivered();
    for (const [ahead, count] of [
      [0, 300],
      [-1, 12_000],
      [-2, 20],
      [-5, 4],
      [40, 3],
    ] as const)
      await attempt(id, inMonth(ahead), count);
    expect(await places()).toEqual({ default: 12_327 });
    const kept = await keep();
    expect(kept).toMatchObject({ complete: true, moved: 12_320 });
    expect(await places()).toEqual({ [month(0)]: 300, [month(-1)]: 12_000, [month(-2)]: 20, default: 3 });
  });

  it('all have the shape, the indexes and the row-level security of the one that was there', async () => {
    await attempt(await delivered(), now());
    await keep();
    const shapes = await hub.superuser<{ name: string; shape: string }>(`
      SELECT c.relname AS name, concat_ws(' ', relrowsecurity, relforcerowsecurity, relacl, relowner::regrole,
        (SELECT string_agg(pg_get_constraintdef(oid), ';' ORDER BY 1) FROM pg_constraint WHERE conrelid = c.oid AND contype <> 'n'),
        (SELECT string_agg(concat(polname, polroles::regrole[], polcmd, pg_get_expr(polqual, polrelid)), ';') FROM pg_policy WHERE polrelid = c.oid),
        (SELECT string_agg(replace(pg_get_indexdef(i.indexrelid), c.relname, ''), ';' ORDER BY indisprimary)
         FROM pg_index i JOIN pg_inherits h ON h.inhrelid = i.indexrelid WHERE i.indrelid = c.oid)) AS shape
      FROM pg_class c JOIN pg_inherits ON inhrelid = c.oid WHERE inhparent = 'delivery_attempts'::regclass`);
    expect(shapes).toHaveLength(4);
    const normal = ({ shape }: { shape: string }) => shape.replaceAll(/INDEX \S+ ON/g, 'INDEX ON');
    expect(new Set(shapes.map(normal)).size).toBe(1);
  });

  it('are dropped when the last of the month is older than is kept, and not a day before', async () => {
    const past = new MovableClock(inMonth(-6));
    await keep(90, past);
    await attempt(await delivered(), inMonth(-6), 7);
    expect(await places()).toEqual({ [month(-6)]: 7 });

    const end = new Date(inMonth(-5).setUTCDate(1)).setUTCHours(0);
    past.advance(end + 90 * DAY - past.now().getTime() - 1);
    expect((await keep(90, past)).dropped).toEqual([]);
    past.advance(1);
    expect((await keep(90, past)).dropped).toEqual([month(-6)]);
    expect(await places()).toEqual({});
    expect((await keep(7)).dropped.slice(0, 4)).toEqual([month(-5), month(-4), month(-3), month(-2)]);
  });

  it('are not dropped early by a clock that runs ahead', async () => {
    await attempt(await delivered(), now());
    await keep();
    const ahead = new MovableClock(new Date(now().getTime() + 1_000 * DAY));
    expect((await keep(7, ahead)).dropped).toEqual([]);
    expect(await places()).toEqual({ [month(0)]: 1 });
  });

  it('are shown to the body as one list, page by page', async () => {
    const id = await delivered();
    for (const ahead of [-2, -1, 0]) await attempt(id, inMonth(ahead), 3);
    await attempt(id, inMonth(30), 2);
    await keep();
    const read = (before?: { startedAt: Date; deliveryId: Uuid }) =>
      hub.api.transaction({ kind: 'body', organisationId }, (tx) =>
        listAttempts({ tx, vault: hub.vault }, endpointId, before, 4),
      );
    const first = await read();
    expect(first.map(({ startedAt }) => startedAt)).toEqual([inMonth(30), inMonth(30), inMonth(0), inMonth(0)]);
    // Rows of one millisecond are one place for a cursor, so the next page begins at another.
    const next = await read({ startedAt: inMonth(0), deliveryId: id });
    expect(next.map(({ startedAt }) => startedAt)).toEqual([inMonth(-1), inMonth(-1), inMonth(-1), inMonth(-2)]);
  });
});

describe('while others write', () => {
  const write = (count: number, id: Uuid) =>
    Promise.all(Array.from({ length: count }, (_, index) => attempt(id, new Date(now().getTime() + index))));
  const waiting = (count: number, query: string) =>
    eventually(`${count} wait for a lock`, async () => {
      const rows = await hub.superuser(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ~ $1`,
        [query],
      );
      return rows.length >= count;
    });

  it('no attempt fails and none is lost: those that come meanwhile wait for the new partition', async () => {
    const id = await delivered();
    await attempt(id, inMonth(0), 50);
    await withClient(hub.workerUrl, async (client) => {
      await client.query('BEGIN');
      await client.query(INSERT, [id, organisationId, endpointId, new Date(now().getTime() - 1_000), 5]);
      const keeping = keep();
      await waiting(1, 'keep_attempt_partitions');
      const writing = write(4, uuidv7());
      await waiting(1, 'INSERT INTO delivery_attempts');
      await client.query('COMMIT');
      await writing;
      expect(await keeping).toMatchObject({ complete: true });
    });
    expect(Object.values(await places()).reduce((sum, count) => sum + count)).toBe(59);
    expect(await places()).not.toHaveProperty('default');
  });

  it('under a stream of attempts all of them end up in their month', async () => {
    const id = await delivered();
    await attempt(id, inMonth(-1), 20_000);
    let [going, written] = [true, 0];
    const writers = Array.from({ length: 4 }, async () => {
      while (going) {
        const count = await attempt(uuidv7(), now(), 3);
        written += count;
      }
    });
    await eventually('some are written', () => Promise.resolve(written > 30));
    const kept = await keep();
    const then = written;
    await eventually('more are written', () => Promise.resolve(written > then + 30));
    going = false;
    await Promise.all(writers);
    expect(kept).toMatchObject({ complete: true });
    expect(await places()).toEqual({ [month(0)]: written, [month(-1)]: 20_000 });
  });

  it('a table that is held for long is left as it is, and writers go on', async () => {
    const id = await delivered();
    await attempt(id, now(), 10);
    await withClient(hub.database.superuserUrl, async (client) => {
      await client.query('BEGIN');
      await client.query('LOCK TABLE delivery_attempts_default IN ACCESS SHARE MODE');
      const keeping = keep();
      await waiting(1, 'keep_attempt_partitions');
      expect(await write(3, uuidv7())).toEqual([1, 1, 1]);
      expect(await keeping).toEqual({ complete: false, made: [], dropped: [], moved: 0 });
    });
    expect(await partitions()).toEqual(['default']);
    expect(await places()).toEqual({ default: 13 });
    expect(await keep()).toMatchObject({ complete: true, moved: 13 });
  });

  it('a second worker does nothing', async () => {
    await withClient(hub.workerUrl, async (client) => {
      await client.query('BEGIN');
      await client.query('SELECT FROM keep_attempt_partitions(now(), 90)');
      expect(await keep()).toEqual({ complete: false, made: [], dropped: [], moved: 0 });
      await client.query('ROLLBACK');
    });
    const all = await Promise.all(Array.from({ length: 5 }, () => keep()));
    expect(all.flatMap(({ made }) => made).sort()).toEqual([month(0), month(1), month(2)]);
  });
});

describe('the delivery worker', () => {
  const keeperOf = (log: Partial<Log> = {}) =>
    new RecordKeeper(
      hub.worker,
      hub.clock,
      log as Log,
      {
        retention: { attemptDays: 90, deliveryDays: 400 },
      } as Settings,
    );

  it('makes partitions and removes what is done when it starts', async () => {
    await hub.superuser(
      `INSERT INTO deliveries (id, endpoint_id, organisation_id, event_type, dedupe_key, thread_id, sequence, body, created_at)
       VALUES ('01700000-0000-7000-8000-000000000000', $1, $2, 'test.ping', 'x', gen_random_uuid(), 1, '{}', '2020-01-01')`,
      [endpointId, organisationId],
    );
    const keeper = keeperOf();
    keeper.onApplicationBootstrap();
    await eventually('all is done', async () => (await hub.superuser('SELECT FROM deliveries')).length === 0);
    await keeper.onModuleDestroy();
    expect(await partitions()).toEqual([month(0), month(1), month(2), 'default']);
  });

  it('tells of a fault without a word of the rows, and stops in order', async () => {
    await hub.superuser('REVOKE DELETE ON deliveries FROM liaison_worker');
    const told: unknown[] = [];
    const keeper = keeperOf({ error: (...words: unknown[]) => told.push(words) });
    keeper.onApplicationBootstrap();
    await eventually('it is told', () => Promise.resolve(told.length === 1));
    await keeper.onModuleDestroy();
    expect(told).toEqual([[expect.objectContaining({ code: '42501' }), expect.stringContaining('tried again')]]);
  });
});

describe('the function that makes and drops partitions', () => {
  const refused = (url: string, sql: string, code: string) =>
    withClient(url, (client) => expect(client.query(sql)).rejects.toMatchObject({ code }));

  it('is not for the API', () => refused(hub.apiUrl, 'SELECT keep_attempt_partitions(now(), 90)', '42501'));

  it('refuses less than a week, and a time that is none', async () => {
    for (const given of ['now(), 6', 'now(), NULL', 'NULL, 90', `'infinity', 90`])
      await refused(hub.workerUrl, `SELECT keep_attempt_partitions(${given})`, '22023');
  });

  it('gives the worker no more than itself', async () => {
    for (const sql of [
      'DROP TABLE delivery_attempts_default',
      'DELETE FROM delivery_attempts',
      'DELETE FROM delivery_attempts_default',
      'ALTER TABLE delivery_attempts DETACH PARTITION delivery_attempts_default',
    ])
      await refused(hub.workerUrl, sql, '42501');
  });

  it('is not led astray by tables of the caller', async () => {
    await withClient(hub.workerUrl, async (client) => {
      await client.query(
        `CREATE TEMP TABLE delivery_attempts (started_at timestamptz) PARTITION BY RANGE (started_at)`,
      );
      await client.query(`CREATE TEMP TABLE pg_inherits (inhparent oid, inhrelid oid)`);
      await client.query(`SET search_path = pg_temp, public`);
      for (let step = 0; step < 4; step += 1)
        await client.query('SELECT * FROM public.keep_attempt_partitions(now(), 90)');
    });
    expect(await partitions()).toEqual([month(0), month(1), month(2), 'default']);
  });
});

describe('deliveries that are done', () => {
  const forget = (days = 400) => forgetDeliveries(hub.worker, hub.clock, days);
  const ids = async () =>
    (await hub.superuser<{ id: Uuid }>('SELECT id FROM deliveries ORDER BY id')).map(({ id }) => id);
  const announced = (thread: Uuid, dedupeKey: string) =>
    hub.worker.transaction(WORKER, (tx) =>
      announce(tx, [
        {
          type: 'referral.updated',
          organisationId,
          messageId: thread,
          threadId: thread,
          reference: 'TEST',
          kind: 'referral',
          operation: 'afghanistan',
          status: 'test',
          overdue: false,
          href: 'http://hub.example/v1/referrals/x',
          dedupeKey,
          at: now(),
        },
      ]),
    );

  it('go after their time; what waits, what is held and what has an attempt stays', async () => {
    const [waits, held, done, tried] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
    for (const [index, thread] of [waits, held, done, tried].entries()) await announced(thread, `event/${index}`);
    await hub.superuser('UPDATE waiting_deliveries SET held = true WHERE thread_id = $1', [held]);
    await hub.superuser('DELETE FROM waiting_deliveries WHERE thread_id = ANY($1)', [[done, tried]]);
    const threads = async () =>
      (await hub.superuser<{ thread: Uuid }>('SELECT thread_id AS thread FROM deliveries ORDER BY id')).map(
        ({ thread }) => thread,
      );
    const [old] = await hub.superuser<{ id: Uuid }>('SELECT id FROM deliveries WHERE thread_id = $1', [tried]);
    await attempt(old?.id ?? '', now());
    await keep();

    hub.clock.advance(400 * DAY);
    expect(await forget()).toEqual({ complete: true, removed: 0 });
    hub.clock.advance(1_000);
    expect(await forget()).toEqual({ complete: true, removed: 1 });
    expect(await threads()).toEqual([waits, held, tried]);

    // The number of the thread goes on: the receiver sees no number twice.
    await announced(done, 'event/9');
    const [next] = await hub.superuser('SELECT sequence FROM deliveries WHERE thread_id = $1', [done]);
    expect(next).toEqual({ sequence: 2 });
  });

  it('go in batches, past any number that stays, and by one worker', async () => {
    await hub.superuser(
      `INSERT INTO deliveries (id, endpoint_id, organisation_id, event_type, dedupe_key, thread_id, sequence, body, created_at)
       SELECT ('01900000-' || lpad(to_hex(n), 4, '0') || '-7000-8000-000000000000')::uuid, $1, $2, 'test.ping', n,
         gen_random_uuid(), 1, '{}', '2024-06-10' FROM generate_series(1, 3500) n`,
      [endpointId, organisationId],
    );
    await hub.superuser(
      `INSERT INTO waiting_deliveries (delivery_id, endpoint_id, organisation_id, thread_id, sequence, held, next_attempt_at)
       SELECT id, endpoint_id, organisation_id, thread_id, sequence, true, now() FROM deliveries ORDER BY id LIMIT 1200`,
    );
    const young = await delivered();
    const results = await Promise.all([forget(), forget(), forget()]);
    expect(results.reduce((sum, { removed }) => sum + removed, 0)).toBe(2_300);
    expect(await forget()).toEqual({ complete: true, removed: 0 });
    expect(await ids()).toHaveLength(1_201);
    expect(await ids()).toContain(young);
  });

  it('stay while one of them is made to wait again at that moment', async () => {
    const id = await delivered();
    hub.clock.advance(401 * DAY);
    await withClient(hub.database.superuserUrl, async (client) => {
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO waiting_deliveries (delivery_id, endpoint_id, organisation_id, thread_id, sequence, held, next_attempt_at)
         VALUES ($1, $2, $3, $1, 1, false, now())`,
        [id, endpointId, organisationId],
      );
      expect(await forget()).toEqual({ complete: true, removed: 0 });
      await client.query('COMMIT');
    });
    expect(await forget()).toEqual({ complete: true, removed: 0 });
    expect(await ids()).toEqual([id]);
  });
});
