import { systemClock, type Clock } from '#kernel';
import type { Body, Directory, Operation } from '#directory';
import type { WorkerDatabase } from '#platform/database';
import {
  CLAIM_MS,
  claimMails,
  isGlassMail,
  isMeetingMail,
  isRecipientMail,
  mailsWaiting,
  type ClaimedEndpointMail,
  type ClaimedGlassMail,
  type ClaimedReadingMail,
  type ClaimedMail,
  type ClaimedMeetingMail,
  type ClaimedNotice,
  type ClaimedProvisionMail,
  type ClaimedRecipientMail,
} from './claim-mails';
import { composeEndpointMail } from './compose-endpoint-mail';
import { composeGlassMail } from './compose-glass-mail';
import { composeReadingMail } from './compose-reading-mail';
import { cleaned, composeMail } from './compose-mail';
import { composeNotice } from './compose-notice';
import { layOutNotice, type NoticeContent } from './lay-out-notice';
import { MailFault, type MailTransport, type OutgoingMail } from './mail-transport';
import { writeMailResult, type MailOutcome } from './write-mail-result';

export interface MailEngineOptions {
  readonly database: WorkerDatabase;
  readonly directory: Directory;
  readonly clock?: Clock;
  /** Absent: mails stay pending. */
  readonly transport: MailTransport | undefined;
  readonly publicUrl: string;
  readonly scheduleScale: number;
  readonly onResult?: (outcome: MailOutcome) => void;
  /** Told of how many wait after each look. */
  readonly onWaiting?: (count: number) => void;
  readonly onError: (error: unknown) => void;
}

/** Mails in flight at once in this process. */
const IN_FLIGHT = 3;
/** Time that one mail may take: one that would end after its claim is not begun, milliseconds. */
const LONGEST_MS = 40_000;

/** Sends the mails that are due, in batches that this process claimed for itself. At least once each. */
export class MailEngine {
  private readonly stop = new AbortController();
  private ticker: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(private readonly options: MailEngineOptions) {}

  /** Begins to look for due mails. A look that takes longer than the time between two is not overtaken. */
  start(everyMs = 1_000): void {
    this.ticker = setInterval(() => {
      this.looking ??= this.look().finally(() => {
        this.looking = undefined;
      });
    }, everyMs);
  }

  /** Sends until nothing is due. @returns how many mails were attempted. */
  async sendDue(): Promise<number> {
    const { transport, database, clock = systemClock } = this.options;
    if (!transport) return 0;
    let attempted = 0;
    while (!this.stop.signal.aborted) {
      const until = performance.now() + CLAIM_MS - LONGEST_MS;
      const batch = await claimMails(database, clock);
      if (batch.length === 0) break;
      attempted += batch.length;
      await this.sendAll(transport, batch, until);
    }
    return attempted;
  }

  /** Stops claiming and lets what is in flight end within its deadline; what was not begun is claimed anew later. */
  async close(): Promise<void> {
    clearInterval(this.ticker);
    this.stop.abort();
    await this.looking;
    await this.options.transport?.close();
  }

  private async look(): Promise<void> {
    try {
      await this.sendDue();
      this.options.onWaiting?.(await mailsWaiting(this.options.database));
    } catch (error) {
      this.options.onError(error);
    }
  }

  private async sendAll(transport: MailTransport, batch: readonly ClaimedMail[], until: number): Promise<void> {
    let next = 0;
    const sendSome = async (): Promise<void> => {
      for (let mail = batch[next++]; mail !== undefined; mail = batch[next++]) {
        if (this.stop.signal.aborted || performance.now() > until) return;
        await this.sendOne(transport, mail);
      }
    };
    const results = await Promise.allSettled(Array.from({ length: IN_FLIGHT }, sendSome));
    for (const result of results) if (result.status === 'rejected') throw result.reason as Error;
  }

  private async sendOne(transport: MailTransport, mail: ClaimedMail): Promise<void> {
    const { database, clock = systemClock, scheduleScale, onResult, onError } = this.options;
    let outcome: MailOutcome;
    try {
      await transport.send(await this.written(mail));
      outcome = { sent: true };
    } catch (error) {
      if (!(error instanceof MailFault)) onError(error);
      outcome = { sent: false, fault: error instanceof MailFault ? error.code : 'not_written' };
    }
    await writeMailResult({ database, clock, scheduleScale }, mail, outcome);
    onResult?.(outcome);
  }

  private async written(mail: ClaimedMail): Promise<OutgoingMail> {
    const { operation } = await this.options.directory.operation(mail.operation);
    const slug = await this.options.directory.slugOf(mail.organisationId);
    const body = operation.bodies.find((one) => one.slug === slug);
    if (!body) throw new MailFault('body_unknown');
    if (isRecipientMail(mail))
      return this.writtenToRecipient(mail, operation, body, await this.options.directory.slugOf(mail.lateId));
    if (isMeetingMail(mail)) return this.writtenOfMeeting(mail, body);
    if (mail.kind === 'notice') return this.writtenNotice(mail, operation, body);
    if (isGlassMail(mail)) return this.writtenOfGlass(mail, operation, body);
    if (mail.kind === 'provisions') return this.writtenOfProvisions(mail, body);
    if (mail.kind === 'reading') return this.writtenOfReading(mail, operation, body);
    return this.writtenOfEndpoint(mail, operation, body, await this.options.directory.slugOf(mail.ownerId));
  }

