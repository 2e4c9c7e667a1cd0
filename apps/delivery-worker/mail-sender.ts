import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '#kernel';
import { MailEngine, folderTransport, smtpTransport, type MailTransport } from '#delivery';
import { Directory } from '#directory';
import { WorkerDatabase } from '#platform/database';
import { Metrics, describeError, type Log } from '#platform/telemetry';
import { CLOCK, LOG, SETTINGS, publicUrlOf, type Settings } from '#runtime';

/** Who mails in a folder come from, unless MAIL_FROM says otherwise. */
const NOBODY = 'Liaison Hub <liaison-hub@localhost>';

/** Sends the mails that are due, the way that the settings say. */
@Injectable()
export class MailSender implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly engine: MailEngine;
  private warned = false;

  constructor(
    @Inject(WorkerDatabase) database: WorkerDatabase,
    @Inject(Directory) directory: Directory,
    @Inject(CLOCK) clock: Clock,
    @Inject(Metrics) metrics: Metrics,
    @Inject(LOG) log: Log,
    @Inject(SETTINGS) settings: Settings,
  ) {
    const transport = transportOf(settings);
    this.engine = new MailEngine({
      database,
      directory,
      clock,
      transport,
      publicUrl: publicUrlOf(settings),
      scheduleScale: settings.delivery.scheduleScale,
      onResult: (outcome) => {
        metrics.mails.inc({ outcome: outcome.sent ? 'sent' : 'failed' });
        if (!outcome.sent) log.warn({ code: outcome.fault }, 'a mail was not taken; it is tried again');
      },
      onWaiting: (count) => {
        metrics.mailsWaiting.set(count);
        if (transport || count === 0 || this.warned) return;
        this.warned = true;
        log.warn({ count }, 'mails wait: set SMTP_URL or MAIL_OUTBOX_DIR');
      },
      onError: (error) => {
        log.error(describeError(error), 'mails could not be sent; they are tried again');
      },
    });
  }

  onApplicationBootstrap(): void {
    this.engine.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.engine.close();
  }
}

function transportOf({ mail }: Settings): MailTransport | undefined {
  if (mail.smtpUrl !== undefined) return smtpTransport({ url: mail.smtpUrl, from: mail.from ?? NOBODY });
  if (mail.outboxDir !== undefined) return folderTransport({ folder: mail.outboxDir, from: mail.from ?? NOBODY });
  return undefined;
}
