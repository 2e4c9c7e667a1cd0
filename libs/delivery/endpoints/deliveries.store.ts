import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { AttemptView } from './endpoint.store';
import { withExcerpt, type ExcerptTools, type Sealed } from './excerpts';

export const deliveryStates = ['pending', 'held', 'delivered', 'exhausted', 'superseded'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** An event on its way to an endpoint, or at its end. */
export interface DeliveryView {
  /** The `webhook-id` of every attempt. */
  readonly id: Uuid;
  readonly endpointId: Uuid;
  readonly eventType: string;
  readonly messageId: Uuid | null;
  readonly thread: Uuid;
  /** Its number within the thread at this endpoint. */
  readonly sequence: number;
  readonly state: DeliveryState;
  /** Attempts on record in all. */
  readonly attempts: number;
  /** When it is tried next at the earliest; null when it is not, or not before the endpoint is active again. */
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
}

export type DeliveryAttemptView = Omit<AttemptView, 'deliveryId' | 'eventType'>;

/** Attempts of one delivery that are shown: two runs of the schedule and some. */
const MOST_ATTEMPTS = 50;

const COLUMNS = `d.id, d.endpoint_id AS "endpointId", d.event_type AS "eventType", d.message_id AS "messageId",
  d.thread_id AS thread, d.sequence, d.state,
  (SELECT count(*)::int FROM delivery_attempts a WHERE a.delivery_id = d.id) AS attempts,
  CASE WHEN d.state = 'pending' THEN d.next_attempt_at END AS "nextAttemptAt", d.created_at AS "createdAt"`;

/**
 * Deliveries of an endpoint, the newest first.
 *
 * @param after the last one of the page before
 */
export async function listDeliveries(
  tx: Transaction,
  endpointId: Uuid,
  { state, after, limit }: { readonly state?: DeliveryState; readonly after?: Uuid; readonly limit: number },
): Promise<DeliveryView[]> {
  return tx.rows<DeliveryView>(
    `SELECT ${COLUMNS} FROM delivery_states d
     WHERE d.endpoint_id = $1 AND ($2::uuid IS NULL OR d.id < $2) AND ${filterOf(state)}
     ORDER BY d.id DESC LIMIT $3`,
    [endpointId, after ?? null, limit],
  );
}

/** One delivery, or undefined when the body has none with that id. */
export async function findDelivery(tx: Transaction, organisationId: Uuid, id: Uuid): Promise<DeliveryView | undefined> {
  return tx.row<DeliveryView>(`SELECT ${COLUMNS} FROM delivery_states d WHERE d.organisation_id = $1 AND d.id = $2`, [
    organisationId,
    id,
  ]);
}

/** The attempts of a delivery, the oldest first. */
export async function attemptsOf({ tx, vault }: ExcerptTools, deliveryId: Uuid): Promise<DeliveryAttemptView[]> {
  const newest = await tx.rows<Sealed<DeliveryAttemptView>>(
    `SELECT attempt, started_at AS "startedAt", duration_ms AS "durationMs", outcome, status, fault, excerpt
     FROM delivery_attempts WHERE delivery_id = $1 ORDER BY started_at DESC, attempt DESC LIMIT $2`,
    [deliveryId, MOST_ATTEMPTS],
  );
  return Promise.all(newest.reverse().map((row) => withExcerpt(vault, deliveryId, row)));
}

/** What waits is found by what waits, and what was given up by its own index: neither reads all that was delivered. */
function filterOf(state: DeliveryState | undefined): string {
  switch (state) {
    case undefined:
      return 'true';
    case 'pending':
    case 'held':
      return `d.id IN (SELECT w.delivery_id FROM waiting_deliveries w
                       WHERE w.endpoint_id = $1 AND ${state === 'held' ? '' : 'NOT '}w.held)`;
    case 'exhausted':
    case 'superseded':
      return `d.id IN (SELECT own.id FROM deliveries own WHERE own.endpoint_id = $1 AND own.ended = '${state}')`;
    case 'delivered':
      return `d.state = 'delivered'`;
  }
}
