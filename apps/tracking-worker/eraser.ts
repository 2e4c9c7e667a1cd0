import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '#kernel';
import { WorkerDatabase } from '#platform/database';
import { JobClient } from '#platform/queue';
import { describeError, type Log } from '#platform/telemetry';
import { destroyDoomedKeys, eraseExpired, eraseNext, type ContentRetention } from '#referrals';
import { CLOCK, LOG, SETTINGS, type Settings } from '#runtime';
import { Vault } from '#vault';

/** What is approved is looked for so often, milliseconds. */
const EVERY = 1_000;
/** What is over is looked for so often, milliseconds: it is kept for months and years. */
const EXPIRED_EVERY = 3_600_000;

/** Erases what is approved, and what is over for as long as it is kept; and destroys the keys of both. */
@Injectable()
export class Eraser implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly tickers: NodeJS.Timeout[] = [];
  private running: Promise<void> | undefined;
  private expiredDue = true;
  private stopping = false;

  constructor(
    @Inject(WorkerDatabase) private readonly database: WorkerDatabase,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(JobClient) private readonly jobs: JobClient,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    this.tickers.push(
      setInterval(() => void this.look(), EVERY),
      setInterval(() => {
        this.expiredDue = true;
      }, EXPIRED_EVERY),
    );
  }

  async onModuleDestroy(): Promise<void> {
    for (const ticker of this.tickers) clearInterval(ticker);
    this.stopping = true;
    await this.running;
  }

  look(): Promise<void> {
    this.running ??= this.erase().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async erase(): Promise<void> {
    try {
      while (!this.stopping && (await eraseNext(this.database, this.clock))) this.jobs.wake('routing.drain', {});
      if (this.expiredDue) await this.eraseWhatIsOver();
      while (!this.stopping && (await destroyDoomedKeys(this.database, this.vault, this.clock)) > 0);
    } catch (error) {
      this.log.error(describeError(error), 'what is to be erased was not; it is tried again');
    }
  }

  private async eraseWhatIsOver(): Promise<void> {
    const retention = retentionOf(this.settings.retention.content);
    while (!this.stopping && (await eraseExpired(this.database, this.clock, retention)) > 0)
      this.jobs.wake('routing.drain', {});
    this.expiredDue = false;
  }
}

/** `referral:1825,*:1095`, as configuration has checked it. */
function retentionOf(text: string): ContentRetention {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [kind = '', days = ''] = part.split(':');
      return [kind, Number(days)];
    }),
  );
}
