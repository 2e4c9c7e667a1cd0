/** One mail, ready to be sent. */
export interface OutgoingMail extends Envelope {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** An invitation beside the text: its method stands in the Content-Type as it does in the calendar. */
  readonly calendar?: { readonly method: string; readonly text: string };
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

/** RFC 5322, signs without the line's end. */
const LONGEST_LINE = 998;

/** A mailbox and nothing beside it: no list, no name, no header. */
const MAILBOX = /^[^\s<>()[\]\\,;:"@]+@[A-Za-z0-9.-]+$/;

/**
 * Plain text as it stands: nodemailer would break a link that is longer than 76 signs, and whoever reads the file, or the
 * source, could not copy it. What is not ASCII is left to its encoding.
 */
function plainPart(text: string): string | { raw: string } {
  if (!/^[\n\x20-\x7e]*$/.test(text) || text.split('\n').some((line) => line.length > LONGEST_LINE)) return text;
  const headers = 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit';
  return { raw: `${headers}\r\n\r\n${text.replace(/\n/g, '\r\n')}` };
}

/** The message as nodemailer takes it: no file and no address of anywhere is ever read for it. */
export function messageOf(mail: OutgoingMail, from: string) {
  if (!MAILBOX.test(mail.to)) throw new MailFault('mailbox_unusable');
  const domain = /@([A-Za-z0-9.-]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return {
    from,
    to: { name: '', address: mail.to },
    messageId: `<${mail.id}@${domain}>`,
    subject: mail.subject,
    text: plainPart(mail.text),
    html: mail.html,
    ...(mail.calendar ? { icalEvent: { method: mail.calendar.method, content: mail.calendar.text } } : {}),
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
