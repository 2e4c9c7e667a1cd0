import { Redis } from 'ioredis';
import { lastValueFrom } from 'rxjs';
import { uuidv7, type Uuid } from '#kernel';
import { JobClient, JobServer, checkQueueServer, type QueueConnection } from '#platform/queue';
import { openHubDatabase, withClient, type HubDatabase } from '#test/hub-database';
import { startRedis, type RedisServer } from '#test/redis';
import { eventually } from '#test/servers';
import { startTcpProxy, type TcpProxy } from '#test/tcp-proxy';

jest.setTimeout(90_000);

/** A queue server that a spec can take away and bring back. */
interface Away {
  readonly connection: QueueConnection;
  leave(): Promise<void>;
  comeBack(): Promise<void>;
  /** Everything that the server holds, as text. */
  contents(): Promise<string>;
  close(): Promise<void>;
}

async function redisServer(): Promise<Away> {
  let server: RedisServer = await startRedis();
  const { url, port } = server;
  return {
    connection: { backend: 'redis', url },
    leave: () => server.kill(),
    comeBack: async () => {
      server = await startRedis({ port });
    },
    contents: async () => {
      const redis = new Redis(url);
      const hashes = await Promise.all((await redis.keys('liaison:*')).map((key) => readKey(redis, key)));
      await redis.quit();
      return JSON.stringify(hashes);
    },
    close: () => server.stop(),
  };
}

async function readKey(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'hash':
      return [key, await redis.hgetall(key)];
    case 'list':
      return [key, await redis.lrange(key, 0, -1)];
    case 'stream':
      return [key, await redis.xrange(key, '-', '+')];
    case 'zset':
      return [key, await redis.zrange(key, '0', '-1')];
    default:
      return [key, await redis.get(key).catch(() => null)];
  }
}

async function postgresServer(): Promise<Away> {
  const hub: HubDatabase = await openHubDatabase({ poolSize: 2 });
  const proxy: TcpProxy = await startTcpProxy(hub.queueUrl);
  return {
    connection: { backend: 'postgres', url: proxy.url },
    leave: () => proxy.cut(),
    comeBack: () => proxy.open(),
    contents: () =>
      withClient(hub.database.superuserUrl, async (client) => {
        const tables = await client.query<{ name: string }>(
          `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'queue'`,
        );
        const rows = [];
        for (const { name } of tables.rows) rows.push((await client.query(`SELECT t::text FROM ${name} t`)).rows);
        return JSON.stringify(rows);
      }),
    close: async () => {
      await proxy.cut();
      await hub.close();
    },
  };
}

describe.each([
  ['Redis', redisServer],
  ['PostgreSQL', postgresServer],
])('wake-ups over %s', (_, start) => {
  let away: Away;
  let client: JobClient;
  let server: JobServer | undefined;
  let faults: Error[];

  beforeEach(async () => {
    away = await start();
    faults = [];
    client = new JobClient(away.connection, (error) => faults.push(error));
  });
  afterEach(async () => {
    await client.close();
    await server?.close();
    server = undefined;
    await away.close();
  });

  const serve = async (handle: (endpointId: Uuid) => Promise<void> | void): Promise<void> => {
    const starting = new JobServer({
      connection: away.connection,
      queues: ['delivery'],
      concurrency: { routing: 1, delivery: 4, tracking: 1, meetings: 1 },
      onError: () => undefined,
    });
    const handler = async ({ endpointId }: { endpointId: Uuid }): Promise<void> => handle(endpointId);
    starting.addHandler('delivery.lane', handler, true);
    await listening(starting);
    server = starting;
  };

  it('reach the handler, with the ids', async () => {
    const served: Uuid[] = [];
    await serve((id) => void served.push(id));
    const ids = [uuidv7(), uuidv7(), uuidv7()];
    for (const endpointId of ids) client.wake('delivery.lane', { endpointId });
    await eventually('three lanes are served', () => served.length === 3);
    expect([...served].sort()).toEqual([...ids].sort());
    expect(faults).toEqual([]);
  });

  it('that come while the handler runs make it run once more after the last of them, not a hundred times', async () => {
    const endpointId = uuidv7();
    const other = uuidv7();
    const gate = newGate();
    const starts: number[] = [];
    let otherServed = false;
    await serve(async (id) => {
      if (id === other) {
        otherServed = true;
        return;
      }
      starts.push(performance.now());
      await gate.opened;
    });
    client.wake('delivery.lane', { endpointId });
    await eventually('the handler runs', () => starts.length === 1);
    for (let index = 0; index < 100; index += 1)
      await lastValueFrom(client.emit('delivery.lane', { endpointId }), { defaultValue: undefined });
    const lastWake = performance.now();
    gate.open();
    await eventually('it runs once more', () => starts.some((at) => at > lastWake));
    client.wake('delivery.lane', { endpointId: other });
    await eventually('another lane is served', () => otherServed);
    expect(starts.length).toBeLessThanOrEqual(3);
  });

  it('in a burst from one process are few', async () => {
    const endpointId = uuidv7();
    let runs = 0;
    let lastRun = 0;
    await serve(() => {
      runs += 1;
      lastRun = performance.now();
    });
    for (let index = 0; index < 1_000; index += 1) client.wake('delivery.lane', { endpointId });
    const lastWake = performance.now();
    await eventually('a run after the last wake-up', () => lastRun > lastWake);
    expect(runs).toBeLessThanOrEqual(3);
  });

  it('are lost without a throw while the server is away, are counted, and work again afterwards', async () => {
    const served = new Set<Uuid>();
    await serve((id) => void served.add(id));
    const [before, during, after] = [uuidv7(), uuidv7(), uuidv7()];
    client.wake('delivery.lane', { endpointId: before });
    await eventually('the lane is served', () => served.has(before));
    await away.leave();
    await eventually('a fault is counted', () => {
      client.wake('delivery.lane', { endpointId: during });
      return faults.length > 0;
    });
    await away.comeBack();
    await eventually(
      'a lane is served again',
      () => {
        client.wake('delivery.lane', { endpointId: after });
        return served.has(after);
      },
      45_000,
    );
  });

  it('carry ids and nothing else', async () => {
    const endpointId = uuidv7();
    await lastValueFrom(client.emit('delivery.lane', { endpointId, name: 'Testperson' }), { defaultValue: undefined });
    const contents = await away.contents();
    expect(contents).toContain(endpointId);
    expect(contents).not.toContain('Testperson');
  });
});

describe('a Redis that may forget', () => {
  it('is refused with the setting and the fix', async () => {
    const server = await startRedis();
    const redis = new Redis(server.url);
    const connection = { backend: 'redis', url: server.url } as const;
    await expect(checkQueueServer(connection)).resolves.toBeUndefined();
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await expect(checkQueueServer(connection)).rejects.toThrow(/allkeys-lru.*set it to "noeviction"/);
    const worker = new JobServer({
      connection,
      queues: [],
      concurrency: { routing: 1, delivery: 1, tracking: 1, meetings: 1 },
    });
    await expect(listening(worker)).rejects.toThrow('noeviction');
    redis.disconnect();
    await server.stop();
  });
});

function listening(server: JobServer): Promise<void> {
  return new Promise((resolve, reject) => {
    server.listen((error) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('not listening', { cause: error }));
    });
  });
}

function newGate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
