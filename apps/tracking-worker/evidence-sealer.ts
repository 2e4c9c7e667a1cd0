import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ConfigError } from '#config/load-config';
import { oldestUnsealed, seal, type SealTools } from '#evidence';
import { signerKey } from '#evidence-log';
import type { Clock } from '#kernel';
import { WorkerDatabase } from '#platform/database';
import { Metrics, describeError, type Log } from '#platform/telemetry';
import { CLOCK, LOG, SETTINGS, type Settings } from '#runtime';

/** Evidence is sealed so often, milliseconds. */
const SEAL_EVERY = 1_000;

/** Seals the evidence, a batch at a time. Several processes may do it at once: one at a time gets to. */
@Injectable()
export class EvidenceSealer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly tools: SealTools;
  private ticker: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopping = false;

  constructor(
    @Inject(WorkerDatabase) private readonly database: WorkerDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
    @Inject(SETTINGS) { evidence }: Settings,
  ) {
    if (evidence.signingKey === undefined)
      throw new ConfigError(['EVIDENCE_SIGNING_KEY is missing: the tracking worker signs the evidence']);
    this.tools = { database, clock, signer: signerKey(evidence.origin, Buffer.from(evidence.signingKey, 'base64')) };
  }

  onApplicationBootstrap(): void {
    this.ticker = setInterval(() => {
      this.running ??= this.sealAll().finally(() => {
        this.running = undefined;
      });
    }, SEAL_EVERY);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.ticker);
    this.stopping = true;
    await this.running;
  }

  private async sealAll(): Promise<void> {
    try {
      for (let more = true; more && !this.stopping;) {
        const done = await seal(this.tools);
        this.metrics.evidenceSealed.inc(done.sealed);
        more = done.more;
      }
      const oldest = await oldestUnsealed(this.database);
      this.metrics.evidenceLag.set(oldest ? Math.max(0, this.clock.now().getTime() - oldest.getTime()) / 1_000 : 0);
    } catch (error) {
      this.log.error(describeError(error), 'evidence could not be sealed; it is tried again');
    }
  }
}
