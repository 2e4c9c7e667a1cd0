import { Inject, Injectable } from '@nestjs/common';
import { Directory } from '#directory';
import type { Clock } from '#kernel';
import { WorkerDatabase } from '#platform/database';
import { Metrics, type Log } from '#platform/telemetry';
import { keepTallies, talliesUpTo } from '#reporting';
import { CLOCK, LOG } from '#runtime';
import { Watch } from './watch';

/** Days of which a recipient changed are counted again so often, milliseconds. */
const EVERY = 60_000;

/** Keeps the tallies that figures of long periods are answered from. */
@Injectable()
export class TallyWatch extends Watch {
  private readonly stopping = new AbortController();

  constructor(
    @Inject(WorkerDatabase) private readonly database: WorkerDatabase,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOG) log: Log,
  ) {
    super(log, EVERY, 'tallies were not brought up to date; it is tried again, and figures are counted from the rows');
  }

  override onApplicationBootstrap(): void {
    super.onApplicationBootstrap();
    // After an upgrade every day is to be counted: that need not wait.
    void this.look();
  }

  override async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await super.onModuleDestroy();
  }

  protected async work(): Promise<void> {
    const { database, directory, clock } = this;
    await keepTallies({ database, directory, clock, signal: this.stopping.signal });
    // As the record says: another worker may have counted, or have had to begin again.
    const upTo = await talliesUpTo({ database, directory });
    this.metrics.talliesKept.set(Math.floor((upTo?.getTime() ?? 0) / 1_000));
  }
}
