import type { Clock, Uuid } from '#kernel';
import type { Database } from '#platform/database';
import { describeError, type Log } from '#platform/telemetry';
import { eventLinesAfter } from '#referrals';
import { BodyFeed } from './body-feed';

/** Milliseconds between two looks. */
const LOOK_EVERY = 1_000;
/** A feed that nobody listens to is kept so long for who comes back, milliseconds. It asks the database nothing. */
const KEPT_FOR = 5 * 60_000;

/**
 * The feeds of this process: one for each body that somebody listens for, looked after by one timer. Each look is a short
 * transaction under that body's context.
 */
export class EventFeeds {
  private readonly feeds = new Map<Uuid, BodyFeed>();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  of(organisationId: Uuid): BodyFeed {
    let feed = this.feeds.get(organisationId);
    if (!feed) {
      feed = new BodyFeed(
        (after) => this.database.transaction({ kind: 'body', organisationId }, (tx) => eventLinesAfter(tx, after)),
        this.clock,
      );
      this.feeds.set(organisationId, feed);
    }
    this.schedule();
    return feed;
  }

  /** Ends the looking; resolves when the last look is over. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private schedule(): void {
    if (this.timer !== undefined || this.closed) return;
    this.timer = setTimeout(() => {
      this.round = this.lookAround().finally(() => {
        this.timer = undefined;
        if (this.feeds.size > 0) this.schedule();
      });
    }, LOOK_EVERY);
  }

  private async lookAround(): Promise<void> {
    const forgetBefore = this.clock.now().getTime() - KEPT_FOR;
    for (const [organisationId, feed] of this.feeds) {
      if (this.closed) return;
      if (feed.hasListeners)
        await feed.look().catch((error: unknown) => {
          // The next look begins where the last good one did.
          this.log.warn(describeError(error), 'events could not be read; the next look tells them');
        });
      else if ((feed.idleSince ?? forgetBefore) < forgetBefore) this.feeds.delete(organisationId);
    }
  }
}
