import { Controller, Inject, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '#kernel';
import { Directory } from '#directory';
import { WorkerDatabase } from '#platform/database';
import { outboxDepth } from '#platform/outbox';
import { JobClient, JobHandler } from '#platform/queue';
import { Metrics, describeError, type Log } from '#platform/telemetry';
import { CLOCK, LOG, SETTINGS, publicUrlOf, type Settings } from '#runtime';
import { Vault } from '#vault';
import type { DrainTools } from './drain-tools';
import { drainOutbox } from './outbox-drain';

/** The outbox is looked at by itself so often, milliseconds: a lost wake-up costs no more. */
const LOOK_EVERY = 1_000;

@Controller()
export class RoutingController implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stop = new AbortController();
  private running: Promise<void> | undefined;
  private again = false;
  private ticker: NodeJS.Timeout | undefined;

  constructor(
    @Inject(WorkerDatabase) private readonly database: WorkerDatabase,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(JobClient) private readonly jobs: JobClient,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @JobHandler('routing.drain')
  drain(): Promise<void> {
    this.again = true;
    this.running ??= this.drainWhileAsked().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  onApplicationBootstrap(): void {
    this.ticker = setInterval(() => void this.look(), LOOK_EVERY);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.ticker);
    this.stop.abort();
    await this.running;
  }

  private async drainWhileAsked(): Promise<void> {
    while (this.again && !this.stop.signal.aborted) {
      this.again = false;
      try {
        await drainOutbox(this.tools(), this.stop.signal);
      } catch (error) {
        this.fault(error);
      }
    }
  }

  private async look(): Promise<void> {
    try {
      const { waiting, oldestSeconds } = await this.database.transaction({ kind: 'worker' }, outboxDepth);
      this.metrics.outboxWaiting.set(waiting);
      this.metrics.outboxOldest.set(oldestSeconds);
      if (waiting > 0) await this.drain();
    } catch (error) {
      this.fault(error);
    }
  }

  private tools(): DrainTools {
    return {
      database: this.database,
      vault: this.vault,
      clock: this.clock,
      directory: this.directory,
      publicUrl: publicUrlOf(this.settings),
      wakeLane: (endpointId) => {
        this.jobs.wake('delivery.lane', { endpointId });
      },
      onTold: (topic) => {
        this.metrics.routed.inc({ topic });
      },
      onFault: (error) => {
        this.fault(error);
      },
      onContentFault: (error) => {
        this.log.error(describeError(error), 'content could not be encrypted; its webhook is sent without it');
      },
    };
  }

  private fault(error: unknown): void {
    this.log.error(describeError(error), 'the outbox could not be drained; it is tried again');
  }
}
