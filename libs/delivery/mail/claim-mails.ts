import { uuidv7, type Clock, type Uuid } from '#kernel';
import { messageKinds } from '#messages';
import type { WorkerDatabase } from '#platform/database';
import { insertLinks, newToken } from './acknowledgement-link';
import type { EndpointMailKind } from './leave-endpoint-notices';
import type { NoticeContent } from './lay-out-notice';
import type { GlassMailKind, MailKind } from './leave-mails';
import { insertMeetingLinks } from './meeting-link';
import type { MeetingMailContent } from './meeting-mail';

interface Claimed {
  readonly id: Uuid;
  /** Fences the result: whoever claims it anew has another. */
  readonly claim: Uuid;
  readonly toBackUp: boolean;
  /** Attempts before this one. */
  readonly attempts: number;
  /** The body that is written to. */
  readonly organisationId: Uuid;
  readonly messageId: Uuid;
  readonly reference: string;
  readonly operation: string;
  readonly messageKind: string;
  readonly messageStatus: string;
  readonly priority: string;
}

/** A mail about a recipient of a message: to the recipient, with the link that it acknowledges by, or about its lateness. */
export interface ClaimedRecipientMail extends Claimed {
  readonly kind: MailKind;
  /** The body that is, or is not, late: the recipient. */
  readonly lateId: Uuid;
  readonly recipientId: Uuid;
  /** The deadline that runs: to acknowledge or, once acknowledged, to decide. */
  readonly dueAt: Date;
  /** The link's secret, for a mail that holds one. It is in this process's memory and in the mail, nowhere else. */
  readonly token: string | undefined;
}

/** A mail to a data protection focal point: it tells that an exception was made, and asks for nothing. */
export interface ClaimedNotice extends Claimed {
  readonly kind: 'notice';
  readonly recipientId: null;
}

/** A mail about a record that somebody asks to see, or was let see, in an emergency. */
export interface ClaimedGlassMail extends Claimed {
  readonly kind: GlassMailKind;
  readonly recipientId: null;
}

/** A mail about an endpoint, to its own body or to a coordinator: of no message. */
export interface ClaimedEndpointMail extends Pick<
  Claimed,
  'id' | 'claim' | 'attempts' | 'toBackUp' | 'organisationId' | 'operation'
> {
  readonly kind: EndpointMailKind;
  readonly recipientId: null;
  readonly endpointId: Uuid;
  /** The body whose endpoint it is. */
  readonly ownerId: Uuid;
  readonly url: string;
  readonly disabledReason: string | null;
  /** When it was disabled, or since when it has failed. */
  readonly since: Date;
  readonly waiting: number;
}

/** A mail about a meeting: of no message; what it says was settled when it was left. */
export interface ClaimedMeetingMail extends Pick<
  Claimed,
  'id' | 'claim' | 'attempts' | 'toBackUp' | 'organisationId' | 'operation'
> {
  readonly kind: 'meeting';
  readonly recipientId: null;
  readonly calendarUid: Uuid;
  readonly content: MeetingMailContent;
  /** The link's secret, for a mail that holds one. */
  readonly token: string | undefined;
}

/** A mail that somebody of a body read unusually much: of no message. */
export interface ClaimedReadingMail extends Pick<
  Claimed,
  'id' | 'claim' | 'attempts' | 'toBackUp' | 'organisationId' | 'operation'
> {
  readonly kind: 'reading';
  readonly recipientId: null;
}

/** A mail about provisions that a body's units are to acknowledge: of no message; what it says was settled when it was left. */
export interface ClaimedProvisionMail extends Pick<
  Claimed,
  'id' | 'claim' | 'attempts' | 'toBackUp' | 'organisationId' | 'operation'
> {
  readonly kind: 'provisions';
  readonly recipientId: null;
  readonly content: NoticeContent;
}

/** A mail that this process alone may send for now. */
export type ClaimedMail =
  | ClaimedRecipientMail
  | ClaimedNotice
  | ClaimedGlassMail
  | ClaimedEndpointMail
  | ClaimedMeetingMail
  | ClaimedReadingMail
  | ClaimedProvisionMail;

type ClaimedRow = (
  | Omit<ClaimedRecipientMail, 'token' | 'claim'>
  | Omit<ClaimedNotice, 'claim'>
  | Omit<ClaimedGlassMail, 'claim'>
  | Omit<ClaimedEndpointMail, 'claim'>
  | Omit<ClaimedMeetingMail, 'token' | 'claim'>
  | Omit<ClaimedReadingMail, 'claim'>
  | Omit<ClaimedProvisionMail, 'claim'>
) & {
  readonly state: string;
};

/** A claimed mail is left alone by others for so long, milliseconds: longer than a whole batch takes. */
export const CLAIM_MS = 180_000;
/** Claimed at once. */
export const MAIL_BATCH = 10;

/**
 * Claims mails that are due, each with a fresh link where it holds one. Mails that were overtaken are put aside instead:
 * a body that acknowledged, decided or told news meanwhile, whose referral was called off, or whose endpoint is well again,
 * is not written to.
 */
