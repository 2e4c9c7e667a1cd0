import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Directory } from '#directory';
import type { Clock } from '#kernel';
import { WorkerDatabase } from '#platform/database';
import { describeError, type Log } from '#platform/telemetry';
import { noticeUnusualReading } from '#referrals';
import { CLOCK, LOG } from '#runtime';

/** Who reads unusually much is looked for so often, milliseconds. */
const EVERY = 600_000;

/** Has protection officers written to when somebody of their body reads unusually much. */
@Injectable()
export class ReadingWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private ticker: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    @Inject(WorkerDatabase) private readonly database: WorkerDatabase,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker = setInterval(() => void this.look(), EVERY);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.ticker);
    await this.running;
  }

  look(): Promise<void> {
    this.running ??= this.notice().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async notice(): Promise<void> {
    try {
      await noticeUnusualReading({ database: this.database, directory: this.directory, clock: this.clock });
    } catch (error) {
      this.log.error(describeError(error), 'unusual reading was not looked for; it is tried again');
    }
  }
}
