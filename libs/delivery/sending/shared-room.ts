/** Requests in flight that the lanes of a process share, beyond the few that each has for itself. */
export class SharedRoom {
  constructor(private left: number) {}

  /** Takes one place. False when all are taken. */
  take(): boolean {
    if (this.left === 0) return false;
    this.left -= 1;
    return true;
  }

  giveBack(places: number): void {
    this.left += places;
  }
}
