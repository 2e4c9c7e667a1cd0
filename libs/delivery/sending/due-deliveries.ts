import type { Uuid } from '#kernel';
import type { WorkerDatabase } from '#platform/database';

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
}

/** Read at once by a lane. */
export const BATCH = 200;

/**
 * The due deliveries of one endpoint, of each thread only the lowest open number: a thread arrives in its order. None
 * while the endpoint rests, be it that its lane is held already.
 */
export async function dueDeliveries(database: WorkerDatabase, endpointId: Uuid): Promise<DueDelivery[]> {
  return database.transaction({ kind: 'worker' }, (tx) =>
    tx.rows<DueDelivery>(
      `SELECT id, recipient_id AS "recipientId", message_id AS "messageId", event_type AS "eventType", body, encrypted, attempts
       FROM deliveries d
       WHERE endpoint_id = $1 AND state = 'pending' AND next_attempt_at <= now()
         AND NOT EXISTS (SELECT FROM webhook_endpoints e WHERE e.id = $1 AND e.not_before > now())
         AND NOT EXISTS (SELECT FROM deliveries earlier
                         WHERE earlier.endpoint_id = d.endpoint_id AND earlier.thread_id = d.thread_id
                           AND earlier.sequence < d.sequence AND earlier.state IN ('pending', 'held'))
       ORDER BY next_attempt_at, id LIMIT $2`,
      [endpointId, BATCH],
      'due-deliveries',
    ),
  );
}

/** Endpoints with due deliveries that nobody works on. What the reconciler asks when wake-ups may have been lost. */
export async function idleLanesWithWork(database: WorkerDatabase): Promise<Uuid[]> {
  const rows = await database.transaction({ kind: 'worker' }, (tx) =>
    tx.rows<{ id: Uuid }>(
      `SELECT id FROM webhook_endpoints e
       WHERE state = 'active' AND (lane_until IS NULL OR lane_until < now()) AND (not_before IS NULL OR not_before <= now())
         AND EXISTS (SELECT FROM deliveries d WHERE d.endpoint_id = e.id AND d.state = 'pending' AND d.next_attempt_at <= now())`,
      [],
      'idle-lanes',
    ),
  );
  return rows.map(({ id }) => id);
}
