/** One mail, ready to be sent. */
export interface OutgoingMail extends Envelope {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Envelope {
  /** The mail's own id: its Message-ID is the same at every attempt, so that a repeat is known. */
  readonly id: string;
  /** A role's mailbox. */
  readonly to: string;
}

/** How mails leave the hub. */
export interface MailTransport {
  /** Resolves when the mail was taken. @throws MailFault otherwise. */
  send(mail: OutgoingMail): Promise<void>;
  close(): Promise<void>;
}

/** Why a mail was not taken: a code, since a mail server's words may repeat addresses. */
export class MailFault extends Error {
  constructor(
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(`the mail was not taken: ${code}`, options);
    this.name = 'MailFault';
  }
}

/** A mailbox and nothing beside it: no list, no name, no header. */
const MAILBOX = /^[^\s<>()[\]\\,;:"@]+@[A-Za-z0-9.-]+$/;

/** The message as nodemailer takes it: no file and no address of anywhere is ever read for it. */
export function messageOf(mail: OutgoingMail, from: string) {
  if (!MAILBOX.test(mail.to)) throw new MailFault('mailbox_unusable');
  const domain = /@([A-Za-z0-9.-]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return {
    from,
    to: { name: '', address: mail.to },
    messageId: `<${mail.id}@${domain}>`,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
