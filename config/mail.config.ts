import { IsOptional, IsString, Matches } from 'class-validator';
import { Env } from './load-config';

/** How mails leave the hub: to bodies that have no system of their own. Neither of the two ways set: mails wait. */
export class MailConfig {
  /** Mail server: smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465. A secret: SMTP_URL_FILE. */
  @Env('SMTP_URL')
  @IsOptional()
  @Matches(/^smtps?:\/\/(?:[^\s@/]+@)?[^\s@/]+\/?$/, { message: '$property must be smtp://user:password@host:port' })
  smtpUrl?: string;

  /** Instead of a mail server: a folder that mails are written to, as .eml files. */
  @Env('MAIL_OUTBOX_DIR')
  @IsOptional()
  @IsString()
  outboxDir?: string;

  /** Who mails come from: an address, or `Liaison Hub <hub@example.org>`. */
  @Env('MAIL_FROM')
  @IsOptional()
  @Matches(/^(?:[^\p{Cc}<>"]+ <[^\s<>@"]+@[A-Za-z0-9.-]+>|[^\s<>@"]+@[A-Za-z0-9.-]+)$/u, {
    message: '$property must be an address, or a name and an address in <>',
  })
  from?: string;
}
