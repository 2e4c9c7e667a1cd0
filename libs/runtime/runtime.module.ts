import { Global, Module, type DynamicModule, type FactoryProvider, type OnApplicationShutdown } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { systemClock, type Clock } from '#kernel';
import { AccessTokens } from '#delivery';
import { Directory } from '#directory';
import { ApiDatabase, Database, WorkerDatabase, createDataSource, type DataSourceOptions } from '#platform/database';
import { HttpSender, type HttpSenderOptions } from '#platform/http-client';
import { JobClient } from '#platform/queue';
import { Metrics, createLog, describeError, type Log } from '#platform/telemetry';
import { KeyStore, Vault, openVault } from '#vault';
import { HealthController } from './health/health.controller';
import { Readiness } from './health/readiness';
import type { Duties, Settings } from './settings';
import { vaultSettings } from './vault-settings';
import { CLOCK, DUTIES, LOG, SETTINGS } from './tokens';

export interface RuntimeOptions {
  readonly app: string;
  readonly settings: Settings;
  readonly duties: Duties;
  /** Tests move it. */
  readonly clock?: Clock;
}

/** What every process of the hub has: settings, log, metrics, its pools, the vault, the queue, health. */
@Global()
@Module({})
export class RuntimeModule {
  static forRoot({ app, settings, duties, clock = systemClock }: RuntimeOptions): DynamicModule {
    const opened = openVault(vaultSettings(settings.vault), clock);
    const { apiUrl, workerUrl, poolSize, workerPoolSize, pooler } = settings.database;
    const providers: FactoryProvider[] = [
      { provide: SETTINGS, useFactory: () => settings },
      { provide: DUTIES, useFactory: () => duties },
      { provide: CLOCK, useFactory: () => clock },
      { provide: LOG, useFactory: () => createLog(app, settings.log.level) },
      { provide: Metrics, useFactory: () => new Metrics() },
      { provide: Vault, useFactory: () => opened.vault },
      { provide: KeyStore, useFactory: () => opened.store },
      {
        provide: JobClient,
        inject: [Metrics, LOG],
        useFactory: (metrics: Metrics, log: Log) =>
          new JobClient(settings.queue, (error) => {
            metrics.wakeUpFaults.inc();
            log.warn(describeError(error), 'a wake-up was not taken; the reconciler finds the work');
          }),
      },
      {
        provide: HttpSender,
        useFactory: () => new HttpSender(senderOptions(settings)),
      },
      { provide: AccessTokens, inject: [HttpSender], useFactory: (sender: HttpSender) => new AccessTokens(sender) },
      ...(duties.api ? [pool(ApiDatabase, apiUrl, { pooler, poolSize, applicationName: `${app} api` })] : []),
      ...(duties.worker
        ? [pool(WorkerDatabase, workerUrl, { pooler, poolSize: workerPoolSize, applicationName: `${app} worker` })]
        : []),
      pool(DirectoryPool, duties.worker ? workerUrl : apiUrl, {
        pooler,
        applicationName: `${app} directory`,
        poolSize: 2,
      }),
      { provide: Directory, inject: [DirectoryPool], useFactory: (database: DirectoryPool) => new Directory(database) },
      {
        provide: Closing,
        inject: [
          JobClient,
          HttpSender,
          DirectoryPool,
          ...(duties.api ? [ApiDatabase] : []),
          ...(duties.worker ? [WorkerDatabase] : []),
        ],
        useFactory: (...resources: Closeable[]) => new Closing(resources),
      },
    ];
    return {
      module: RuntimeModule,
      imports: [DiscoveryModule],
      controllers: [HealthController],
      providers: [
        ...providers,
        {
          provide: Readiness,
          inject: [
            JobClient,
            Directory,
            ...(duties.api ? [ApiDatabase] : []),
            ...(duties.worker ? [WorkerDatabase] : []),
          ],
          useFactory: (jobs: JobClient, _: Directory, ...databases: (ApiDatabase | WorkerDatabase)[]) =>
            new Readiness(jobs, databases),
        },
      ],
      exports: providers.map(({ provide }) => provide),
    };
  }
}

/**
 * How the hub sends over HTTP to whom partners name. A stalled connection gives up in half of the deadline, so that who stalled it is still
 * told: a receiver, or the proxy.
 */
export function senderOptions({ delivery, outbound }: Settings): HttpSenderOptions {
  return {
    allowLoopback: delivery.allowLoopback,
    allowedNetworks: delivery.allowedNetworks,
    connectTimeoutMs: Math.min(10_000, delivery.deadlineMs / 2),
    ...(outbound.proxyUrl === undefined ? {} : { proxy: { url: outbound.proxyUrl, resolves: outbound.proxyResolves } }),
  };
}

/** The directory's own connections: it is asked in the middle of transactions that hold the others. */
class DirectoryPool extends Database {}

type PoolClass = typeof ApiDatabase | typeof WorkerDatabase | typeof DirectoryPool;

function pool(Pool: PoolClass, url: string | undefined, options: Omit<DataSourceOptions, 'url'>): FactoryProvider {
  return {
    provide: Pool,
    useFactory: async () => {
      const dataSource = createDataSource({ ...options, url: url ?? '' });
      await dataSource.initialize();
      return new Pool(dataSource);
    },
  };
}

interface Closeable {
  close(): Promise<void>;
}

/** Closes what the process holds, after the workers have stopped: queue clients, outbound connections, then the pools. */
class Closing implements OnApplicationShutdown {
  constructor(private readonly resources: readonly Closeable[]) {}

  async onApplicationShutdown(): Promise<void> {
    for (const resource of this.resources) await resource.close();
  }
}
