import { Controller, Inject, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '#kernel';
import { forgetAnswers, forgetSessions, forgetTokens } from '#identity';
import { PROGRESS_STEP, clearBrokenUploads } from '#messages';
import { WorkerDatabase } from '#platform/database';
import { JobClient, JobHandler } from '#platform/queue';
import { Metrics, describeError, type Log } from '#platform/telemetry';
import { expireExceptions } from '#referrals';
import { CLOCK, LOG, SETTINGS, type Settings } from '#runtime';
import { closeFinished, remindOfQuiet, sweep } from '#tracking';

/** Deadlines are looked at so often, milliseconds: they are hours and days long. */
const SWEEP_EVERY = 1_000;
/** What is kept for a time only is cleared so often, milliseconds. */
const TIDY_EVERY = 3_600_000;

@Controller()
export class TrackingController implements OnApplicationBootstrap, OnModuleDestroy {
  private ticker: NodeJS.Timeout | undefined;
  private tidier: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopping = false;

  constructor(
    @Inject(WorkerDatabase) private readonly database: WorkerDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(JobClient) private readonly jobs: JobClient,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Takes every due step. Needs no queue: deadlines are kept also while the queue's server is away. */
  @JobHandler('tracking.sweep')
  sweepAll(): Promise<void> {
    this.running ??= Promise.all([this.sweepUntilDone(), this.expire()])
      .then(() => undefined)
      .finally(() => {
        this.running = undefined;
      });
    return this.running;
  }

  onApplicationBootstrap(): void {
    this.ticker = setInterval(() => void this.sweepAll(), SWEEP_EVERY);
    this.tidier = setInterval(() => void this.tidy(), TIDY_EVERY);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.ticker);
    clearInterval(this.tidier);
    this.stopping = true;
    await this.running;
  }

  private async sweepUntilDone(): Promise<void> {
    try {
      while (!this.stopping) {
        const steps = await sweep(this.database, this.clock);
        if (steps.length === 0) break;
        for (const step of steps) this.metrics.reminders.inc({ step });
        this.jobs.wake('routing.drain', {});
      }
      while (!this.stopping) {
        const reminded = await remindOfQuiet(this.database, this.clock, this.settings.tracking.progressReminderDays);
        if (reminded === 0) break;
        this.metrics.reminders.inc({ step: PROGRESS_STEP }, reminded);
        this.jobs.wake('routing.drain', {});
      }
    } catch (error) {
      this.log.error(describeError(error), 'deadlines could not be swept; it is tried again');
    }
  }

  private async expire(): Promise<void> {
    try {
      if ((await expireExceptions(this.database, this.clock)) > 0) this.jobs.wake('routing.drain', {});
    } catch (error) {
      this.log.error(describeError(error), 'exceptions could not be ended; it is tried again');
    }
  }

  private async tidy(): Promise<void> {
    try {
      await forgetAnswers(this.database, this.clock);
      await forgetTokens(this.database, this.clock);
      await forgetSessions(this.database, this.clock);
      await clearBrokenUploads(this.database, this.clock);
      while (
        !this.stopping &&
        (await closeFinished(this.database, this.clock, this.settings.tracking.autoCloseDays)) > 0
      )
        this.jobs.wake('routing.drain', {});
    } catch (error) {
      this.log.error(describeError(error), 'what is due to be cleared or closed was not; it is tried again');
    }
  }
}
