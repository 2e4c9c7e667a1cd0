import type { Uuid } from '#kernel';
import { announce, leaveMeetingMails, type EventType } from '#delivery';
import type { ClaimedEvent } from '#platform/outbox';
import type { Transaction } from '#platform/database';
import { meetingMails, type MailTools } from './meeting-mails';

interface About {
  readonly reference: string;
  readonly operation: string;
  readonly bodyIds: readonly Uuid[];
}

/**
 * Tells the bodies of a meeting, or of a series, that it was scheduled, changed or cancelled. Ids only: when and where they
 * read of it is `href`. Their people get a mail with an invitation for their calendars.
 *
 * @returns the endpoints to wake.
 */
export async function tellOfMeeting(tools: MailTools, tx: Transaction, event: ClaimedEvent): Promise<readonly Uuid[]> {
  const { clock, publicUrl } = tools;
  const isSeries = event.detail['about'] === 'series';
  const about = await tx.row<About>(
    isSeries
      ? `SELECT 'MEETINGS' AS reference, operation_id AS operation, body_ids AS "bodyIds" FROM meeting_series WHERE id = $1`
      : `SELECT reference, operation_id AS operation, body_ids AS "bodyIds" FROM meetings WHERE id = $1`,
    [event.messageId],
  );
  if (!about) throw new Error('a meeting of which others are to be told is not on record');
  const { reference, operation, bodyIds } = about;
  const { wake } = await announce(
    tx,
    bodyIds.map((organisationId) => ({
      type: event.topic as EventType,
      organisationId,
      messageId: event.messageId,
      threadId: event.threadId,
      reference,
      kind: isSeries ? 'meeting-series' : 'meeting',
      operation,
      status: 'actual',
      overdue: false,
      href: `${publicUrl}/v1/${isSeries ? 'meeting-series' : 'meetings'}/${event.messageId}`,
      dedupeKey: `event/${event.id}`,
      at: clock.now(),
    })),
  );
  await leaveMeetingMails(tx, await meetingMails(tools, tx, event), clock.now());
  return wake;
}
