import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ConfigError } from '#config/load-config';
import { lastTimestamp, stampLog, timestampAuthority, type StampTools } from '#evidence';
import type { Clock } from '#kernel';
import { WorkerDatabase } from '#platform/database';
import { HttpSender } from '#platform/http-client';
import { Metrics, describeError, type Log } from '#platform/telemetry';
import { CLOCK, LOG, SETTINGS, senderOptions, type Settings } from '#runtime';

/** Whether a time stamp is due is looked so often, milliseconds. */
const LOOK_EVERY = 10_000;
/** The authority is asked again after this, doubled with each failure up to an hour, milliseconds. */
const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 3_600_000;
/** For the whole exchange with the authority, milliseconds. */
const DEADLINE = 15_000;

/** Has the evidence stamped by an authority outside, where one is set up. Nothing waits for it. */
@Injectable()
export class EvidenceStamper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sender: HttpSender;
  private readonly tools: StampTools | undefined;
  private ticker: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private readonly since: Date;
  private failures = 0;
  private notBefore = 0;

  constructor(
    @Inject(WorkerDatabase) private readonly database: WorkerDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
    @Inject(SETTINGS) settings: Settings,
  ) {
    // Plain http is good enough: what comes back is signed.
    this.sender = new HttpSender({ ...senderOptions(settings), allowHttp: true });
    this.tools = this.toolsFor(settings);
    this.since = clock.now();
  }

  onApplicationBootstrap(): void {
    if (!this.tools) return;
    this.ticker = setInterval(() => void this.look(), LOOK_EVERY);
    void this.look();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.ticker);
    await this.sender.close(0);
    await this.running;
  }

  look(): Promise<void> {
    this.running ??= this.stamp().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private toolsFor({ evidence }: Settings): StampTools | undefined {
    const { tsaUrl: url, tsaCa: ca, tsaIntervalSeconds } = evidence;
    if (url === undefined || ca === undefined) return undefined;
    const { sender, database, clock } = this;
    try {
      sender.checkUrl(url);
      const ask = timestampAuthority({ sender, url, ca, deadlineMs: DEADLINE });
      return { database, clock, ask, every: tsaIntervalSeconds * 1_000 };
    } catch (error) {
      throw new ConfigError([
        `EVIDENCE_TSA_URL or EVIDENCE_TSA_CA is wrong: ${error instanceof Error ? error.message : 'it cannot be used'}`,
      ]);
    }
  }

  private async stamp(): Promise<void> {
    if (!this.tools || this.clock.now().getTime() < this.notBefore) return;
    try {
      await stampLog(this.tools);
      this.failures = 0;
    } catch (error) {
      const wait = Math.min(FIRST_WAIT * 2 ** this.failures, LONGEST_WAIT);
      this.failures += 1;
      this.notBefore = this.clock.now().getTime() + wait;
      this.log.warn(describeError(error), 'the evidence was not stamped; the authority is asked again');
    }
    await this.measure();
  }

  private async measure(): Promise<void> {
    try {
      const last = await this.database.transaction({ kind: 'worker' }, lastTimestamp);
      const since = last?.keptAt ?? this.since;
      this.metrics.evidenceStampAge.set(Math.max(0, this.clock.now().getTime() - since.getTime()) / 1_000);
    } catch (error) {
      this.log.warn(describeError(error), 'the age of the last time stamp is not known');
    }
  }
}
