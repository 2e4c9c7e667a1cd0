import type { Clock, Uuid } from '#kernel';
import type { WorkerDatabase } from '#platform/database';
import { supersede } from '../supersede';

/**
 * Whether a delivery may be sent at this moment. A thin one always may. What carries content is asked for once more:
 * when its body may not read that any longer (recalled, called off, or its time is over) it is taken back instead, and is
 * never sent.
 */
export async function mayBeSent(
  { database, clock }: { readonly database: WorkerDatabase; readonly clock: Clock },
  delivery: { readonly id: Uuid; readonly encrypted: boolean; readonly recipientId: Uuid | null },
): Promise<boolean> {
  const { id, encrypted, recipientId } = delivery;
  if (!encrypted) return true;
  return database.transaction({ kind: 'worker' }, async (tx) => {
    const readable = await tx.row(
      `SELECT FROM recipients WHERE id = $1 AND withheld_at IS NULL AND release_sealed IS NOT NULL
         AND (readable_until IS NULL OR readable_until > $2)`,
      [recipientId, clock.now()],
      'may-be-sent',
    );
    if (!readable) await supersede(tx, recipientId, { encrypted: true, deliveryId: id });
    return readable !== undefined;
  });
}
