import type { Clock, Uuid } from '#kernel';
import { announce, type EventType } from '#delivery';
import type { ClaimedEvent } from '#platform/outbox';
import type { Transaction } from '#platform/database';

interface About {
  readonly reference: string;
  readonly operation: string;
  readonly bodyIds: readonly Uuid[];
}

/**
 * Tells the bodies of a meeting, or of a series, that it was scheduled, changed or cancelled. Ids only: when and where they
 * read of it is `href`.
 *
 * @returns the endpoints to wake.
 */
export async function tellOfMeeting(
  { clock, publicUrl }: { readonly clock: Clock; readonly publicUrl: string },
  tx: Transaction,
  event: ClaimedEvent,
): Promise<readonly Uuid[]> {
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
  return wake;
}
