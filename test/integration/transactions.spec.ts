import { uuidv7, type HubError } from '#kernel';
import { ApiDatabase, RunAgain, createDataSource, type Transaction } from '#platform/database';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { idOf } from '#test/referral-flow';
import { startTcpProxy } from '#test/tcp-proxy';

jest.setTimeout(60_000);

describe('a transaction', () => {
  let hub: HubDatabase;
  let organisationId: string;

  beforeAll(async () => {
    hub = await openHubDatabase({ poolSize: 2 });
    organisationId = await idOf(hub, 'iom');
  });
  afterAll(() => hub.close());
  beforeEach(() => hub.superuser('DELETE FROM idempotency_keys'));

  const context = () => ({ kind: 'body', organisationId }) as const;
  const keep = (tx: Transaction, key: string) =>
    tx.execute(
      `INSERT INTO idempotency_keys (organisation_id, key, request_digest, created_at) VALUES ($1, $2, '\\x00', now())`,
      [organisationId, key],
    );
  const kept = async () =>
    (await hub.superuser<{ key: string }>('SELECT key FROM idempotency_keys ORDER BY key')).map(({ key }) => key);

  it('leaves nothing when its work throws', async () => {
    const work = hub.api.transaction(context(), async (tx) => {
      await keep(tx, 'gone');
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await kept()).toEqual([]);
  });

  it('leaves nothing when a statement fails, and the connection serves the next one', async () => {
    for (let index = 0; index < 4; index += 1)
      await expect(
        hub.api.transaction(context(), async (tx) => {
          await keep(tx, 'gone');
          await tx.execute('SELECT 1 / 0');
        }),
      ).rejects.toMatchObject({ code: '22012' });
    await hub.api.transaction(context(), (tx) => keep(tx, 'stays'));
    expect(await kept()).toEqual(['stays']);
  });

  describe('with statements that nobody waits for', () => {
    const keepLater = (tx: Transaction, key: string, meaning?: (error: unknown) => unknown): void => {
      tx.later(
        `INSERT INTO idempotency_keys (organisation_id, key, request_digest, created_at) VALUES ($1, $2, '\\x00', now())`,
        [organisationId, key],
        'keep-later',
        meaning,
      );
    };

    it('runs them in their order, before what is asked next', async () => {
      const seen = await hub.api.transaction(context(), async (tx) => {
        keepLater(tx, 'a');
        keepLater(tx, 'b');
        const rows = await tx.rows<{ key: string }>('SELECT key FROM idempotency_keys ORDER BY key');
        keepLater(tx, 'c');
        return rows.map(({ key }) => key);
      });
      expect(seen).toEqual(['a', 'b']);
      expect(await kept()).toEqual(['a', 'b', 'c']);
    });

    it('rejects with the error of the first that failed, and leaves nothing', async () => {
      for (let index = 0; index < 4; index += 1) {
        await expect(
          hub.api.transaction(context(), (tx) => {
            keepLater(tx, 'gone');
            tx.later('SELECT 1 / 0', [], 'fails');
            keepLater(tx, 'gone too');
            return Promise.resolve();
          }),
        ).rejects.toMatchObject({ code: '22012' });
        await expect(
          hub.api.transaction(context(), async (tx) => {
            tx.later('SELECT 1 / 0', [], 'fails');
            await tx.rows('SELECT 1');
          }),
        ).rejects.toMatchObject({ code: '22012' });
      }
      await hub.api.transaction(context(), (tx) => {
        keepLater(tx, 'stays');
        return tx.rows('SELECT 1');
      });
      expect(await kept()).toEqual(['stays']);
    });

    it('says of a failure what it means to who asked', async () => {
      const twice = hub.api.transaction(context(), (tx) => {
        keepLater(tx, 'one');
        keepLater(tx, 'one', () => new Error('used before'));
        return Promise.resolve();
      });
      await expect(twice).rejects.toThrow('used before');
      expect(await kept()).toEqual([]);
    });

    it('leaves nothing of them when its work throws', async () => {
      const work = hub.api.transaction(context(), (tx) => {
        keepLater(tx, 'gone');
        throw new Error('no');
      });
      await expect(work).rejects.toThrow('no');
      expect(await kept()).toEqual([]);
    });

    it('is not taken for done when a failure was passed over', async () => {
      const work = hub.api.transaction(context(), async (tx) => {
        await keep(tx, 'gone');
        await tx.rows('SELECT 1 / 0').catch(() => undefined);
      });
      await expect(work).rejects.toThrow('a transaction that had failed');
      expect(await kept()).toEqual([]);
    });
  });

  it('is run again after a deadlock, so that both sides succeed', async () => {
    let runs = 0;
    const meeting = Array.from({ length: 2 }, () => {
      let arrive: () => void = () => undefined;
      return {
        came: new Promise<void>((resolve) => (arrive = resolve)),
        arrive: () => {
          arrive();
        },
      };
    });
    const take = (tx: Transaction, lock: string) => tx.execute('SELECT pg_advisory_xact_lock(hashtext($1))', [lock]);
    const side = (index: 0 | 1, first: string, second: string) =>
      hub.api.transaction(context(), async (tx) => {
        runs += 1;
        await take(tx, first);
        meeting[index]!.arrive();
        await meeting[1 - index]!.came;
        await take(tx, second);
      });
    await Promise.all([side(0, 'a', 'b'), side(1, 'b', 'a')]);
    // On a busy machine the one that lost may come back before the other goes on, and lose again.
    expect(runs).toBeGreaterThanOrEqual(3);
  });

  it('is run again when its work asks, and gives up after the third time', async () => {
    let runs = 0;
    const work = (until: number) =>
      hub.api.transaction(context(), async (tx) => {
        runs += 1;
        await keep(tx, `run-${runs}`);
        if (runs < until) throw new RunAgain();
      });
    await work(3);
    expect([runs, await kept()]).toEqual([3, ['run-3']]);
    runs = 10;
    await expect(work(99)).rejects.toBeInstanceOf(RunAgain);
    expect([runs, await kept()]).toEqual([13, ['run-3']]);
  });

  it('is "unavailable", and nothing by halves, when its connection is lost', async () => {
    const work = hub.api.transaction(context(), async (tx) => {
      await keep(tx, 'half');
      const [row] = await tx.rows<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await hub.superuser('SELECT pg_terminate_backend($1, 5000)', [row?.pid]);
      await keep(tx, 'other half');
    });
    await expect(work).rejects.toMatchObject({ name: 'HubError', code: 'unavailable' } satisfies Partial<HubError>);
    expect(await kept()).toEqual([]);
    await hub.api.transaction(context(), (tx) => keep(tx, 'afterwards'));
    expect(await kept()).toEqual(['afterwards']);
  });

  it('is "unavailable" when idle connections were cut, at most once per connection, and then works', async () => {
    const user = new URL(hub.apiUrl).username;
    await hub.superuser(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = $1 AND datname = current_database()`,
      [user],
    );
    let refused = 0;
    for (let index = 0; index < 4; index += 1)
      await hub.api
        .transaction(context(), (tx) => keep(tx, `k${index}`))
        .catch((error: unknown) => {
          expect(error).toMatchObject({ code: 'unavailable' });
          refused += 1;
        });
    expect(refused).toBeLessThanOrEqual(2);
    expect(await kept()).toHaveLength(4 - refused);
  });

  it('refuses a malformed context before it opens anything', async () => {
    const context = { kind: 'body', organisationId: `x'; DROP TABLE messages; --` } as const;
    const work = jest.fn();
    await expect(hub.api.transaction(context, work)).rejects.toThrow('not a UUID');
    await expect(hub.api.transaction({ kind: 'body', organisationId: '' }, work)).rejects.toThrow('not a UUID');
    expect(work).not.toHaveBeenCalled();
  });
});

describe('a database that is away', () => {
  it('is "unavailable", and works again when it is back', async () => {
    const hub = await openHubDatabase({ poolSize: 2 });
    const proxy = await startTcpProxy(hub.apiUrl);
    const source = createDataSource({ url: proxy.url, applicationName: 'test', poolSize: 2 });
    const database = new ApiDatabase(await source.initialize());
    const context = { kind: 'body', organisationId: uuidv7() } as const;
    const work = () => database.transaction(context, (tx) => tx.rows('SELECT 1'));
    await work();

    await proxy.cut();
    // The first may still get the cut connection, the next must be refused a new one.
    await expect(work()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(work()).rejects.toMatchObject({ code: 'unavailable' });
    await proxy.open();
    await expect(work()).resolves.toHaveLength(1);

    await database.close();
    await proxy.cut();
    await hub.close();
  });
});
