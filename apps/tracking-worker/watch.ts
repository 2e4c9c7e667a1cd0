import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { describeError, type Log } from '#platform/telemetry';

/** Looks for the same again and again, one look at a time. A look that fails is told, and made again at its next time. */
export abstract class Watch implements OnApplicationBootstrap, OnModuleDestroy {
  private ticker: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  /** @param failed what is told of a look that failed */
  protected constructor(
    private readonly log: Log,
    private readonly everyMs: number,
    private readonly failed: string,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker = setInterval(() => void this.look(), this.everyMs);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.ticker);
    await this.running;
  }

  look(): Promise<void> {
    this.running ??= this.lookOnce().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  protected abstract work(): Promise<unknown>;

  private async lookOnce(): Promise<void> {
    try {
      await this.work();
    } catch (error) {
      this.log.error(describeError(error), this.failed);
    }
  }
}