export async function claimMails(database: WorkerDatabase, clock: Clock): Promise<ClaimedMail[]> {
  return database.transaction({ kind: 'worker' }, async (tx) => {
    const claim = uuidv7();
    const rows = await tx.rows<ClaimedRow>(
      `WITH due AS (
         SELECT id, recipient_id, message_id, endpoint_id FROM mails due_mail WHERE state = 'pending' AND next_attempt_at <= now()
           AND (claimed_until IS NULL OR claimed_until < now())
           -- A meeting's mails leave one after another: what calls it off never before what calls it.
           AND (calendar_uid IS NULL OR NOT EXISTS (SELECT FROM mails older WHERE older.calendar_uid = due_mail.calendar_uid
             AND older.organisation_id = due_mail.organisation_id AND older.state = 'pending' AND older.id < due_mail.id))
         ORDER BY next_attempt_at, id LIMIT $1 FOR UPDATE SKIP LOCKED
       )
       UPDATE mails m SET claim_token = $2, claimed_until = now() + $3 * interval '1 millisecond',
         state = CASE WHEN CASE m.kind
             WHEN 'notice' THEN true
             WHEN 'meeting' THEN true
             WHEN 'reading' THEN true
             WHEN 'provisions' THEN true
             WHEN 'glass_requested' THEN true
             WHEN 'glass_opened' THEN true
             WHEN 'endpoint_disabled' THEN e.state = 'disabled'
             WHEN 'endpoint_failing' THEN e.state = 'active' AND e.failing_since IS NOT NULL
             WHEN 'decision_reminder' THEN r.state = 'acknowledged'
             WHEN 'undecided' THEN r.state = 'acknowledged'
             WHEN 'progress_reminder' THEN r.state IN ('accepted', 'in_progress')
             ELSE r.state = 'pending' END THEN m.state ELSE 'superseded' END
       FROM due LEFT JOIN messages x ON x.id = due.message_id LEFT JOIN recipients r ON r.id = due.recipient_id
         LEFT JOIN webhook_endpoints e ON e.id = due.endpoint_id
       WHERE m.id = due.id
       RETURNING m.id, m.kind, m.to_back_up AS "toBackUp", m.attempts, m.organisation_id AS "organisationId",
         m.recipient_id AS "recipientId", m.message_id AS "messageId", x.reference, coalesce(m.operation_id, x.operation_id) AS operation,
         x.kind AS "messageKind", x.message_status AS "messageStatus", x.priority,
         CASE WHEN r.state = 'acknowledged' THEN coalesce(r.decision_due_at, r.due_at) ELSE r.due_at END AS "dueAt",
         r.organisation_id AS "lateId", m.state, m.calendar_uid AS "calendarUid", m.content, m.endpoint_id AS "endpointId", e.organisation_id AS "ownerId", e.url,
         e.disabled_reason AS "disabledReason",
         CASE m.kind WHEN 'endpoint_failing' THEN e.failing_since ELSE m.created_at END AS since,
         (SELECT count(*)::int FROM waiting_deliveries w WHERE w.endpoint_id = m.endpoint_id) AS waiting`,
      [MAIL_BATCH, claim, CLAIM_MS],
      'claim-mails',
    );
    const claimed = rows
      .filter(({ state }) => state === 'pending')
      .map((row): ClaimedMail =>
        isRecipientMail(row)
          ? { ...row, claim, token: holdsLink(row) ? newToken() : undefined }
          : row.kind === 'meeting'
            ? { ...row, claim, token: row.content.link ? newToken() : undefined }
            : { ...row, claim },
      );
    await insertLinks(
      tx,
      claimed.flatMap((mail) =>
        !isRecipientMail(mail) || mail.token === undefined ? [] : [{ ...mail, token: mail.token }],
      ),
      clock.now(),
    );
    await insertMeetingLinks(
      tx,
      claimed.flatMap((mail) =>
        isMeetingMail(mail) && mail.token !== undefined && mail.content.link
          ? [{ ...mail, token: mail.token, asked: mail.content.link }]
          : [],
      ),
      clock.now(),
    );
    return claimed;
  });
}

/** Whether a mail is about a recipient of a message: the others have no recipient. */
export function isRecipientMail<Mail extends { readonly recipientId: Uuid | null }>(
  mail: Mail,
): mail is Extract<Mail, { readonly recipientId: Uuid }> {
  return mail.recipientId !== null;
}

export function isEndpointMail(mail: ClaimedMail): mail is ClaimedEndpointMail {
  return mail.kind === 'endpoint_disabled' || mail.kind === 'endpoint_failing';
}

export function isMeetingMail(mail: ClaimedMail): mail is ClaimedMeetingMail {
  return mail.kind === 'meeting';
}

export function isGlassMail(mail: ClaimedMail): mail is ClaimedGlassMail {
  return mail.kind === 'glass_requested' || mail.kind === 'glass_opened';
}

/** Only the recipient, and only to acknowledge; not what people who are let know of it acknowledge, signed in. */
function holdsLink({ kind, messageKind }: Pick<ClaimedRecipientMail, 'kind' | 'messageKind'>): boolean {
  return (kind === 'routed' || kind === 'reminder') && !messageKinds.of(messageKind).needToKnow;
}

/** How many mails wait to be sent. */
export async function mailsWaiting(database: WorkerDatabase): Promise<number> {
  const row = await database.transaction({ kind: 'worker' }, (tx) =>
    tx.row<{ count: number }>(`SELECT count(*)::int AS count FROM mails WHERE state = 'pending'`, [], 'mails-waiting'),
  );
  return row?.count ?? 0;
}
