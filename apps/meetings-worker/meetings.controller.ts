import { Controller, Inject, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '#kernel';
import { Directory } from '#directory';
import {
  askForApproval,
  assignActions,
  chainAmendments,
  closeActions,
  followZones,
  keepAgendas,
  keepConfiguredSeries,
  makeReady,
  publishMinutes,
  remindOfMeetings,
  settleMinutes,
  systemZones,
} from '#meetings';
import { WorkerDatabase } from '#platform/database';
import { JobClient, JobHandler } from '#platform/queue';
import { describeError, type Log } from '#platform/telemetry';
import { CLOCK, LOG, SETTINGS, publicUrlOf, type Settings } from '#runtime';
import { Vault } from '#vault';

/** Series are looked after so often, milliseconds: what is to come is weeks ahead. */
const KEEP_EVERY = 30_000;

@Controller()
export class MeetingsController implements OnApplicationBootstrap, OnModuleDestroy {
  private ticker: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopping = false;
  /** How often it was asked: what is changed while all is looked after may be changed behind its back. */
  private asked = 0;

  constructor(
    @Inject(WorkerDatabase) private readonly database: WorkerDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(JobClient) private readonly jobs: JobClient,
    @Inject(LOG) private readonly log: Log,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Does what is due. Needs no queue: meetings are kept also while the queue's server is away. */
  @JobHandler('meetings.keep')
  keep(): Promise<void> {
    this.asked += 1;
    this.running ??= this.keepUntilDone().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  onApplicationBootstrap(): void {
    void this.keep();
    this.ticker = setInterval(() => void this.keep(), KEEP_EVERY);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.ticker);
    this.stopping = true;
    await this.running;
  }

  private async keepUntilDone(): Promise<void> {
    let seen: number;
    do {
      seen = this.asked;
      await this.keepAll();
    } while (seen !== this.asked && !this.stopping);
  }

  private async keepAll(): Promise<void> {
    const { database, vault, clock, directory } = this;
    const publicUrl = publicUrlOf(this.settings);
    const tools = { database, vault, clock, directory, zones: systemZones, publicUrl };
    const duties = [
      ...[keepConfiguredSeries, makeReady, followZones, closeActions, assignActions, keepAgendas, remindOfMeetings],
      ...[askForApproval, settleMinutes, chainAmendments, publishMinutes],
    ];
    for (const duty of duties) {
      if (this.stopping) return;
      try {
        if ((await duty(tools)) > 0) this.jobs.wake('routing.drain', {});
      } catch (error) {
        this.log.error(describeError(error), 'meetings could not be looked after; it is tried again');
      }
    }
  }
}
