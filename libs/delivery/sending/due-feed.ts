import { setTimeout as delay } from 'node:timers/promises';
import type { Uuid } from '#kernel';
import { PAGE, type DueDelivery } from './due-deliveries';

/** Where a page goes on, and what is in somebody's hands already. */
export interface PageStart {
  readonly after: DueDelivery | undefined;
  readonly except: readonly Uuid[];
}

export type ReadPage = (start: PageStart, limit: number) => Promise<readonly DueDelivery[]>;

/** The next page is read while so many of the last are still to be sent. */
const LOW = PAGE / 2;
/** While something is still in flight, what has fallen due since is looked for so often, milliseconds. */
const LOOK_AGAIN_MS = 250;

/**
 * What is due at one endpoint, page by page: the next page is read while the last is being sent. At its end it begins
 * anew as long as something is in flight, so that one slow answer holds up nothing but its own thread; when all is done,
 * it is over.
 */
export class DueFeed {
  /** What a page could not be read for; the feed ends there. */
  fault: unknown;
  private ready: readonly DueDelivery[] = [];
  private at = 0;
  private last: DueDelivery | undefined;
  private except: readonly Uuid[] = [];
  private readonly busy = new Set<Uuid>();
  private ahead: Promise<void> | undefined;
  private anew: Promise<void> | undefined;
  private pageIsLast = false;
  private ended = false;
  private left: number;
  private wakeUp = new AbortController();

  /**
   * @param most deliveries in all: 1 for a probe
   * @param first the first page, where it was read already
   */
  constructor(
    private readonly read: ReadPage,
    { most = Number.MAX_SAFE_INTEGER, first }: { readonly most?: number; readonly first?: readonly DueDelivery[] } = {},
  ) {
    this.left = most;
    if (first) this.accept(first.slice(0, most), Math.min(PAGE, most));
  }

  /** The next delivery; undefined when there is none, or the feed was stopped. Each one taken is to be said `done`. */
  async next(): Promise<DueDelivery | undefined> {
    for (;;) {
      const delivery = this.ready[this.at];
      if (delivery !== undefined) {
        this.at += 1;
        this.busy.add(delivery.id);
        if (this.ready.length - this.at < LOW) void this.readAhead();
        return delivery;
      }
      if (this.ended) return undefined;
      await (this.pageIsLast && this.ahead === undefined ? this.beginAnew() : this.readAhead());
    }
  }

  /** The result of a delivery is on record: it is due no more, or again. */
  done(id: Uuid): void {
    this.busy.delete(id);
    if (this.busy.size === 0) this.wakeUp.abort();
  }

  /** Gives no more: what was not taken stays due. */
  stop(): void {
    this.ended = true;
    this.ready = [];
    this.at = 0;
    this.wakeUp.abort();
  }

  private beginAnew(): Promise<void> {
    this.anew ??= this.waitAndBegin().finally(() => {
      this.anew = undefined;
    });
    return this.anew;
  }

  private async waitAndBegin(): Promise<void> {
    if (this.busy.size > 0) {
      this.wakeUp = new AbortController();
      await delay(LOOK_AGAIN_MS, undefined, { signal: this.wakeUp.signal }).catch(() => undefined);
    }
    if (this.busy.size === 0) this.ended = true;
    this.last = undefined;
    this.except = [...this.busy];
    this.pageIsLast = false;
  }

  private readAhead(): Promise<void> {
    if (this.ended || this.pageIsLast) return this.ahead ?? Promise.resolve();
    this.ahead ??= this.readPage().finally(() => {
      this.ahead = undefined;
    });
    return this.ahead;
  }

  private accept(page: readonly DueDelivery[], limit: number): void {
    this.left -= page.length;
    this.pageIsLast = page.length < limit;
    this.ready = [...this.ready.slice(this.at), ...page];
    this.at = 0;
    this.last = page.at(-1) ?? this.last;
    if (this.left === 0) this.ended = true;
  }

  private async readPage(): Promise<void> {
    const limit = Math.min(PAGE, this.left);
    try {
      const page = await this.read({ after: this.last, except: this.except }, limit);
      if (!this.ended) this.accept(page, limit);
    } catch (error) {
      this.fault = error;
      this.stop();
    }
  }
}
