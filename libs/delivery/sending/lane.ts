import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, Uuid } from '#kernel';
import type { WorkerDatabase } from '#platform/database';
import type { HttpSender } from '#platform/http-client';
import type { Vault } from '#vault';
import { failuresAfter } from '../domain/endpoint-health';
import { BREAKER_FAILURES } from '../domain/retry-schedule';
import { mayBeSent } from '../payload/may-be-sent';
import type { AccessTokens } from './access-tokens';
import { attempt, type AttemptRecord } from './attempt';
import { dueDeliveries, type DueDelivery } from './due-deliveries';
import { DueFeed } from './due-feed';
import { LEASE_MS, releaseLane, renewLane, takeLane, type LaneLease } from './lane-lease';
import type { ResultWriter } from './result-writer';

export interface LaneTools {
  readonly database: WorkerDatabase;
  readonly vault: Vault;
  readonly sender: HttpSender;
  readonly tokens: AccessTokens;
  readonly clock: Clock;
  readonly deadlineMs: number;
  /** Told of every attempt and of results that came too late to be written. */
  readonly onAttempt?: (record: AttemptRecord) => void;
  readonly onLostLease?: (unwritten: number) => void;
}

/** Results of one lane that wait to be written; beyond so many it sends no more. */
const MOST_UNWRITTEN = 500;

/**
 * Serves one endpoint until nothing is due: reads what is due page by page, sends at most `maxInFlight` at a time and at
 * the endpoint's rate, and hands the results to the writer. Holds the endpoint's lane, so that one process at a time
 * serves it. An endpoint that failed too often in a row gets a single delivery as a probe.
 *
 * @returns how many deliveries were attempted.
 */
export async function serveLane(
  tools: LaneTools,
  writer: ResultWriter,
  endpointId: Uuid,
  stopping: AbortSignal,
): Promise<number> {
  const asked = performance.now();
  const lease = await takeLane(tools.database, tools.vault, endpointId);
  if (!lease) return 0;
  const turn = new LaneTurn(tools, writer, lease, stopping, asked + LEASE_MS);
  try {
    return await turn.run();
  } finally {
    turn.end();
  }
}

/** One time of holding a lane. */
class LaneTurn {
  private lost = false;
  private mayGoOn = true;
  private failures: number;
  private fault: unknown;
  private attempted = 0;
  private readonly unwritten = new Set<Promise<void>>();
  private gate: Promise<unknown> = Promise.resolve();
  private readonly renewTimer: NodeJS.Timeout;

  constructor(
    private readonly tools: LaneTools,
    private readonly writer: ResultWriter,
    private readonly lease: LaneLease,
    private readonly stopping: AbortSignal,
    private validUntil: number,
  ) {
    this.failures = lease.failures;
    this.renewTimer = setInterval(() => void this.renew(), LEASE_MS / 3);
  }

  async run(): Promise<number> {
    for (;;) {
      const before = this.attempted;
      if (this.sends()) await this.sendDue();
      await Promise.all(this.unwritten);
      if (this.fault !== undefined) throw this.fault as Error;
      if (this.attempted > before && this.sends()) continue;
      // Word that was left keeps the lane, but only one that may go on.
      if (await releaseLane(this.tools.database, this.lease, !this.sends())) return this.attempted;
    }
  }

  end(): void {
    clearInterval(this.renewTimer);
  }

  private async sendDue(): Promise<void> {
    const probes = this.failures >= BREAKER_FAILURES;
    const feed = new DueFeed(
      (after, limit) => dueDeliveries(this.tools.database, this.lease.endpointId, after, limit),
      probes ? 1 : undefined,
    );
    await Promise.all(Array.from({ length: probes ? 1 : this.lease.maxInFlight }, () => this.sendFrom(feed)));
    this.fault ??= feed.fault;
  }

  private async sendFrom(feed: DueFeed): Promise<void> {
    for (let delivery = await feed.next(); delivery !== undefined; delivery = await feed.next()) {
      await this.admitted();
      if (!this.sends()) {
        feed.stop();
        return;
      }
      await this.sendOne(delivery, feed);
    }
  }

  private async sendOne(delivery: DueDelivery, feed: DueFeed): Promise<void> {
    this.attempted += 1;
    if (delivery.encrypted && !(await this.maySend(delivery))) return;
    const record = await attempt(this.tools, this.lease, delivery);
    this.tools.onAttempt?.(record);
    const { verdict } = record;
    this.failures = failuresAfter(this.failures, verdict);
    if (endsFeed(verdict) || this.failures >= BREAKER_FAILURES) feed.stop();
    const writing = this.write(record).finally(() => this.unwritten.delete(writing));
    this.unwritten.add(writing);
    if (this.unwritten.size >= MOST_UNWRITTEN) await oldest(this.unwritten);
  }

  /** What carries content is asked for once more: it may have been withdrawn since it was read. */
  private async maySend(delivery: DueDelivery): Promise<boolean> {
    try {
      return await mayBeSent(this.tools, delivery);
    } catch (error) {
      this.fault = error;
      return false;
    }
  }

  /** Never rejects: what goes wrong ends the turn. */
  private async write(record: AttemptRecord): Promise<void> {
    try {
      const standing = await this.writer.write({ lease: this.lease, record }, () => this.isHeld());
      if (standing === 'lost') {
        this.lost = true;
        this.tools.onLostLease?.(1);
      } else if (!standing.mayGoOn) this.mayGoOn = false;
    } catch (error) {
      this.fault = error;
    }
  }

  /** Whether another delivery may be sent now. Asked before every one: the lease of a frozen process has run out. */
  private sends(): boolean {
    return this.mayGoOn && this.fault === undefined && !this.stopping.aborted && this.isHeld();
  }

  private isHeld(): boolean {
    return !this.lost && performance.now() < this.validUntil;
  }

  /** Waits for the endpoint's rate: one after another, so that what waits here is not counted twice. */
  private admitted(): Promise<unknown> {
    const { pace } = this.lease;
    if (!pace.isLimited) return this.gate;
    this.gate = this.gate.then(async () => {
      const wait = pace.reserve(this.tools.clock.now().getTime());
      if (wait > 0) await delay(wait, undefined, { signal: this.stopping }).catch(() => undefined);
    });
    return this.gate;
  }

  private async renew(): Promise<void> {
    const asked = performance.now();
    try {
      if (await renewLane(this.tools.database, this.lease)) this.validUntil = asked + LEASE_MS;
      else this.lost = true;
    } catch {
      // The lease simply runs out when the database stays away.
    }
  }
}

function oldest<T>(promises: ReadonlySet<Promise<T>>): Promise<T> | undefined {
  return promises.values().next().value;
}

/** A receiver that asks for rest, wants no more, or cannot be reached now gets none of what is still due. */
function endsFeed(verdict: AttemptRecord['verdict']): boolean {
  if (verdict.outcome === 'retry') return verdict.throttle;
  return verdict.outcome === 'disable' || verdict.outcome === 'postpone';
}
