import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '#kernel';
import { WorkerDatabase } from '#platform/database';
import { Metrics, describeError, type Log } from '#platform/telemetry';
import { adoptKeys } from '#referrals';
import { CLOCK, LOG } from '#runtime';
import { KeyStore, Vault } from '#vault';

/** The key store is looked after so often, milliseconds. */
const EVERY = 60_000;

/** Brings wrapped keys under the current version of the master key, and destroys the keys of days that are past. */
@Injectable()
export class KeyKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  private ticker: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private allAdopted = false;
  private readonly stopping = new AbortController();

  constructor(
    @Inject(WorkerDatabase) private readonly database: WorkerDatabase,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(KeyStore) private readonly store: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker = setInterval(() => void this.look(), EVERY);
    void this.look();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.ticker);
    this.stopping.abort();
    await this.running;
  }

  look(): Promise<void> {
    this.running ??= this.keep().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async keep(): Promise<void> {
    const { signal } = this.stopping;
    try {
      const [rewrapped, adopted] = [await this.store.rewrap(this.clock.now(), signal), await this.adopt(signal)];
      if (rewrapped > 0 || adopted > 0) this.log.info({ rewrapped, adopted }, 'keys were wrapped again');
      await this.store.forgetDays(this.clock.now());
      await this.store.clearDrafts(this.clock.now());
      const { current, versions } = await this.store.standing();
      const all = Object.values(versions).reduce((sum, count) => sum + count, 0);
      this.metrics.keysBehind.set(all - (versions[current] ?? 0));
    } catch (error) {
      if (!signal.aborted)
        this.log.error(describeError(error), 'the key store was not looked after; it is tried again');
    }
  }

  /** Once: what this version writes needs it no more. */
  private async adopt(signal: AbortSignal): Promise<number> {
    if (this.allAdopted) return 0;
    const adopted = await adoptKeys(this.database, this.vault, signal);
    this.allAdopted = !signal.aborted;
    return adopted;
  }
}
