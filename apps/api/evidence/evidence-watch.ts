import { oldestUnsealed } from '#evidence';
import { HubError, type Clock } from '#kernel';
import type { ApiDatabase } from '#platform/database';

/** The record is asked so often at most, milliseconds: the limit is minutes or hours. */
const LOOK_EVERY = 5_000;

/** Refuses what would add to evidence that nobody seals. */
export class EvidenceWatch {
  private lookedAt = 0;
  private oldest: Date | undefined;

  constructor(
    private readonly database: ApiDatabase,
    private readonly clock: Clock,
    private readonly limitSeconds: number,
  ) {}

  /** @throws HubError `evidence_behind` when an entry has waited longer than the limit. Nothing was changed then. */
  async requireSealing(): Promise<void> {
    const now = this.clock.now().getTime();
    if (Math.abs(now - this.lookedAt) >= LOOK_EVERY) {
      this.lookedAt = now;
      this.oldest = await oldestUnsealed(this.database);
    }
    if (this.oldest && now - this.oldest.getTime() > this.limitSeconds * 1_000)
      throw new HubError(
        'evidence_behind',
        'The evidence of what was sent is not being sealed, so nothing more is taken in. Nothing was changed or lost; send it again later.',
      );
  }
}
