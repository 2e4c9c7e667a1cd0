import type { Clock, Uuid } from '#kernel';
import { announce, leaveNotice } from '#delivery';
import type { ClaimedEvent } from '#platform/outbox';
import type { Transaction } from '#platform/database';

interface NoticeTools {
  readonly clock: Clock;
  readonly publicUrl: string;
}

interface About {
  readonly notifiedId: Uuid | null;
  readonly reference: string;
  readonly kind: string;
  readonly operation: string;
  readonly status: string;
}

/**
 * Tells the operation's data protection focal point that an exception was approved: at its body's endpoints or, where
 * there is none, by mail. Ids and times, no word of the case.
 *
 * @returns the endpoints to wake.
 */
export async function noticeOfException(
  { clock, publicUrl }: NoticeTools,
  tx: Transaction,
  event: ClaimedEvent,
): Promise<readonly Uuid[]> {
  const exceptionId = String(event.detail['exception'] ?? '');
  const about = await tx.row<About>(
    `SELECT e.notified_id AS "notifiedId", m.reference, m.kind, m.operation_id AS operation, m.message_status AS status
     FROM release_exceptions e JOIN messages m ON m.id = e.message_id WHERE e.id = $1`,
    [exceptionId],
  );
  if (!about?.notifiedId) return [];
  const { notifiedId, ...envelope } = about;
  const at = clock.now();
  const { wake, withoutEndpoint } = await announce(tx, [
    {
      ...envelope,
      type: 'exception.approved',
      organisationId: notifiedId,
      messageId: event.messageId,
      threadId: event.threadId,
      href: `${publicUrl}/v1/release-exceptions/${exceptionId}`,
      dedupeKey: `event/${event.id}`,
      overdue: false,
      at,
    },
  ]);
  if (withoutEndpoint.length > 0)
    await leaveNotice(tx, { organisationId: notifiedId, messageId: event.messageId, dedupe: exceptionId }, at);
  return wake;
}
