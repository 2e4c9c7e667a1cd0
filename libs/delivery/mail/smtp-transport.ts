import { createTransport } from 'nodemailer';
import { MailFault, messageOf, type MailTransport } from './mail-transport';

export interface SmtpOptions {
  /** smtp://user:password@host:587 (STARTTLS) or smtps://… (TLS from the start). */
  readonly url: string;
  readonly from: string;
  /** One deadline for a whole mail, milliseconds. */
  readonly deadlineMs?: number;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const CONNECT_MS = 10_000;

/** Sends through a mail server. Without TLS to this machine only. */
export function smtpTransport({ url, from, deadlineMs = 30_000 }: SmtpOptions): MailTransport {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const transporter = createTransport({
    pool: true,
    maxConnections: 3,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && !LOOPBACK.test(hostname),
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: Math.min(CONNECT_MS, deadlineMs),
    greetingTimeout: Math.min(CONNECT_MS, deadlineMs),
    socketTimeout: deadlineMs,
    tls: { minVersion: 'TLSv1.2' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (mail) => {
      const message = messageOf(mail, from);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          reject(new MailFault('deadline'));
        }, deadlineMs);
      });
      try {
        await Promise.race([transporter.sendMail(message), late]);
      } catch (error) {
        throw error instanceof MailFault ? error : new MailFault(codeOf(error), { cause: error });
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => {
      transporter.close();
      return Promise.resolve();
    },
  };
}

/** E.g. `EENVELOPE 451`: nodemailer's code and the server's. */
function codeOf(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return (
    [code, responseCode].filter((part) => typeof part === 'string' || typeof part === 'number').join(' ') || 'fault'
  );
}
