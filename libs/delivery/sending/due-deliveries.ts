import type { Uuid } from '#kernel';
import type { Transaction, WorkerDatabase } from '#platform/database';

export interface DueDelivery {
  readonly id: Uuid;
  readonly recipientId: Uuid | null;
  readonly messageId: Uuid | null;
  readonly eventType: string;
  readonly body: string;
  /** Whether the body carries content. */
  readonly encrypted: boolean;
  /** Attempts so far. */
  readonly attempts: number;
  /** When it fell due, to the microsecond, as PostgreSQL writes it: where the next page goes on. */
  readonly dueAt: string;
}

/** Read at once by a lane: bodies that wait in memory, times the lanes of a process. */
export const PAGE = 100;

/** SQL, of a waiting delivery (w) of the endpoint in parameter `$1`: it is due, and the lowest number of its thread that waits. */
export const isDue = `w.endpoint_id = $1 AND NOT w.held AND w.next_attempt_at <= now()
  AND NOT EXISTS (SELECT FROM waiting_deliveries earlier
                  WHERE earlier.endpoint_id = w.endpoint_id AND earlier.thread_id = w.thread_id
                    AND earlier.sequence < w.sequence)`;

/**
 * The due deliveries of one endpoint after a place and but for some, of each thread only the lowest number that waits: a thread arrives
 * in its order. What waits stays where it is until its result is written, so whoever sends goes on after what it read.
 */
export async function dueDeliveries(
  tx: Transaction,
  endpointId: Uuid,
  {
    after,
    except,
  }: { readonly after?: Pick<DueDelivery, 'dueAt' | 'id'> | undefined; readonly except: readonly Uuid[] },
  limit: number,
): Promise<DueDelivery[]> {
  return tx.rows<DueDelivery>(
    // Deliveries are kept for long: each of the page is looked up, rather than all that were ever made read beside it.
    `WITH page AS MATERIALIZED (
       SELECT w.delivery_id, w.attempts, w.next_attempt_at
       FROM waiting_deliveries w
       WHERE ${isDue}
         AND (w.next_attempt_at, w.delivery_id) > (coalesce($2::timestamptz, '-infinity'), coalesce($3::uuid, '00000000-0000-0000-0000-000000000000'))
         AND w.delivery_id <> ALL($5::uuid[])
       ORDER BY w.next_attempt_at, w.delivery_id LIMIT $4
     )
     SELECT d.id, d.recipient_id AS "recipientId", d.message_id AS "messageId", d.event_type AS "eventType",
       d.body, d.encrypted, page.attempts, page.next_attempt_at::text AS "dueAt"
     FROM page CROSS JOIN LATERAL (SELECT * FROM deliveries WHERE id = page.delivery_id OFFSET 0) d
     ORDER BY page.next_attempt_at, d.id`,
    [endpointId, after?.dueAt ?? null, after?.id ?? null, limit, except],
    'due-deliveries',
  );
}

/** Endpoints with due deliveries that nobody works on. What the reconciler asks when wake-ups may have been lost. */
export async function idleLanesWithWork(database: WorkerDatabase): Promise<Uuid[]> {
  const rows = await database.transaction({ kind: 'worker' }, (tx) =>
    tx.rows<{ id: Uuid }>(
      `SELECT id FROM webhook_endpoints e
       WHERE state = 'active' AND (lane_until IS NULL OR lane_until < now()) AND (not_before IS NULL OR not_before <= now())
         AND EXISTS (SELECT FROM waiting_deliveries w WHERE w.endpoint_id = e.id AND NOT w.held AND w.next_attempt_at <= now())`,
      [],
      'idle-lanes',
    ),
  );
  return rows.map(({ id }) => id);
}
