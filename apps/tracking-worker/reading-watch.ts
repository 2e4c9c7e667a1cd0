import { Inject, Injectable } from '@nestjs/common';
import { Directory } from '#directory';
import type { Clock } from '#kernel';
import { WorkerDatabase } from '#platform/database';
import type { Log } from '#platform/telemetry';
import { noticeUnusualReading } from '#referrals';
import { CLOCK, LOG } from '#runtime';
import { Watch } from './watch';

/** Who reads unusually much is looked for so often, milliseconds. */
const EVERY = 600_000;

/** Has protection officers written to when somebody of their body reads unusually much. */
@Injectable()
export class ReadingWatch extends Watch {
  constructor(
    @Inject(WorkerDatabase) private readonly database: WorkerDatabase,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    super(log, EVERY, 'unusual reading was not looked for; it is tried again');
  }

  protected work(): Promise<unknown> {
    return noticeUnusualReading({ database: this.database, directory: this.directory, clock: this.clock });
  }
}
