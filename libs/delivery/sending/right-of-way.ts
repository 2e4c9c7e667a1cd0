/** A turn that has asked for so many deliveries is one of a backlog. By number: time would make one of every turn of a slow machine. */
export const SHORT = 32;
/** Nobody waits longer than this for a turn since it began, milliseconds. */
const FRESH_MS = 100;
/** The longest that a backlog waits before one more of its deliveries, milliseconds: it goes on, slower. */
const MOST_WAIT_MS = 100;

/** For so long after a short turn others like it are likely, milliseconds. */
const COMPANY_MS = 250;
/** Beside them one of a backlog goes on every so many milliseconds: with more in flight, each of theirs meets some. */
const PACE_MS = 8;

/** A lane's turn, as the others of its process see it. */
export interface Passage {
  /** Asked before each delivery. Waits, if this turn has a backlog, until those that have just begun are through; for a bounded time. */
  giveWay(): Promise<void> | undefined;
  end(): void;
}

/**
 * Turns of one process share a thread and a record. One that has just begun mostly has one delivery to send, and waits for
 * every step of a neighbour with a hundred thousand; so the long turn waits for the short one, which costs it little. A
 * turn is fresh for a bounded time only: a receiver that hangs holds nobody up.
 */
export class RightOfWay {
  private readonly fresh = new Set<Passage>();
  /** Deliveries of backlogs, in the order in which they came. */
  private readonly waiting: (() => void)[] = [];
  /** So many of them go on beside turns that have just begun: they have waited long enough. */
  private overdue = 0;
  private timer: NodeJS.Timeout | undefined;
  private passing = false;
  private lastShort = Number.NEGATIVE_INFINITY;

  begin(): Passage {
    let asked = 0;
    const passage: Passage = {
      giveWay: () => {
        asked += 1;
        if (asked === SHORT) this.leave(passage);
        return asked <= SHORT || (this.fresh.size === 0 && !this.hasCompany()) ? undefined : this.untilItsTurn();
      },
      end: () => {
        clearTimeout(timer);
        if (asked > 0 && asked < SHORT) this.lastShort = performance.now();
        this.leave(passage);
      },
    };
    const timer = setTimeout(() => {
      this.leave(passage);
    }, FRESH_MS);
    timer.unref();
    this.fresh.add(passage);
    return passage;
  }

  private leave(passage: Passage): void {
    this.fresh.delete(passage);
    if (this.fresh.size === 0) this.pass();
  }

  /** Whether short turns come and go. */
  private hasCompany(): boolean {
    return performance.now() - this.lastShort < COMPANY_MS;
  }

  private untilItsTurn(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.overdue = this.waiting.length;
        this.pass();
      }, MOST_WAIT_MS);
      this.pass();
    });
  }

  /**
   * Lets those that wait go on, one in a turn of the event loop, and slower while short turns come and go. All at once they would
   * keep the thread for as long as it takes to sign and send dozens, and who begins in the meantime would wait for that.
   */
  private pass(): void {
    if (this.passing || (this.fresh.size > 0 && this.overdue === 0)) return;
    const next = this.waiting.shift();
    if (!next) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.overdue = 0;
      return;
    }
    this.overdue = Math.max(0, this.overdue - 1);
    next();
    this.passing = true;
    const goOn = (): void => {
      this.passing = false;
      this.pass();
    };
    if (this.hasCompany()) setTimeout(goOn, PACE_MS);
    else setImmediate(goOn);
  }
}
