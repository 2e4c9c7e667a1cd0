import { Controller, Inject, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '#kernel';
import { DeliveryEngine } from '#delivery';
import { WorkerDatabase } from '#platform/database';
import { HttpSender, type SendResult } from '#platform/http-client';
import { JobHandler, type Jobs } from '#platform/queue';
import { Metrics, describeError, type Log } from '#platform/telemetry';
import { CLOCK, LOG, SETTINGS, publicUrlOf, type Settings } from '#runtime';
import { Vault } from '#vault';

@Controller()
export class DeliveryController implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly engine: DeliveryEngine;
  private silentUntil = 0;

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
      publicUrl: publicUrlOf(settings),
      lanes: settings.delivery.lanes,
      onAttempt: ({ verdict, result }) => {
        metrics.attempts.inc({ verdict: verdict.outcome });
        if (verdict.outcome === 'postpone') this.tellOfProxy(log, result);
      },
      onLostLease: (unwritten) => {
        metrics.unwritten.inc(unwritten);
      },
      onError: (error) => {
        log.error(describeError(error), 'a lane could not be served; it is tried again');
      },
    });
  }

  /** Every delivery waits while the proxy is away: once a minute is enough. */
  private tellOfProxy(log: Log, result: SendResult): void {
    if (result.kind !== 'fault' || performance.now() < this.silentUntil) return;
    this.silentUntil = performance.now() + 60_000;
    log.warn({ fault: result.fault }, `webhooks wait, no attempt is counted: ${result.message}`);
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