  private writtenOfMeeting({ id, content, token }: ClaimedMeetingMail, body: Body): OutgoingMail {
    const { calendar, link, ...words } = content;
    const address = link && token !== undefined ? ` ${link.does} ${this.options.publicUrl}/meeting-links/${token}` : '';
    return { id, ...toFocalPoint(body, words, address), ...(calendar ? { calendar } : {}) };
  }

  private writtenOfEndpoint(mail: ClaimedEndpointMail, operation: Operation, body: Body, owner: string): OutgoingMail {
    const { role, mailbox } = body.focalPoint;
    const text = composeEndpointMail({
      kind: mail.kind,
      body: body.shortName,
      role,
      operation: operation.title,
      owner:
        owner === body.slug ? undefined : (operation.bodies.find(({ slug }) => slug === owner)?.shortName ?? owner),
      host: new URL(mail.url).host,
      endpointId: mail.endpointId,
      reason: mail.disabledReason ?? undefined,
      since: mail.since,
      waiting: mail.waiting,
      api: this.options.publicUrl,
    });
    return { id: mail.id, to: mailbox, ...text };
  }

  private writtenNotice(mail: ClaimedNotice, { title, dataProtection }: Operation, body: Body): OutgoingMail {
    // Another body may have taken this task over since the exception was approved; the notice is for that one's post.
    if (dataProtection?.body !== body.slug) throw new MailFault('focal_point_unknown');
    const { role, mailbox } = dataProtection.focalPoint;
    const text = composeNotice({
      reference: mail.reference,
      operation: title,
      body: body.shortName,
      role,
      messageStatus: mail.messageStatus,
      api: this.options.publicUrl,
    });
    return { id: mail.id, to: mailbox, ...text };
  }

  private writtenOfReading({ id }: ClaimedReadingMail, operation: Operation, body: Body): OutgoingMail {
    const { role, mailbox } = guardAt(operation, body);
    const text = composeReadingMail({
      operation: operation.title,
      body: body.shortName,
      role,
      api: this.options.publicUrl,
    });
    return { id, to: mailbox, ...text };
  }

  private writtenOfProvisions({ id, operation, content }: ClaimedProvisionMail, body: Body): OutgoingMail {
    const page = `${this.options.publicUrl}/console/provisions?operation=${encodeURIComponent(operation)}`;
    return { id, ...toFocalPoint(body, content, ` ${page}`) };
  }

  private writtenOfGlass(mail: ClaimedGlassMail, operation: Operation, body: Body): OutgoingMail {
    const { role, mailbox } = guardAt(operation, body);
    const text = composeGlassMail({
      kind: mail.kind,
      reference: mail.reference,
      operation: operation.title,
      body: body.shortName,
      role,
      messageStatus: mail.messageStatus,
      api: this.options.publicUrl,
    });
    return { id: mail.id, to: mailbox, ...text };
  }

  private writtenToRecipient(mail: ClaimedRecipientMail, operation: Operation, body: Body, late: string): OutgoingMail {
    const contact = mail.toBackUp ? body.backUp : body.focalPoint;
    const text = composeMail({
      kind: mail.kind,
      reference: mail.reference,
      messageKind: mail.messageKind,
      operation: operation.title,
      timeZone: operation.timeZone,
      body: body.shortName,
      role: contact.role,
      priority: mail.priority,
      messageStatus: mail.messageStatus,
      dueAt: mail.dueAt,
      late: operation.bodies.find(({ slug: one }) => one === late)?.shortName ?? late,
      ...(mail.token === undefined ? {} : { link: `${this.options.publicUrl}/acknowledge/${mail.token}` }),
    });
    return { id: mail.id, to: contact.mailbox, ...text };
  }
}

/** Who guards personal data at a body: the operation's own post for it, or else the body's focal point. */
function guardAt({ dataProtection }: Operation, body: Body): Body['focalPoint'] {
  return dataProtection?.body === body.slug ? dataProtection.focalPoint : body.focalPoint;
}

/** What was settled when a mail was left, to the body's focal point; with an address behind what it can do. */
function toFocalPoint(
  { shortName, focalPoint }: Body,
  { rows, ...words }: NoticeContent,
  address: string,
): Omit<OutgoingMail, 'id'> {
  const text = layOutNotice({
    ...cleaned({ ...words, does: `${words.does}${address}`, role: focalPoint.role, body: shortName }),
    rows: rows.map(([name, value]) => [name, cleaned({ value }).value] as const),
  });
  return { to: focalPoint.mailbox, ...text };
}
