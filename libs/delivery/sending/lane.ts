import type { Clock, Uuid } from '#kernel';
import type { WorkerDatabase } from '#platform/database';
import type { HttpSender } from '#platform/http-client';
import type { Vault } from '#vault';
import type { AccessTokens } from './access-tokens';
import { attempt, type AttemptRecord } from './attempt';
import { dueDeliveries, type DueDelivery } from './due-deliveries';
import { LEASE_MS, releaseLane, renewLane, takeLane, type LaneLease } from './lane-lease';
import { writeResults } from './write-results';

export interface LaneTools {
  readonly database: WorkerDatabase;
  readonly vault: Vault;
  readonly sender: HttpSender;
  readonly tokens: AccessTokens;
  readonly clock: Clock;
  readonly deadlineMs: number;
  readonly scheduleScale: number;
  /** Told of every attempt and of results that came too late to be written. */
  readonly onAttempt?: (record: AttemptRecord) => void;
  readonly onLostLease?: (unwritten: number) => void;
}

/** Results are written after so many, or after so long, milliseconds. */
const GROUP = 100;
const GROUP_WAIT_MS = 20;

/**
 * Serves one endpoint until nothing is due: reads due deliveries in batches, sends them at most `maxInFlight` at a
 * time, writes results in groups. Holds the endpoint's lane, so that one process at a time serves it.
 */
export class Lane {
  constructor(
    private readonly tools: LaneTools,
    private readonly stopping: AbortSignal,
  ) {}

  /** @returns how many deliveries were attempted. */
  async serve(endpointId: Uuid): Promise<number> {
    const lease = await takeLane(this.tools.database, this.tools.vault, endpointId);
    if (!lease) return 0;
    const turn = new LaneTurn(this.tools, lease, this.stopping);
    try {
      return await turn.run();
    } finally {
      turn.end();
    }
  }
}

/** One time of holding a lane. */
class LaneTurn {
  private validUntil = performance.now() + LEASE_MS;
  private lost = false;
  private waiting: AttemptRecord[] = [];
  private flushTimer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private fault: unknown;
  private readonly renewTimer: NodeJS.Timeout;

  constructor(
    private readonly tools: LaneTools,
    private readonly lease: LaneLease,
    private readonly stopping: AbortSignal,
  ) {
    this.renewTimer = setInterval(() => void this.renew(), LEASE_MS / 3);
  }

  async run(): Promise<number> {
    let attempted = 0;
    for (;;) {
      const due = this.isOurs() ? await dueDeliveries(this.tools.database, this.lease.endpointId) : [];
      if (due.length === 0) {
        const evenIfWoken = this.lost || this.stopping.aborted;
        if (await releaseLane(this.tools.database, this.lease, evenIfWoken)) return attempted;
        continue;
      }
      attempted += await this.sendAll(due);
      await this.flush();
      if (this.fault !== undefined) throw this.fault as Error;
      // The group's results may have put the endpoint to rest, or disabled it: ask before going on.
      if (!(await this.mayGoOn())) {
        await releaseLane(this.tools.database, this.lease, true);
        return attempted;
      }
    }
  }

  end(): void {
    clearInterval(this.renewTimer);
    clearTimeout(this.flushTimer);
  }

  /** Sends a batch with a bounded number in flight. What was not begun when the lane ends stays due. */
  private async sendAll(due: readonly DueDelivery[]): Promise<number> {
    let next = 0;
    const sendSome = async (): Promise<void> => {
      for (let delivery = due[next++]; delivery !== undefined && this.isOurs(); delivery = due[next++]) {
        const record = await attempt(this.tools, this.lease, delivery);
        this.tools.onAttempt?.(record);
        this.keep(record);
        // A receiver that asks for rest, wants no more, or cannot be reached now gets none of the batch's remainder.
        if (endsBatch(record.verdict)) next = due.length;
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.lease.maxInFlight, due.length) }, sendSome));
    return due.length;
  }

  private isOurs(): boolean {
    return !this.lost && !this.stopping.aborted && this.fault === undefined && performance.now() < this.validUntil;
  }

  private keep(record: AttemptRecord): void {
    this.waiting.push(record);
    if (this.waiting.length >= GROUP) void this.flush();
    else this.flushTimer ??= setTimeout(() => void this.flush(), GROUP_WAIT_MS);
  }

  /** Writes what waits; writes of one lane follow one another. Resolves when everything kept so far is written. */
  private flush(): Promise<void> {
    clearTimeout(this.flushTimer);
    this.flushTimer = undefined;
    const group = this.waiting;
    this.waiting = [];
    this.writing = this.writing.then(() => this.write(group));
    return this.writing;
  }

  private async write(group: readonly AttemptRecord[]): Promise<void> {
    try {
      if (await writeResults(this.tools.database, this.lease, group, this.tools.scheduleScale)) return;
      this.lost = true;
      this.tools.onLostLease?.(group.length);
    } catch (error) {
      this.fault = error;
    }
  }

  private async mayGoOn(): Promise<boolean> {
    return this.isOurs() && (await this.renew());
  }

  private async renew(): Promise<boolean> {
    const asked = performance.now();
    try {
      if (await renewLane(this.tools.database, this.lease)) this.validUntil = asked + LEASE_MS;
      else this.lost = true;
    } catch {
      // The lease simply runs out when the database stays away.
    }
    return !this.lost;
  }
}

function endsBatch(verdict: AttemptRecord['verdict']): boolean {
  if (verdict.outcome === 'retry') return verdict.throttle;
  return verdict.outcome === 'disable' || verdict.outcome === 'postpone';
}
