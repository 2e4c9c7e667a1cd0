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
import type { Passage, RightOfWay } from './right-of-way';
import type { SharedRoom } from './shared-room';

export interface LaneTools {
  readonly database: WorkerDatabase;
  readonly vault: Vault;
  readonly sender: HttpSender;
  readonly tokens: AccessTokens;
  readonly clock: Clock;
  readonly deadlineMs: number;
  /** What the lanes of the process may have in flight beyond a few each. */
  readonly room: SharedRoom;
  /** Which of the lanes of the process goes first. */
  readonly way: RightOfWay;
  /** Told of every attempt and of results that came too late to be written. */
  readonly onAttempt?: (record: AttemptRecord) => void;
  readonly onLostLease?: (unwritten: number) => void;
}

/** In flight at first: enough for a receiver that answers at once, and little to lose at one that hangs. */
const FEW_IN_FLIGHT = 8;
/** An answer that took so long, milliseconds, gets one more in flight, while the lanes of the process have room. */
const SLOW_MS = 50;
/** Results of one lane that wait to be written; beyond so many it sends no more. */
const MOST_UNWRITTEN = 100;

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
  const passage = tools.way.begin();
  try {
    const taken = await takeLane(tools.database, tools.vault, endpointId);
    if (!taken) return 0;
    const turn = new LaneTurn(tools, writer, taken.lease, passage, stopping, asked + LEASE_MS);
    try {
      return await turn.run(taken.due);
    } finally {
      turn.end();
    }
  } finally {
    passage.end();
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
    private readonly passage: Passage,
    private readonly stopping: AbortSignal,
    private validUntil: number,
  ) {
    this.failures = lease.failures;
    this.renewTimer = setInterval(() => void this.renew(), LEASE_MS / 3);
  }

  /** @param due the first page of what is due, read with the lane */
  async run(due: readonly DueDelivery[]): Promise<number> {
    for (let first: readonly DueDelivery[] | undefined = due; ; first = undefined) {
      if (this.sends()) await this.sendDue(first);
      await Promise.all(this.unwritten);
      if (this.fault !== undefined) throw this.fault as Error;
      if (await releaseLane(this.tools.database, this.lease, this.sends())) return this.attempted;
    }
  }

  end(): void {
    clearInterval(this.renewTimer);
  }

  private async sendDue(first: readonly DueDelivery[] | undefined): Promise<void> {
    const probes = this.failures >= BREAKER_FAILURES;
    const feed = new DueFeed(
      (start, limit) =>
        this.tools.database.transaction({ kind: 'worker' }, (tx) =>
          dueDeliveries(tx, this.lease.endpointId, start, limit),
        ),
      { ...(probes ? { most: 1 } : {}), ...(first ? { first } : {}) },
    );
    const most = probes ? 1 : this.lease.maxInFlight;
    const senders: Promise<void>[] = [];
    const add = (): unknown => senders.push(this.sendFrom(feed, addIfRoom));
    let taken = 0;
    const addIfRoom = (): void => {
      if (senders.length >= most || !this.tools.room.take()) return;
      taken += 1;
      add();
    };
    try {
      while (senders.length < Math.min(most, FEW_IN_FLIGHT)) add();
      // More may be added while these are awaited.
      for (const sender of senders) await sender;
    } finally {
      this.tools.room.giveBack(taken);
    }
    this.fault ??= feed.fault;
  }

  /** @param slow told when a receiver takes its time: more at once get more done then */
  private async sendFrom(feed: DueFeed, slow: () => void): Promise<void> {
    for (let delivery = await feed.next(); delivery !== undefined; delivery = await feed.next()) {
      await this.admitted();
      await this.passage.giveWay();
      if (!this.sends()) {
        feed.stop();
        return;
      }
      if ((await this.sendOne(delivery, feed)) > SLOW_MS) slow();
    }
  }

  /** @returns how long the receiver took, milliseconds. */
  private async sendOne(delivery: DueDelivery, feed: DueFeed): Promise<number> {
    this.attempted += 1;
    if (delivery.encrypted && !(await this.maySend(delivery))) {
      feed.done(delivery.id);
      return 0;
    }
    const record = await attempt(this.tools, this.lease, delivery);
    this.tools.onAttempt?.(record);
    const { verdict } = record;
    this.failures = failuresAfter(this.failures, verdict);
    if (endsFeed(verdict) || this.failures >= BREAKER_FAILURES) feed.stop();
    const writing = this.write(record).finally(() => {
      this.unwritten.delete(writing);
      feed.done(delivery.id);
    });
    this.unwritten.add(writing);
    if (this.unwritten.size >= MOST_UNWRITTEN) await oldest(this.unwritten);
    return record.result.durationMs;
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
      // The record stayed away longer than the lane is ours: whoever has it next sends this again.
      this.tools.onLostLease?.(1);
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
