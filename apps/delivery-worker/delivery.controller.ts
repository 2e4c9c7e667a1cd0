import { Controller, Inject, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '#kernel';
import { DeliveryEngine } from '#delivery';
import { WorkerDatabase } from '#platform/database';
import { HttpSender } from '#platform/http-client';
import { JobHandler, type Jobs } from '#platform/queue';
import { Metrics, describeError, type Log } from '#platform/telemetry';
import { CLOCK, LOG, SETTINGS, type Settings } from '#runtime';
import { Vault } from '#vault';

@Controller()
export class DeliveryController implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly engine: DeliveryEngine;

  constructor(
    @Inject(WorkerDatabase) database: WorkerDatabase,
    @Inject(Vault) vault: Vault,
    @Inject(HttpSender) sender: HttpSender,
    @Inject(CLOCK) clock: Clock,
    @Inject(Metrics) metrics: Metrics,
    @Inject(LOG) log: Log,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.engine = new DeliveryEngine({
      database,
      vault,
      sender,
      clock,
      deadlineMs: settings.delivery.deadlineMs,
      scheduleScale: settings.delivery.scheduleScale,
      lanes: settings.delivery.lanes,
      onAttempt: ({ verdict }) => {
        metrics.attempts.inc({ verdict: verdict.outcome });
      },
      onLostLease: (unwritten) => {
        metrics.unwritten.inc(unwritten);
      },
      onError: (error) => {
        log.error(describeError(error), 'a lane could not be served; it is tried again');
      },
    });
  }

  @JobHandler('delivery.lane')
  async serve({ endpointId }: Jobs['delivery.lane']): Promise<void> {
    await this.engine.serve(endpointId);
  }

  onApplicationBootstrap(): void {
    this.engine.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.engine.close();
  }
}
