import { uuidv7, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { NoticeContent } from './lay-out-notice';
import type { MeetingLinkAsked } from './meeting-link';

/** What a mail about a meeting says, as it was when it was left: whoever sends it later sends the same. */
export interface MeetingMailContent extends NoticeContent {
  /** A page on which the body answers without an account. */
  readonly link?: MeetingLinkAsked;
  /** An invitation, or its withdrawal (RFC 5546). */
  readonly calendar?: { readonly method: 'REQUEST' | 'CANCEL'; readonly text: string };
}

export interface NewMeetingMail {
  /** The body that is written to. */
  readonly organisationId: Uuid;
  readonly operation: string;
  /** The series, or the meeting by itself: mails of one leave in their order. */
  readonly calendarUid: Uuid;
  /** One mail per body, calendar and key, however often it is left. */
  readonly dedupe: string;
  readonly content: MeetingMailContent;
}

/** Leaves mails about meetings in the caller's transaction; the delivery worker sends them. */
export async function leaveMeetingMails(tx: Transaction, mails: readonly NewMeetingMail[], at: Date): Promise<void> {
  if (mails.length === 0) return;
  await tx.execute(
    `INSERT INTO mails (id, organisation_id, operation_id, calendar_uid, kind, dedupe, to_back_up, content, state, attempts,
       next_attempt_at, created_at)
     SELECT m.id, m."organisationId", m.operation, m."calendarUid", 'meeting', m.dedupe, false, m.content, 'pending', 0, now(), $2
     FROM jsonb_to_recordset($1::jsonb) AS m (id uuid, "organisationId" uuid, operation text, "calendarUid" uuid, dedupe text,
       content jsonb)
     ON CONFLICT (organisation_id, calendar_uid, dedupe) WHERE calendar_uid IS NOT NULL DO NOTHING`,
    [JSON.stringify(mails.map((mail) => ({ ...mail, id: uuidv7() }))), at],
    'leave-meeting-mails',
  );
}
