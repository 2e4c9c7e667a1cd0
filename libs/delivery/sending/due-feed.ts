import { PAGE, type DueDelivery } from './due-deliveries';

/** Reads the page after a delivery. */
export type ReadPage = (after: DueDelivery | undefined, limit: number) => Promise<readonly DueDelivery[]>;

/** The next page is read while so many of the last are still to be sent. */
const LOW = PAGE / 2;

/** What is due at one endpoint, page by page: the next page is read while the last is being sent. */
export class DueFeed {
  /** What a page could not be read for; the feed ends there. */
  fault: unknown;
  private ready: readonly DueDelivery[] = [];
  private at = 0;
  private ahead: Promise<void> | undefined;
  private ended = false;
  private left: number;

  /** @param most deliveries in all: 1 for a probe. */
  constructor(
    private readonly read: ReadPage,
    most = Number.MAX_SAFE_INTEGER,
  ) {
    this.left = most;
  }

  /** The next delivery; undefined when none is due or the feed was stopped. */
  async next(): Promise<DueDelivery | undefined> {
    for (;;) {
      const delivery = this.ready[this.at];
      if (delivery !== undefined) {
        this.at += 1;
        if (this.ready.length - this.at < LOW) void this.readAhead();
        return delivery;
      }
      if (this.ended) return undefined;
      await this.readAhead();
    }
  }

  /** Gives no more: what was not taken stays due. */
  stop(): void {
    this.ended = true;
    this.ready = [];
    this.at = 0;
  }

  private readAhead(): Promise<void> {
    if (this.ended) return Promise.resolve();
    this.ahead ??= this.readPage().finally(() => {
      this.ahead = undefined;
    });
    return this.ahead;
  }

  private async readPage(): Promise<void> {
    const limit = Math.min(PAGE, this.left);
    try {
      const page = await this.read(this.ready.at(-1), limit);
      if (this.ended) return;
      this.left -= page.length;
      if (page.length < limit || this.left === 0) this.ended = true;
      if (page.length === 0) return;
      this.ready = [...this.ready.slice(this.at), ...page];
      this.at = 0;
    } catch (error) {
      this.fault = error;
      this.stop();
    }
  }
}
