import type { Uuid } from '#kernel';
import type { Database, Transaction } from '#platform/database';
import { hashOf, isToken } from './acknowledgement-link';

/** What a link in a mail about a meeting is for, as it is left with the mail: its token is made when it is sent. */
export interface MeetingLinkAsked {
  readonly meetingId: Uuid;
  /** The round in which minutes are to be answered; absent: the invitation is. */
  readonly round?: number;
  readonly expiresAt: Date | string;
  /** The words that stand before its address. */
  readonly does: string;
}

/** What the record says of a link. */
export interface MeetingLink {
  readonly organisationId: Uuid;
  readonly slug: string;
  readonly operation: string;
  readonly meetingId: Uuid;
  /** The round in which it answers minutes; null: it answers the invitation. */
  readonly round: number | null;
  readonly expiresAt: Date;
}

export async function insertMeetingLinks(
  tx: Transaction,
  links: readonly {
    readonly token: string;
    readonly organisationId: Uuid;
    readonly operation: string;
    readonly asked: MeetingLinkAsked;
  }[],
  at: Date,
): Promise<void> {
  for (const { token, organisationId, operation, asked } of links)
    await tx.execute(
      `INSERT INTO meeting_links (token_hash, organisation_id, operation_id, meeting_id, round, expires_at, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [hashOf(token), organisationId, operation, asked.meetingId, asked.round ?? null, new Date(asked.expiresAt), at],
    );
}

/** The link behind a token, or undefined when the token is unknown or malformed. Asked before the body is known. */
export async function findMeetingLink(database: Database, token: string): Promise<MeetingLink | undefined> {
  if (!isToken(token)) return undefined;
  const [link] = await database.statement<MeetingLink>(
    `SELECT organisation_id AS "organisationId", slug, operation_id AS operation, meeting_id AS "meetingId", round,
       expires_at AS "expiresAt"
     FROM find_meeting_link($1)`,
    [hashOf(token)],
  );
  return link;
}
