import type { Clock, Uuid } from '#kernel';
import { leaveGlassMails } from '#delivery';
import type { ClaimedEvent } from '#platform/outbox';
import type { Transaction } from '#platform/database';

/**
 * Writes to the body that sent a record, and to the guard of personal data, that somebody asks to see all of it, or was let.
 * By mail whatever endpoints they have: a person is to know of it now.
 */
export async function noticeOfBreakGlass(clock: Clock, tx: Transaction, event: ClaimedEvent): Promise<void> {
  const opening = String(event.detail['opening'] ?? '');
  const concerned = await tx.rows<{ id: Uuid }>(
    `SELECT DISTINCT told.id FROM break_glass g CROSS JOIN LATERAL (VALUES (g.sender_id), (g.guardian_id)) AS told (id)
     WHERE g.id = $1 AND told.id <> g.organisation_id`,
    [opening],
  );
  await leaveGlassMails(
    tx,
    {
      kind: event.topic === 'break_glass.requested' ? 'glass_requested' : 'glass_opened',
      organisationIds: concerned.map(({ id }) => id),
      messageId: event.messageId,
    },
    opening,
    clock.now(),
  );
}
