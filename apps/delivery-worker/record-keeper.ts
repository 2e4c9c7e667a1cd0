import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '#kernel';
import { forgetDeliveries, keepAttempts } from '#delivery';
import { WorkerDatabase } from '#platform/database';
import { describeError, type Log } from '#platform/telemetry';
import { CLOCK, LOG, SETTINGS, type Settings } from '#runtime';

/** Months are looked after once a day, milliseconds: two are always made ahead. */
const EVERY = 86_400_000;
/** What could not be finished, or is being done by another worker, is looked at again after so many milliseconds. */
const AGAIN = 600_000;

/** Keeps partitions for attempts ahead, and removes what is older than the settings say: at the start and once a day. */
@Injectable()
export class RecordKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stop = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(WorkerDatabase) private readonly database: WorkerDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.keep();
  }

  async onModuleDestroy(): Promise<void> {
    this.stop.abort();
    clearTimeout(this.timer);
    await this.running;
  }

  private async keep(): Promise<void> {
    const complete = await this.keepOnce().catch((error: unknown) => {
      this.log.error(describeError(error), 'attempts and deliveries could not be looked after; it is tried again');
      return false;
    });
    if (this.stop.signal.aborted) return;
    this.timer = setTimeout(
      () => {
        this.running = this.keep();
      },
      complete ? EVERY : AGAIN,
    );
  }

  private async keepOnce(): Promise<boolean> {
    const { attemptDays, deliveryDays } = this.settings.retention;
    const { signal } = this.stop;
    const attempts = await keepAttempts(this.database, this.clock, attemptDays, signal);
    const deliveries = await forgetDeliveries(this.database, this.clock, deliveryDays, signal);
    return attempts.complete && deliveries.complete;
  }
}
