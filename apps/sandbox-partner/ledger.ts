/**
 * Which ids were acted upon: `take` says yes once. An id is in hand until it is finished (remembered) or dropped (may be
 * taken again). Only finished ids outlive the process, so what was in hand at a crash is taken up again.
 */
export class Ledger {
  private readonly inHand = new Set<string>();
  private readonly finished: Set<string>;

  /** @param most how many finished ids are remembered; the oldest are forgotten first */
  constructor(
    finished: readonly string[] = [],
    private readonly most = 5_000,
  ) {
    this.finished = new Set(finished);
  }

  /** Whether the caller is the one to act. */
  take(id: string): boolean {
    if (this.inHand.has(id) || this.finished.has(id)) return false;
    this.inHand.add(id);
    return true;
  }

  finish(id: string): void {
    this.inHand.delete(id);
    this.finished.add(id);
    if (this.finished.size <= this.most) return;
    for (const oldest of this.finished) {
      this.finished.delete(oldest);
      break;
    }
  }

  drop(id: string): void {
    this.inHand.delete(id);
  }

  /** Finished ids, oldest first. */
  remembered(): string[] {
    return [...this.finished];
  }
}
