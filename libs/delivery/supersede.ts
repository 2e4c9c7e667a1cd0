import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/**
 * Takes back what was not sent yet to a recipient: it was overtaken by a recall. What is in flight at this moment
 * arrives; the content is withheld by then. What was given up is not sent again either. `only` narrows it to what carries
 * content, or to one delivery of that.
 */
export async function supersede(
  tx: Transaction,
  recipientId: Uuid | null,
  only?: { readonly encrypted: true; readonly deliveryId?: Uuid },
): Promise<void> {
  await tx.execute(
    `WITH mails_taken AS (
       UPDATE mails SET state = 'superseded' WHERE recipient_id = $1 AND state = 'pending' AND NOT $2
     ), taken AS (
       DELETE FROM waiting_deliveries w USING deliveries d
       WHERE d.recipient_id = $1 AND w.delivery_id = d.id AND (d.encrypted OR NOT $2)
         AND ($3::uuid IS NULL OR d.id = $3) RETURNING w.delivery_id
     ), ended AS (
       UPDATE deliveries SET ended = 'superseded' WHERE id IN (SELECT delivery_id FROM taken)
         OR (recipient_id = $1 AND ended = 'exhausted' AND (encrypted OR NOT $2) AND ($3::uuid IS NULL OR id = $3))
       RETURNING recipient_id
     )
     UPDATE recipients SET delivery_state = 'superseded'
     WHERE id IN (SELECT recipient_id FROM ended) AND delivery_state IN ('pending', 'held')`,
    [recipientId, only !== undefined, only?.deliveryId ?? null],
  );
}
