/** A turn that has asked for so many deliveries is one of a backlog. By number: time would make one of every turn of a slow machine. */
export const SHORT = 32;
/** Nobody waits longer than this for a turn since it began, milliseconds. */
const FRESH_MS = 100;
/** The longest that a backlog waits before one more of its deliveries, milliseconds: it goes on, slower. */
const MOST_WAIT_MS = 100;

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
  private through: Promise<void> | undefined;
  private goOn: (() => void) | undefined;

  begin(): Passage {
    let asked = 0;
    const passage: Passage = {
      giveWay: () => {
        asked += 1;
        if (asked === SHORT) this.leave(passage);
        return asked <= SHORT || this.fresh.size === 0 ? undefined : this.untilThrough();
      },
      end: () => {
        clearTimeout(timer);
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
    if (this.fresh.size === 0) this.goOn?.();
  }

  /** One promise for all that wait, however many turns have just begun. */
  private untilThrough(): Promise<void> {
    this.through ??= new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.goOn?.(), MOST_WAIT_MS);
      this.goOn = () => {
        clearTimeout(timer);
        this.goOn = undefined;
        this.through = undefined;
        resolve();
      };
    });
    return this.through;
  }
}
