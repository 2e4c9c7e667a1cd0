import { setTimeout as delay } from 'node:timers/promises';
import { only, type Ledger } from './ledger';

const LOOK_EVERY_MS = 20;
/** So many faults may pile up before something came through, and the submissions run ahead of the faults by as much. */
const AHEAD = 3;

/**
 * Keeps submissions and faults abreast of each other on a machine of any speed: faults that come faster than the hub
 * starts would hit nothing but start-ups, and submissions that are through early would leave the later faults nothing to
 * harm.
 */
export class Pace {
  constructor(
    private readonly ledger: Ledger,
    private readonly submissions: number,
    private readonly faults: number,
    private readonly signal: AbortSignal,
  ) {}

  /** Resolves when the n-th submission is due: as large a share of the faults has come. */
  async submission(number: number): Promise<void> {
    if (this.faults === 0) return;
    await this.until(() => {
      const { faults } = this.ledger;
      return number / this.submissions <= (faults + AHEAD) / this.faults;
    });
  }

  /** Resolves when the n-th fault is due: as large a share of the messages has reached somebody. */
  async fault(number: number): Promise<void> {
    await this.until(() => this.ledger.reached.size / this.submissions >= (number - AHEAD) / this.faults);
  }

  /** Resolves when all that was accepted until now has reached everybody, or after so many milliseconds. */
  async resumption(withinMs: number): Promise<void> {
    const { entries } = this.ledger;
    const to = new Map(only(entries, 'asked').map((entry) => [entry.key, entry.to]));
    const waiting = new Set(
      only(entries, 'accepted').flatMap(({ key, messageId }) =>
        (to.get(key) ?? []).map((body) => `${messageId} ${body}`),
      ),
    );
    let read = 0;
    const deadline = performance.now() + withinMs;
    await this.until(() => {
      for (const { type, messageId, body } of only(entries.slice(read), 'received'))
        if (type === 'referral.routed') waiting.delete(`${messageId} ${body}`);
      read = entries.length;
      return waiting.size === 0 || performance.now() > deadline;
    });
  }

  private async until(condition: () => boolean): Promise<void> {
    while (!condition()) await delay(LOOK_EVERY_MS, undefined, { signal: this.signal });
  }
}
