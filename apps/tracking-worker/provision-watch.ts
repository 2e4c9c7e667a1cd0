import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Directory } from '#directory';
import type { Clock } from '#kernel';
import { WorkerDatabase } from '#platform/database';
import { describeError, type Log } from '#platform/telemetry';
import { remindUnits } from '#provisions';
import { CLOCK, LOG } from '#runtime';

/** Provisions that are not acknowledged are looked for so often, milliseconds. */
const EVERY = 600_000;

/** Has bodies written to whose units are to acknowledge provisions of the policy. */
@Injectable()
export class ProvisionWatch implements OnApplicationBootstrap, OnModuleDestroy {
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
    this.running ??= this.remind().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async remind(): Promise<void> {
    try {
      await remindUnits({ database: this.database, directory: this.directory, clock: this.clock });
    } catch (error) {
      this.log.error(describeError(error), 'nobody was reminded of provisions; it is tried again');
    }
  }
}
