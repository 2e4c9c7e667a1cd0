/** A share of a second's events may go at once; the rest is spread. */
const BURST_SHARE = 0.1;

/**
 * The rate of an endpoint (generic cell rate algorithm, ITU-T I.371): `reserve` says how long the next event has to
 * wait, milliseconds, and counts it. Without a rate nothing waits.
 */
export class Pace {
  private readonly interval: number;
  private readonly tolerance: number;

  /**
   * @param perSecond events a second; null = no limit
   * @param until the theoretical time of arrival that was kept, milliseconds since 1970
   */
  constructor(
    perSecond: number | null,
    private until = 0,
  ) {
    this.interval = perSecond === null ? 0 : 1_000 / perSecond;
    this.tolerance = perSecond === null ? 0 : (Math.max(1, Math.floor(perSecond * BURST_SHARE)) - 1) * this.interval;
  }

  get isLimited(): boolean {
    return this.interval > 0;
  }

  /** When the rate is used up to, to go on from there in another process. */
  get usedUntil(): number {
    return this.until;
  }

  reserve(now: number): number {
    if (!this.isLimited) return 0;
    const at = Math.max(now, this.until - this.tolerance);
    this.until = Math.max(this.until, at) + this.interval;
    return at - now;
  }
}
