import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startRedis, type RedisServer } from '#test/redis';
import type { Member } from './member';
import type { Random } from './random';

/** A Redis that keeps an append-only file, and after a kill comes back with it or, as often, empty. */
export class RedisMember implements Member {
  readonly name = 'redis';
  private coming: Promise<RedisServer>;

  private constructor(
    readonly first: RedisServer,
    private readonly random: Random,
  ) {
    this.coming = Promise.resolve(first);
  }

  static async start(folder: string, random: Random): Promise<RedisMember> {
    const dir = join(folder, 'redis');
    mkdirSync(dir, { recursive: true });
    return new RedisMember(await startRedis({ dir, aof: true }), random);
  }

  get url(): string {
    return this.first.url;
  }

  async kill(): Promise<void> {
    await this.killed(this.random.chance(0.5));
  }

  /** @param empty comes back without its data */
  async killed(empty: boolean): Promise<void> {
    const server = await this.coming;
    await server.kill();
    const { dir, port } = server;
    if (empty) {
      rmSync(dir, { recursive: true, force: true });
      mkdirSync(dir);
    }
    this.coming = startRedis({ dir, port, aof: true });
    this.coming.catch(() => undefined);
  }

  /** FLUSHALL. */
  async flush(): Promise<void> {
    await this.ready();
    const client = new Redis(this.url, { maxRetriesPerRequest: 3 });
    client.on('error', () => undefined);
    try {
      await client.flushall();
    } finally {
      client.disconnect();
    }
  }

  async ready(): Promise<void> {
    await this.coming;
  }

  async stop(): Promise<void> {
    await (await this.coming).kill();
  }
}
