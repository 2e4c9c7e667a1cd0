import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepareDatabase } from '#platform/database';
import { loginsFor, seed, type Keys } from '#test/running-hub';
import { cleanUpAfterwards, freePort, temporaryDirectory } from '#test/servers';
import { startTcpProxy, type TcpProxy } from '#test/tcp-proxy';
import { AppMember } from './app-member';
import type { Member } from './member';
import { PostgresMember } from './postgres-member';
import { Random } from './random';
import { RedisMember } from './redis-member';

export interface FaultHubOptions {
  /** How many delivery workers stand by one another. */
  readonly deliveryWorkers: number;
  readonly random: Random;
  readonly env?: Readonly<Record<string, string>>;
}

/** The hub in its production shape: servers and processes of its own, each under a supervisor. */
export interface FaultHub {
  readonly api: string;
  readonly keys: Keys;
  readonly secondKeys: Keys;
  /** The database past every policy. */
  readonly superuserUrl: string;
  readonly folder: string;
  readonly postgres: PostgresMember;
  readonly redis: RedisMember;
  /** Between the hub and its Redis: cut it, and Redis cannot be reached. */
  readonly redisLine: TcpProxy;
  readonly deliveryWorkers: readonly AppMember[];
  /** All processes of the hub. */
  readonly apps: readonly AppMember[];
  /** All that can be killed. */
  readonly members: readonly Member[];
  /** Every member serves. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

export async function startFaultHub({ deliveryWorkers, random, env }: FaultHubOptions): Promise<FaultHub> {
  const folder = temporaryDirectory('faults');
  cleanUpAfterwards({ pids: [], directories: [folder] });
  const { member: postgres, server } = await PostgresMember.start(folder);
  const redis = await RedisMember.start(folder, random);
  const redisLine = await startTcpProxy(redis.url);
  const logins = loginsFor(server.ownerUrl);
  await prepareDatabase({ ownerUrl: server.ownerUrl, ...logins });
  const [keys, secondKeys] = await seed(server.ownerUrl, logins.apiUrl);
  const port = await freePort();
  const api = `http://127.0.0.1:${port}`;
  const shared = {
    REDIS_URL: redisLine.url,
    HUB_MASTER_KEY: randomBytes(32).toString('base64'),
    KEY_STORE_DIR: join(folder, 'key-store'),
    EVIDENCE_SIGNING_KEY: randomBytes(32).toString('base64'),
    PUBLIC_URL: api,
    DATABASE_POOL: '8',
    DELIVERY_ALLOW_LOOPBACK: 'true',
    DELIVERY_SCHEDULE_SCALE: '0.002',
    DELIVERY_DEADLINE_MS: '5000',
    LOG_LEVEL: 'warn',
    ...env,
  };
  const start = (app: 'routing-worker' | 'delivery-worker' | 'tracking-worker', name: string = app) =>
    AppMember.start({ app, name, logs: folder, env: { ...shared, DATABASE_WORKER_URL: logins.workerUrl } });
  const apiEnv = { ...shared, DATABASE_URL: logins.apiUrl };
  const others = [
    await AppMember.start({ app: 'api', name: 'api', logs: folder, env: apiEnv, port }),
    await start('routing-worker'),
    await start('tracking-worker'),
  ];
  const delivery: AppMember[] = [];
  for (let number = 1; number <= deliveryWorkers; number += 1)
    delivery.push(await start('delivery-worker', `delivery-worker-${number}`));
  const apps = [...others, ...delivery];
  const members = [...apps, redis, postgres];
  const ready = async (): Promise<void> => {
    await Promise.all(members.map((member) => member.ready()));
  };
  const stop = async (): Promise<void> => {
    await Promise.all(apps.map((app) => app.stop()));
    await Promise.all([redisLine.cut(), redis.stop(), postgres.stop()]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    await ready();
  } catch (error) {
    await stop();
    throw error;
  }
  const { superuserUrl } = server;
  return {
    ...{ api, keys, secondKeys, superuserUrl, folder, postgres, redis, redisLine, apps, members, ready, stop },
    deliveryWorkers: delivery,
  };
}
