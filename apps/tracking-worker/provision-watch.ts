import { Inject, Injectable } from '@nestjs/common';
import { Directory } from '#directory';
import type { Clock } from '#kernel';
import { WorkerDatabase } from '#platform/database';
import type { Log } from '#platform/telemetry';
import { remindUnits } from '#provisions';
import { CLOCK, LOG } from '#runtime';
import { Watch } from './watch';

/** Provisions that are not acknowledged are looked for so often, milliseconds. */
const EVERY = 600_000;

/** Has bodies written to whose units are to acknowledge provisions of the policy. */
@Injectable()
export class ProvisionWatch extends Watch {
  constructor(
    @Inject(WorkerDatabase) private readonly database: WorkerDatabase,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    super(log, EVERY, 'nobody was reminded of provisions; it is tried again');
  }

  protected work(): Promise<unknown> {
    return remindUnits({ database: this.database, directory: this.directory, clock: this.clock });
  }
}
